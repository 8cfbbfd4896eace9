#include "network.h"

#include "base/error.h"
#include "distill/trainable_network.h"
#include "nets/assemble.h"
#include "project/project_store.h"
#include "teacher_files.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>

namespace kintsugi::cli {

void requireFinite(const Image& restored) {
    if (!std::all_of(restored.values.begin(), restored.values.end(), [](float v) { return std::isfinite(v); }))
        throw Error("The network's output is not finite; the weights of its teacher or of a surrogate are damaged.");
}

NetworkMaker::NetworkMaker(const ProjectFolder& project, const SurrogateLibrary& library, bool finetuned,
                           std::string device)
    : m_project(project), m_library(library), m_finetuned(finetuned), m_device(std::move(device)) {}

std::string NetworkMaker::file(const Architecture& architecture) const {
    if (!m_finetuned)
        return {};
    const ProjectStore store(m_project.folder(), StoreAccess::Read);
    const auto records = store.finetunes();
    for (auto record = records.rbegin(); record != records.rend(); ++record)
        if (record->architecture == architecture.text() && std::filesystem::exists(m_project.folder() / record->file))
            return record->file;
    throw InputError(fmt::format("{} has not been fine-tuned in this project; `kintsugi-cli finetune` does that.",
                                 architecture.text()));
}

HybridUNet NetworkMaker::make(const Architecture& architecture) const {
    if (!m_finetuned) {
        if (!m_teacher)
            m_teacher = loadTeacher(m_project, m_device);
        return assemble(m_teacher, architecture, m_library.lookup());
    }
    HybridNetwork network(m_project.folder() / file(architecture));
    if (network.architecture() != architecture)
        throw FileError(fmt::format("{} holds another network than the project says: {}.", file(architecture),
                                    network.architecture().text()));
    network.module().to(at::Device(m_device));
    for (at::Tensor parameter : network.module().parameters())
        parameter.set_requires_grad(false);
    return network.net(); // shares the blocks
}

} // namespace kintsugi::cli

#include "teacher_files.h"

#include "base/atomic_file.h"
#include "base/error.h"
#include "base/random.h"
#include "nets/state_dict.h"
#include "space/state_dict_schema.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

namespace kintsugi::cli {

std::uint64_t mixSeedForPatches(std::uint64_t seed) {
    return mixSeed(seed, 0x7061746368);
}

ShapeMap shapesOf(const TensorMap& tensors) {
    ShapeMap shapes;
    for (const auto& [name, tensor] : tensors)
        shapes[name] = tensor.shape;
    return shapes;
}

RestormerConfig readRestormerConfig(const std::string& file) {
    const std::string text = readWholeFile(file);
    try {
        return restormerConfigFromJson(text);
    } catch (const InputError& e) {
        throw InputError(fmt::format("{} cannot be used: {}", file, e.what()));
    }
}

RestormerConfig restormerConfigFor(const Checkpoint& checkpoint, const std::string& configFile) {
    if (!configFile.empty())
        return readRestormerConfig(configFile);
    const auto stored = checkpoint.metadata.find("config");
    if (stored != checkpoint.metadata.end())
        return restormerConfigFromJson(stored->second);
    const ShapeMap shapes = shapesOf(checkpoint.tensors);
    if (inferNetworkFamily(shapes) != NetworkFamily::Restormer)
        throw InputError("The checkpoint holds a MambaIR U-Net; a teacher must be a Restormer.");
    return inferRestormerConfig(shapes);
}

std::shared_ptr<UNet> loadTeacher(const ProjectFolder& project, const std::string& device) {
    auto net = makeRestormer(project.config());
    loadStateDict(*net, project.teacherWeights(), project.teacherFile().string());
    net->to(at::Device(device));
    return net;
}

} // namespace kintsugi::cli

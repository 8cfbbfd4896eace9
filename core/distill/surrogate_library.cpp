#include "distill/surrogate_library.h"

#include "base/error.h"
#include "space/all_surrogate.h"

#include <algorithm>
#include <fmt/format.h>
#include <torch/types.h>

namespace kintsugi {

SurrogateLibrary::SurrogateLibrary(std::filesystem::path folder, RestormerConfig teacher, std::string hashOfTeacher)
    : m_folder(std::move(folder)), m_teacher(std::move(teacher)) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(m_folder, ignored))
        return;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(m_folder))
        if (entry.path().extension() == ".safetensors")
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    const Stages stages = stagesOf(m_teacher);
    for (const auto& file : files) {
        try {
            SurrogateInfo record = readSurrogateInfo(file, stages);
            if (record.teacher != hashOfTeacher)
                m_notes.push_back(fmt::format("{} was distilled from another teacher and is left out.", file.string()));
            else
                m_records.emplace(record.placed, std::move(record));
        } catch (const Error& e) {
            m_notes.push_back(e.what());
        }
    }
}

bool SurrogateLibrary::has(const PlacedEdge& placed) const {
    return placed.edge.isTeacher() || placed.edge.kind == BlockKind::Skip || m_records.count(placed) > 0;
}

std::vector<BlockPtr> SurrogateLibrary::blocks(const PlacedEdge& placed) const {
    if (!m_records.count(placed))
        return {};
    const std::scoped_lock lock(m_mutex);
    auto& loaded = m_loaded[placed];
    if (!loaded) {
        loaded = readSurrogate(fileOf(placed), m_teacher);
        for (at::Tensor parameter : loaded->parameters())
            parameter.set_requires_grad(false);
    }
    return loaded->blocks();
}

SurrogateLookup SurrogateLibrary::lookup() const {
    return [this](const PlacedEdge& placed) { return blocks(placed); };
}

Architecture SurrogateLibrary::allSurrogate(const Stages& stages) const {
    std::vector<PlacedEdge> edges;
    for (const auto& [placed, record] : m_records)
        edges.push_back(placed);
    return kintsugi::allSurrogate(stages, edges);
}

} // namespace kintsugi

#include "distill/surrogate_library.h"

#include "base/error.h"

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
    const auto rank = [](BlockKind kind) {
        return kind == BlockKind::Lite ? 0 : kind == BlockKind::Gated ? 1 : kind == BlockKind::MambaIr ? 2 : 3;
    };
    Architecture path;
    for (const StageInfo& stage : stages) {
        // Cheapest way by (teacher blocks left, surrogate blocks, rank of kinds), over the boundaries from the left.
        struct Way {
            std::array<int, 3> price{};
            std::vector<Edge> edges;
        };
        std::vector<std::optional<Way>> best(static_cast<std::size_t>(stage.blocks) + 1);
        best[0] = Way{};
        const auto relax = [&](int begin, const Edge& edge, std::array<int, 3> more) {
            const auto& from = best[static_cast<std::size_t>(begin)];
            auto& to = best[static_cast<std::size_t>(begin + edge.covers)];
            Way way = *from;
            for (std::size_t i = 0; i < more.size(); ++i)
                way.price[i] += more[i];
            way.edges.push_back(edge);
            if (!to || way.price < to->price)
                to = std::move(way);
        };
        for (int begin = 0; begin < stage.blocks; ++begin) {
            relax(begin, Edge{}, {1, 0, 0});
            for (const auto& [placed, record] : m_records)
                if (placed.span.stage == stage.id && placed.span.begin == begin && rank(placed.edge.kind) < 3)
                    relax(begin, placed.edge, {0, placed.edge.run, rank(placed.edge.kind)});
        }
        path.setEdges(stage.id, best.back()->edges);
    }
    return path;
}

} // namespace kintsugi

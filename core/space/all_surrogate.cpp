#include "space/all_surrogate.h"

#include <optional>

namespace kintsugi {

namespace {

constexpr int control = 3;

int rank(BlockKind kind) {
    return kind == BlockKind::Lite ? 0 : kind == BlockKind::Gated ? 1 : kind == BlockKind::MambaIr ? 2 : control;
}

/// Edges from a stage's beginning up to a boundary.
struct Way {
    std::array<int, 3> price{}; ///< teacher blocks left, surrogate blocks, ranks of kinds
    std::vector<Edge> edges;
};

} // namespace

Architecture allSurrogate(const Stages& stages, std::span<const PlacedEdge> edges) {
    Architecture path;
    for (const StageInfo& stage : stages) {
        std::vector<std::optional<Way>> best(static_cast<std::size_t>(stage.blocks) + 1);
        best[0] = Way{};
        const auto relax = [&](int begin, const Edge& edge, const std::array<int, 3>& more) {
            Way way = *best[static_cast<std::size_t>(begin)];
            auto& to = best[static_cast<std::size_t>(begin + edge.covers)];
            for (std::size_t i = 0; i < more.size(); ++i)
                way.price[i] += more[i];
            way.edges.push_back(edge);
            if (!to || way.price < to->price)
                to = std::move(way);
        };
        for (int begin = 0; begin < stage.blocks; ++begin) {
            relax(begin, Edge{}, {1, 0, 0});
            for (const PlacedEdge& placed : edges)
                if (placed.span.stage == stage.id && placed.span.begin == begin && placed.span.end <= stage.blocks &&
                    !placed.edge.isTeacher() && rank(placed.edge.kind) < control)
                    relax(begin, placed.edge, {0, placed.edge.run, rank(placed.edge.kind)});
        }
        path.setEdges(stage.id, best.back()->edges);
    }
    return path;
}

} // namespace kintsugi

#include "space/space.h"

#include "base/error.h"

#include <algorithm>
#include <fmt/format.h>

namespace kintsugi {

namespace {

/// Uniform in [0, bound), exactly; bound > 0. Draws as many bits as the bound has and rejects what is too large.
Uint128 below(RandomStream& random, Uint128 bound) {
    Uint128 mask = bound - 1;
    for (int shift = 1; shift < 128; shift *= 2)
        mask |= mask >> shift;
    while (true) {
        const Uint128 high = random.next();
        const Uint128 draw = (high << 64 | random.next()) & mask;
        if (draw < bound)
            return draw;
    }
}

} // namespace

Space::Space(const Stages& stages) : m_stages(stages) {
    for (const StageInfo& stage : stages) {
        for (int block = 0; block < stage.blocks; ++block)
            allow({stage.id, block, block + 1}, {});
    }
}

Space Space::wholeStages(const Stages& stages, BlockKind kind) {
    Space space(stages);
    for (const StageInfo& stage : stages) {
        for (int run = 2; run <= stage.blocks; run += 2)
            space.allow({stage.id, 0, stage.blocks}, {kind, run, stage.blocks});
    }
    return space;
}

Space Space::singleBlocks(const Stages& stages, BlockKind kind) {
    Space space(stages);
    for (const StageInfo& stage : stages) {
        for (int block = 0; block < stage.blocks; ++block)
            space.allow({stage.id, block, block + 1}, {kind, kind == BlockKind::Skip ? 0 : 1, 1});
    }
    return space;
}

Space Space::allSpans(const Stages& stages, std::span<const BlockKind> kinds) {
    Space space(stages);
    for (const StageInfo& stage : stages) {
        for (int begin = 0; begin < stage.blocks; ++begin) {
            for (int end = begin + 1; end <= stage.blocks; ++end) {
                for (BlockKind kind : kinds) {
                    const bool skip = kind == BlockKind::Skip;
                    for (int run = skip ? 0 : 1; run <= (skip ? 0 : end - begin); ++run)
                        space.allow({stage.id, begin, end}, {kind, run, end - begin});
                }
            }
        }
    }
    return space;
}

void Space::allow(const Span& span, const Edge& edge) {
    validate(edge);
    const PlacedEdge placed{span, edge};
    const int blocks = m_stages[static_cast<std::size_t>(span.stage)].blocks;
    if (span.begin < 0 || span.end <= span.begin || span.end > blocks || edge.covers != span.length())
        throw InputError(
            fmt::format("The edge {} does not fit: the stage has {} blocks and an edge covers exactly its span.",
                        toString(placed), blocks));
    auto& edges = m_edges[static_cast<std::size_t>(span.stage)];
    const auto at = std::lower_bound(edges.begin(), edges.end(), placed);
    if (at == edges.end() || *at != placed)
        edges.insert(at, placed);
}

bool Space::allows(const Span& span, const Edge& edge) const {
    const auto& list = edges(span.stage);
    return std::binary_search(list.begin(), list.end(), PlacedEdge{span, edge});
}

void Space::forbid(const Span& span, const Edge& edge) {
    std::erase(m_edges[static_cast<std::size_t>(span.stage)], PlacedEdge{span, edge});
}

bool Space::contains(const Architecture& architecture) const {
    for (const StageInfo& stage : m_stages) {
        if (architecture.covered(stage.id) != stage.blocks)
            return false;
    }
    const auto placed = architecture.placedEdges();
    return std::all_of(placed.begin(), placed.end(), [this](const PlacedEdge& p) { return allows(p.span, p.edge); });
}

/// For each block boundary the number of ways from there to the end of the stage.
std::vector<PathCount> Space::pathsToEnd(StageId stage) const {
    const auto& list = edges(stage);
    const auto blocks = static_cast<std::size_t>(m_stages[static_cast<std::size_t>(stage)].blocks);
    std::vector<PathCount> ways(blocks + 1);
    ways[blocks] = 1;
    for (auto it = list.rbegin(); it != list.rend(); ++it) { // sorted by begin, so later boundaries are complete
        auto& here = ways[static_cast<std::size_t>(it->span.begin)];
        here = here + ways[static_cast<std::size_t>(it->span.end)];
    }
    return ways;
}

PathCount Space::pathCount(StageId stage) const {
    return pathsToEnd(stage).front();
}

PathCount Space::pathCount() const {
    PathCount product = 1;
    for (StageId stage : allStages)
        product = product * pathCount(stage);
    return product;
}

Architecture Space::sample(RandomStream& random) const {
    Architecture architecture;
    for (StageId stage : allStages) {
        const auto ways = pathsToEnd(stage);
        if (ways.front().isZero())
            throw InputError(fmt::format("The search space has no path through stage {}.", stageName(stage)));
        if (!ways.front().isExact())
            throw InputError(fmt::format("Stage {} has {} paths, too many to draw from evenly; allow fewer edges.",
                                         stageName(stage), ways.front().text()));
        Architecture::StageEdges chosen;
        Uint128 ticket = below(random, ways.front().value()); // the number of one path among all, in sorted order
        int position = 0;
        for (const PlacedEdge& placed : edges(stage)) {
            if (placed.span.begin != position)
                continue;
            const Uint128 share = ways[static_cast<std::size_t>(placed.span.end)].value();
            if (ticket >= share) {
                ticket -= share;
                continue;
            }
            chosen.push_back(placed.edge);
            position = placed.span.end;
        }
        architecture.setEdges(stage, std::move(chosen));
    }
    return architecture;
}

void Space::forEachPath(const std::function<bool(const Architecture&)>& visit) const {
    std::array<std::vector<PathCount>, stageCount> ways;
    for (StageId stage : allStages)
        ways[static_cast<std::size_t>(stage)] = pathsToEnd(stage);
    if (std::any_of(ways.begin(), ways.end(), [](const auto& w) { return w.front().isZero(); }))
        return;

    Architecture architecture;
    std::array<Architecture::StageEdges, stageCount> chosen;
    const std::function<bool(std::size_t, int)> walk = [&](std::size_t s, int position) -> bool {
        if (position == m_stages[s].blocks) {
            architecture.setEdges(allStages[s], chosen[s]);
            return s + 1 == stageCount ? visit(architecture) : walk(s + 1, 0);
        }
        for (const PlacedEdge& placed : m_edges[s]) {
            if (placed.span.begin != position || ways[s][static_cast<std::size_t>(placed.span.end)].isZero())
                continue;
            chosen[s].push_back(placed.edge);
            const bool goOn = walk(s, placed.span.end);
            chosen[s].pop_back();
            if (!goOn)
                return false;
        }
        return true;
    };
    walk(0, 0);
}

} // namespace kintsugi

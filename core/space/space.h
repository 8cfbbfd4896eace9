#pragma once

#include "base/random.h"
#include "space/architecture.h"
#include "space/path_count.h"

#include <array>
#include <functional>
#include <span>
#include <vector>

namespace kintsugi {

/// A search space: for each stage the edges that a path may take. Choices in one stage do not bind those in another.
/// Starts with the teacher's blocks, so that there is always the all-teacher path.
class Space {
public:
    explicit Space(const Stages& stages);

    /// The paper's space (arXiv 2605.02794): each stage stays the teacher's or becomes 2, 4, … blocks of @p kind, at
    /// most as many as it had. 34,560 paths for the full-size network.
    static Space wholeStages(const Stages& stages, BlockKind kind = BlockKind::MambaIr);

    /// Each block by itself is the teacher's or one block of @p kind; 2^44 paths for the full-size network.
    static Space singleBlocks(const Stages& stages, BlockKind kind = BlockKind::Lite);

    /// Every span of every stage may become 1 to its length blocks of each of @p kinds (Skip: none).
    static Space allSpans(const Stages& stages, std::span<const BlockKind> kinds);

    /// Adds an edge at @p span; adding one twice changes nothing. Throws InputError when the span lies outside its
    /// stage or the edge does not fit it.
    void allow(const Span& span, const Edge& edge);
    bool allows(const Span& span, const Edge& edge) const;

    /// Takes an edge out again, also a teacher block. Does nothing when it was not there.
    void forbid(const Span& span, const Edge& edge);

    const Stages& stages() const { return m_stages; }

    /// Edges of a stage, sorted by begin, end, kind and run.
    const std::vector<PlacedEdge>& edges(StageId stage) const { return m_edges[static_cast<std::size_t>(stage)]; }

    bool contains(const Architecture& architecture) const;

    PathCount pathCount(StageId stage) const;
    PathCount pathCount() const;

    /// A path, every one equally likely. Throws InputError when there is none, or when a stage alone has 2^128 or more.
    Architecture sample(RandomStream& random) const;

    /// Calls @p visit with every path until it returns false. Depth-first: consecutive paths share the longest possible
    /// beginning, so a cache of features by prefix works best in this order.
    void forEachPath(const std::function<bool(const Architecture&)>& visit) const;

private:
    std::vector<PathCount> pathsToEnd(StageId stage) const;

    Stages m_stages;
    std::array<std::vector<PlacedEdge>, stageCount> m_edges;
};

} // namespace kintsugi

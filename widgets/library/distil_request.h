#pragma once

#include "common/values.h"

#include <vector>

namespace kintsugi {

/// What shall be distilled, and for how long.
struct DistilRequest {
    std::vector<PlacedEdge> edges;
    int iterations = 2000;
};

/// Which spans a plan covers: whole stages, single blocks, or every span that the library knows of.
enum class SpanSet { WholeStages, SingleBlocks, All };

/// The missing and failed ones among @p choices that are of one of @p kinds and belong to @p spans of @p stages. A
/// stage of one block counts as both.
std::vector<PlacedEdge> missingEdges(const std::vector<EdgeChoice>& choices, const Stages& stages,
                                     const std::vector<BlockKind>& kinds, SpanSet spans);

} // namespace kintsugi

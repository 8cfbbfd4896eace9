#include "library/distil_request.h"

#include <algorithm>

namespace kintsugi {

std::vector<PlacedEdge> missingEdges(const std::vector<EdgeChoice>& choices, const Stages& stages,
                                     const std::vector<BlockKind>& kinds, SpanSet spans) {
    std::vector<PlacedEdge> missing;
    for (const EdgeChoice& choice : choices) {
        const auto& [span, edge] = choice.placed;
        if (edge.isTeacher() || (choice.state != EdgeState::Missing && choice.state != EdgeState::Failed) ||
            std::find(kinds.begin(), kinds.end(), edge.kind) == kinds.end())
            continue;
        const bool whole = span.length() == stages[static_cast<std::size_t>(span.stage)].blocks;
        if (spans == SpanSet::All || (spans == SpanSet::WholeStages && whole) ||
            (spans == SpanSet::SingleBlocks && span.length() == 1))
            missing.push_back(choice.placed);
    }
    return missing;
}

} // namespace kintsugi

#pragma once

#include "common/values.h"

#include <map>
#include <vector>

namespace kintsugi {

/// Everything known of the edges that a path may take, for look-up. Teacher blocks may be given one by one or once for
/// a stage, at its first block.
class ChoiceTable {
public:
    void assign(std::vector<EdgeChoice> choices);

    /// Nothing when it is not known at all; such a surrogate is missing.
    const EdgeChoice* find(const PlacedEdge& placed) const;
    /// Of the edges of a path: Missing for a surrogate that is not known, Ready for a teacher block.
    EdgeState state(const PlacedEdge& placed) const;

    /// Surrogates, sorted by the blocks that they cover, then blocks run, kind and place.
    std::vector<const EdgeChoice*> surrogates(StageId stage) const;
    std::vector<const EdgeChoice*> surrogates(const Span& span) const;

    /// The ready surrogate of one block by one block that loses least; of those without a known loss, the one of least
    /// relative error, or else a lite one. State-space kinds come before controls. Nothing when none is ready.
    const EdgeChoice* bestSingle(StageId stage, int block) const;

    /// Kinds of the known surrogates; lite when there is none.
    std::vector<BlockKind> kinds() const;

private:
    std::map<PlacedEdge, EdgeChoice> m_choices;
};

} // namespace kintsugi

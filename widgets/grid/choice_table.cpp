#include "grid/choice_table.h"

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>

namespace kintsugi {

void ChoiceTable::assign(std::vector<EdgeChoice> choices) {
    m_choices.clear();
    for (EdgeChoice& choice : choices) {
        const PlacedEdge placed = choice.placed;
        m_choices.insert_or_assign(placed, std::move(choice));
    }
}

const EdgeChoice* ChoiceTable::find(const PlacedEdge& placed) const {
    auto found = m_choices.find(placed);
    if (found == m_choices.end() && placed.edge.isTeacher())
        found = m_choices.find({{placed.span.stage, 0, 1}, {}});
    return found == m_choices.end() ? nullptr : &found->second;
}

EdgeState ChoiceTable::state(const PlacedEdge& placed) const {
    if (placed.edge.isTeacher() || placed.edge.kind == BlockKind::Skip)
        return EdgeState::Ready;
    const EdgeChoice* choice = find(placed);
    return choice ? choice->state : EdgeState::Missing;
}

std::vector<const EdgeChoice*> ChoiceTable::surrogates(StageId stage) const {
    std::vector<const EdgeChoice*> found;
    for (const auto& [placed, choice] : m_choices)
        if (placed.span.stage == stage && !placed.edge.isTeacher())
            found.push_back(&choice);
    const auto order = [](const EdgeChoice* choice) {
        const auto& [span, edge] = choice->placed;
        return std::make_tuple(span.length(), -edge.run, edge.kind, span.begin);
    };
    std::sort(found.begin(), found.end(),
              [&](const EdgeChoice* one, const EdgeChoice* other) { return order(one) < order(other); });
    return found;
}

std::vector<const EdgeChoice*> ChoiceTable::surrogates(const Span& span) const {
    std::vector<const EdgeChoice*> found = surrogates(span.stage);
    std::erase_if(found, [&](const EdgeChoice* choice) { return choice->placed.span != span; });
    return found;
}

const EdgeChoice* ChoiceTable::bestSingle(StageId stage, int block) const {
    const auto rank = [](const EdgeChoice* choice) {
        constexpr double unknown = std::numeric_limits<double>::infinity();
        const BlockKind kind = choice->placed.edge.kind;
        const bool control = kind != BlockKind::Lite && kind != BlockKind::MambaIr;
        return std::make_tuple(control, choice->loss.value_or(unknown), choice->relativeError.value_or(unknown),
                               kind != BlockKind::Lite, kind);
    };
    const EdgeChoice* best = nullptr;
    for (const EdgeChoice* choice : surrogates(Span{stage, block, block + 1}))
        if (choice->state == EdgeState::Ready && choice->placed.edge.run == 1 && (!best || rank(choice) < rank(best)))
            best = choice;
    return best;
}

std::vector<BlockKind> ChoiceTable::kinds() const {
    std::set<BlockKind> kinds;
    for (const auto& [placed, choice] : m_choices)
        if (!placed.edge.isTeacher())
            kinds.insert(placed.edge.kind);
    if (kinds.empty())
        kinds.insert(BlockKind::Lite);
    return {kinds.begin(), kinds.end()};
}

} // namespace kintsugi

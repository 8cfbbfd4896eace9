#pragma once

#include "grid/choice_table.h"

#include <QString>
#include <optional>
#include <vector>

namespace kintsugi {

class Selection;

/// One way to fill a span: its teacher blocks, a surrogate of it, or a surrogate for each block.
struct SpanOption {
    Span span;
    std::vector<Edge> edges; ///< in running order
    EdgeState state = EdgeState::Ready;
    int percent = 0;
    QString message; ///< why it failed
    std::optional<double> relativeError, milliseconds, loss;
    bool lossIsSum = false; ///< of losses measured one at a time
    bool onPath = false;
};

/// The teacher's blocks first, then what A has when it is something else, then the best surrogates of single blocks,
/// then every known surrogate of exactly this span, in any state.
std::vector<SpanOption> spanOptions(const Span& span, const Architecture& a, const ChoiceTable& table);

QString optionTitle(const SpanOption& option);   ///< "T T", "S 2→1"
QString optionKind(const SpanOption& option);    ///< "2 transformer", "1 lite"
QString optionNumbers(const SpanOption& option); ///< "error 0.044 · 24 ms · 0.047 dB", without those not known

/// Puts it on A's path as one step for undo.
void putOnPath(const SpanOption& option, Selection& selection, int gesture = 0);

} // namespace kintsugi

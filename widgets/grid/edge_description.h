#pragma once

#include "grid/choice_table.h"

#include <QString>

namespace kintsugi {

/// For tooltips and screen readers: "dec2, blocks 5 to 6, SSM surrogate 2→1, 24 ms predicted, 0.047 dB lost". Numbers
/// that are not known are left out.
QString describeEdge(const PlacedEdge& placed, const ChoiceTable& table);

} // namespace kintsugi

#pragma once

#include "grid/choice_table.h"

#include <QString>
#include <array>
#include <optional>

namespace kintsugi {

/// What the bars beside the cells show.
enum class Overlay { Milliseconds, PsnrDrop, Operations, RelativeError };
enum class BarScale { Linear, Logarithmic };

inline constexpr std::array<Overlay, 4> allOverlays{Overlay::Milliseconds, Overlay::PsnrDrop, Overlay::Operations,
                                                    Overlay::RelativeError};

/// "ms per block", "PSNR drop if replaced", …
QString overlayName(Overlay overlay);
/// What the legend says of a filled bar: "predicted ms".
QString overlayLegend(Overlay overlay);
/// "ms", "dB", "GMAC", or nothing.
QString overlayUnit(Overlay overlay);
/// Decimals that fit the size of @p value.
QString overlayText(Overlay overlay, double value);
/// Whether the values of a stage's cells add up to one of the stage.
bool overlayAdds(Overlay overlay);

struct OverlayValue {
    std::optional<double> value;
    /// The value is not the teacher block's own but that of the surrogate that would replace it.
    bool ifReplaced = false;
};

OverlayValue overlayValue(Overlay overlay, const PlacedEdge& placed, const ChoiceTable& table);

/// Of a bar as long as 1 for @p most. The logarithmic scale spans three decades; what is smaller has length 0.
double barFraction(double value, double most, BarScale scale);

} // namespace kintsugi

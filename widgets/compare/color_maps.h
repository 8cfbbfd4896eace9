#pragma once

#include "imaging/image.h"

#include <QImage>
#include <array>

namespace kintsugi {

enum class ErrorKind { Absolute, Signed, Ssim };

/// Colours for t in [0, 1]. Absolute errors and SSIM use cividis (Nunez, Anderton, Renslow 2018), interpolated between
/// its values at tenths of the way (ten published points, 0, 1/9, … 1). Signed errors go from blue (0, too dark) over
/// white (0.5) to brown (1, too bright).
QRgb mapColor(ErrorKind kind, double t);

/// How a map's numbers become colours. The strongest colour is reached at 1 / gain; what is below the threshold is
/// drawn as no error.
struct MapScale {
    ErrorKind kind = ErrorKind::Signed;
    double gain = 12.0;
    double threshold = 0.0;

    double reach() const { return 1.0 / gain; }
    bool operator==(const MapScale&) const = default;
};

/// @p map holds absolute errors, signed errors, or 1 - SSIM.
QImage coloredMap(const Image& map, const MapScale& scale);
/// The same over a grey version of @p under, which shows through where there is no error.
QImage coloredMap(const Image& map, const MapScale& scale, const QImage& under);

} // namespace kintsugi

#include "space/lite_cost.h"

#include <cmath>

namespace kintsugi {

int LiteShape::inner() const {
    return static_cast<int>(std::lround(channels * expand));
}

int LiteShape::hidden() const {
    return static_cast<int>(std::lround(channels * ffnExpansion));
}

std::int64_t liteParameters(const LiteShape& shape) {
    const std::int64_t c = shape.channels, e = shape.inner(), f = shape.hidden(), n = shape.dState, r = shape.rank();
    const std::int64_t norm = shape.norm == NormType::WithBias ? 2 * c : c;
    std::int64_t total = norm + c * 2 * e + 10 * e + e * c; // norm, input, depth-wise 3x3 with bias, output
    if (shape.scan)
        total += e * shape.directions * (r + 2 * n) // steps, B and C of each direction, from all inner channels
                 + r * e + e                        // step projection and bias
                 + e * n + e;                       // A and D
    if (f > 0)
        total += norm + c * 2 * f + 9 * 2 * f + f * c;
    return total;
}

Macs liteMacs(const LiteShape& shape, std::int64_t pixels) {
    const std::int64_t c = shape.channels, e = shape.inner(), f = shape.hidden(), n = shape.dState, r = shape.rank();
    Macs macs;
    macs.convolution = c * 2 * e + 9 * e + e * c + c * 2 * f + 9 * 2 * f + f * c;
    if (shape.scan) {
        macs.convolution += e * shape.directions * (r + 2 * n) + r * e;
        macs.scan = macsPerState * e * n;
    }
    return macs.times(pixels);
}

} // namespace kintsugi

#pragma once

#include <cstdint>

namespace kintsugi::kernels {

/// A plane is worked on in strips of four rows, which need six rows of the other tensor.
constexpr std::int64_t kStrip = 4;

struct Rows {
    const float* in[kStrip + 2];
    float* out[kStrip];
    /// Where the next strip goes on. Both are only fetched ahead: strips of wide images are whole pages, which the
    /// processor does not foresee, and waiting for lines to write costs more than for lines to read.
    const float* nextIn;
    const float* nextOut;
};

/// Rows above, below and beyond the image read zeros and are written to `dump`, so that every strip has the same form.
inline void gatherRows(Rows& rows, const float* in, float* out, std::int64_t first, std::int64_t height,
                       std::int64_t width, const float* zeros, float* dump) {
    for (std::int64_t r = 0; r < kStrip + 2; ++r) {
        const std::int64_t i = first + r - 1;
        rows.in[r] = i >= 0 && i < height ? in + i * width : zeros;
    }
    for (std::int64_t r = 0; r < kStrip; ++r)
        rows.out[r] = out != nullptr && first + r < height ? out + (first + r) * width : dump;
    rows.nextIn = rows.in[kStrip] + width;
    rows.nextOut = rows.out[kStrip - 1] + width;
}

} // namespace kintsugi::kernels

#pragma once

#include "base/parallel.h"

#include <cstdint>

namespace kintsugi::reference {

/// c = a b for row-major matrices without gaps, a [m, k], b [k, n], c [m, n].
void multiply(const float* a, const float* b, float* c, std::int64_t m, std::int64_t k, std::int64_t n,
              const ParallelFor& parallel);

/// A convolution of stride 1 that keeps height and width: kernel x kernel with kernel / 2 zeros around, kernel odd.
struct Convolution {
    std::int64_t channels = 0; ///< in
    std::int64_t filters = 0;  ///< out
    std::int64_t groups = 1;   ///< divides both
    std::int64_t kernel = 1;
    std::int64_t height = 0;
    std::int64_t width = 0;
};

/// One image: x [channels, height, width], weight [filters, channels / groups, kernel, kernel], bias [filters] or null,
/// y [filters, height, width].
void convolve(const Convolution& form, const float* x, const float* weight, const float* bias, float* y,
              const ParallelFor& parallel);

} // namespace kintsugi::reference

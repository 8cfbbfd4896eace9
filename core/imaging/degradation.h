#pragma once

#include "imaging/image.h"

#include <cstdint>
#include <vector>

namespace kintsugi {

/// A blur kernel of (2 radius + 1)^2 weights that sum to 1.
struct BlurKernel {
    int radius = 0;
    std::vector<float> weights; ///< rows from top to bottom

    int size() const { return 2 * radius + 1; }
};

/// Largest kernel radii that the seeded blurs below use: pixels of context that one blurred pixel looks at.
inline constexpr int motionMargin = 15;
inline constexpr int defocusMargin = 8;

/// Uniform motion along a straight line of @p length pixels (at least 1) at @p angle radians, sampled with bilinear
/// weights.
BlurKernel linearMotionKernel(double length, double angle);

/// Camera shake: the path of a point whose direction drifts and now and then jumps (after Boracchi and Foi 2012,
/// "Modeling the performance of image restoration from motion blur"), centred, within @p radius pixels.
BlurKernel shakeKernel(double length, int radius, std::uint64_t seed);

/// Out-of-focus blur: a disc of @p discRadius pixels (at least 0) with an antialiased edge.
BlurKernel discKernel(double discRadius);

/// Mean of each pixel's surroundings with the weights of @p kernel (a correlation: no mirroring); the picture is
/// continued by reflection. Values keep their range.
Image blurred(const Image& clean, const BlurKernel& kernel);

/// Synthetic rain: bright streaks of one main direction added to the picture and clipped to [0, 1], the model
/// observed = background + rain of the Rain100 data sets (Yang et al. 2017). Density, length, width, angle and
/// brightness come from the seed.
Image withRain(const Image& clean, std::uint64_t seed);

/// A line (one time in three) or shake kernel of 3 to 25 pixels, from the seed.
Image withMotionBlur(const Image& clean, std::uint64_t seed);

/// A disc of 1 to 7 pixels radius, from the seed.
Image withDefocus(const Image& clean, std::uint64_t seed);

} // namespace kintsugi

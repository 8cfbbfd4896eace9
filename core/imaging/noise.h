#pragma once

#include "imaging/image.h"

#include <cstdint>
#include <random>

namespace kintsugi {

/// Normal numbers as numpy's legacy generator draws them after numpy.random.seed(seed): MT19937 (init_genrand), 53-bit
/// uniforms, Marsaglia's polar method, the second value of each pair kept for the next call.
class NumpyLegacyNormal {
public:
    explicit NumpyLegacyNormal(std::uint32_t seed) : m_engine(seed) {}
    /// Next standard normal number.
    double next();

private:
    double uniform();

    std::mt19937 m_engine;
    double m_kept = 0.0;
    bool m_hasKept = false;
};

/// Noise exactly as Restormer's denoising tests add it (swz30/Restormer, Denoising/test_gaussian_*_denoising.py):
/// normal(0, sigma/255) in double, in height, width, channel order, added to the float image, not clipped.
/// @p sigma is in units of 8-bit steps. Used for evaluation, with seed 0 for every image.
Image withUpstreamNoise(const Image& clean, double sigma, std::uint32_t seed = 0);

/// Noise of the same distribution for training patches: counter-seeded, about a nanosecond per value (Box-Muller).
/// Not clipped. Same image shape, sigma and seed, same noise.
Image withFastNoise(const Image& clean, double sigma, std::uint64_t seed);

} // namespace kintsugi

#include "imaging/noise.h"

#include "base/random.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>

namespace kintsugi {

namespace {

constexpr std::size_t blockPairs = 512;

// The three functions below are branch-free so that compilers vectorise the loop over them; libm's are not.

/// Natural logarithm for x in (0, 1], error below 1e-6, by the series of the inverse hyperbolic tangent.
inline float fastLog(float x) {
    const std::int32_t bits = std::bit_cast<std::int32_t>(x);
    const std::int32_t exponent = (bits - 0x3F3504F3) >> 23; // mantissa in [sqrt(1/2), sqrt(2))
    const float mantissa = std::bit_cast<float>(bits - (exponent << 23));
    const float t = (mantissa - 1.0f) / (mantissa + 1.0f);
    const float t2 = t * t;
    const float series = 2.0f * t * (1.0f + t2 * (1.0f / 3 + t2 * (1.0f / 5 + t2 * (1.0f / 7 + t2 * (1.0f / 9)))));
    return static_cast<float>(exponent) * std::numbers::ln2_v<float> + series;
}

/// sin(2 pi turns) for turns in [-1/4, 1/4], by Taylor's series.
inline float sineOfQuarter(float turns) {
    const float x = 2.0f * std::numbers::pi_v<float> * turns;
    const float x2 = x * x;
    return x * (1.0f + x2 * (-1.0f / 6 +
                             x2 * (1.0f / 120 + x2 * (-1.0f / 5040 + x2 * (1.0f / 362880 + x2 * (-1.0f / 39916800))))));
}

/// Fills 2 * blockPairs standard normals: the cosines first, then the sines.
void fillNormals(RandomStream& random, std::array<float, 2 * blockPairs>& normals) {
    std::array<std::int32_t, blockPairs> radiusBits, angleBits;
    for (std::size_t i = 0; i < blockPairs; ++i) {
        const std::uint64_t bits = random.next();
        radiusBits[i] = static_cast<std::int32_t>(bits >> 40);
        angleBits[i] = static_cast<std::int32_t>((bits >> 8) & 0xFFFFFF);
    }
    for (std::size_t i = 0; i < blockPairs; ++i) {
        const float uniform = (static_cast<float>(radiusBits[i]) + 1.0f) * 0x1.0p-24f;
        const float radius = std::sqrt(std::max(-2.0f * fastLog(uniform), 0.0f));
        const float turns = static_cast<float>(angleBits[i]) * 0x1.0p-24f - 0.5f;
        const float magnitude = std::fabs(turns);
        const float cosine = sineOfQuarter(0.25f - magnitude);
        const float sine = sineOfQuarter(0.25f - std::fabs(0.25f - magnitude));
        normals[i] = radius * cosine;
        normals[blockPairs + i] = radius * std::copysign(sine, turns);
    }
}

} // namespace

double NumpyLegacyNormal::uniform() {
    const auto high = static_cast<double>(m_engine() >> 5);
    const auto low = static_cast<double>(m_engine() >> 6);
    return (high * 67108864.0 + low) / 9007199254740992.0;
}

double NumpyLegacyNormal::next() {
    if (m_hasKept) {
        m_hasKept = false;
        return m_kept;
    }
    double x = 0, y = 0, square = 0;
    do {
        x = 2.0 * uniform() - 1.0;
        y = 2.0 * uniform() - 1.0;
        square = x * x + y * y;
    } while (square >= 1.0 || square == 0.0);
    const double factor = std::sqrt(-2.0 * std::log(square) / square);
    m_kept = factor * x;
    m_hasKept = true;
    return factor * y;
}

Image withUpstreamNoise(const Image& clean, double sigma, std::uint32_t seed) {
    clean.check();
    Image noisy = clean;
    NumpyLegacyNormal normal(seed);
    const double scale = sigma / 255.0;
    const std::size_t pixels = noisy.planeSize();
    for (std::size_t i = 0; i < pixels; ++i)
        for (int c = 0; c < noisy.channels; ++c) {
            float& value = noisy.plane(c)[i];
            value = static_cast<float>(static_cast<double>(value) + scale * normal.next());
        }
    return noisy;
}

Image withFastNoise(const Image& clean, double sigma, std::uint64_t seed) {
    clean.check();
    Image noisy = clean;
    RandomStream random(seed);
    std::array<float, 2 * blockPairs> normals;
    const float scale = static_cast<float>(sigma / 255.0);
    for (std::size_t start = 0; start < noisy.values.size(); start += normals.size()) {
        fillNormals(random, normals);
        const std::size_t count = std::min(normals.size(), noisy.values.size() - start);
        for (std::size_t i = 0; i < count; ++i)
            noisy.values[start + i] += scale * normals[i];
    }
    return noisy;
}

} // namespace kintsugi

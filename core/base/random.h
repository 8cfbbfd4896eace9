#pragma once

#include <cstdint>

namespace kintsugi {

/// SplitMix64 (Steele, Lea, Flood 2014): the next value of a stream, and a good mixer of counters into seeds.
inline std::uint64_t splitMix64(std::uint64_t& state) {
    std::uint64_t z = (state += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

/// One seed from a base seed and the coordinates of an item, so that item k is the same whatever was drawn before it.
inline std::uint64_t mixSeed(std::uint64_t seed, std::uint64_t a, std::uint64_t b = 0) {
    std::uint64_t state = seed ^ (a * 0xD1342543DE82EF95ull);
    state = splitMix64(state) ^ (b * 0x2545F4914F6CDD1Dull);
    return splitMix64(state);
}

/// Small, fast, reproducible on every platform (unlike std distributions). Same seed, same numbers, everywhere.
class RandomStream {
public:
    explicit RandomStream(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t next() { return splitMix64(m_state); }
    /// Uniform in [0, bound); bound > 0. Lemire's multiply-shift; the bias is below 2^-32 for bounds below 2^32.
    std::uint64_t below(std::uint64_t bound) {
        return static_cast<std::uint64_t>((__extension__ static_cast<unsigned __int128>(next()) * bound) >> 64);
    }
    /// Uniform in [0, 1).
    double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    double uniform(double low, double high) { return low + (high - low) * uniform(); }

private:
    std::uint64_t m_state;
};

} // namespace kintsugi

#pragma once

#include <cstdint>

namespace kintsugi {

/// The order in which a scan visits the positions of its tensors. Step l (0 <= l < length) is at position
/// `(m / inner) * outerStep + (m % inner) * innerStep`, where m is l, or length - 1 - l when reversed. Every sequence
/// tensor turns the position into an address by its own `stepStride`, so an image that lies in memory row by row is
/// scanned in four directions without being copied.
struct ScanWalk {
    std::int64_t length = 0;
    std::int64_t inner = 1;
    std::int64_t outerStep = 1;
    std::int64_t innerStep = 0;
    bool reversed = false;

    static ScanWalk line(std::int64_t length, bool reversed = false) { return {length, length, 0, 1, reversed}; }
    /// Positions are y * width + x; x runs fastest.
    static ScanWalk rowMajor(std::int64_t height, std::int64_t width, bool reversed = false) {
        return {height * width, width, width, 1, reversed};
    }
    /// Positions are y * width + x; y runs fastest.
    static ScanWalk columnMajor(std::int64_t height, std::int64_t width, bool reversed = false) {
        return {height * width, height, 1, width, reversed};
    }

    std::int64_t position(std::int64_t step) const {
        const std::int64_t m = reversed ? length - 1 - step : step;
        return (m / inner) * outerStep + (m % inner) * innerStep;
    }
};

} // namespace kintsugi

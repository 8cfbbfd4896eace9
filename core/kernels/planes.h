#pragma once

#include "base/parallel.h"

#include <cstddef>
#include <cstdint>

/// Single-pass float kernels for the parts of a Restormer-like block that are not matrix products. Tensors are
/// (batch, channels, height, width), channels first, each channel a contiguous plane. Every function gives the same
/// bits for any number of threads; an empty `ParallelFor` means the calling thread alone. Outputs are overwritten, not
/// added to. Nothing is checked: sizes are at least 1, pointers are valid unless they may be null.
namespace kintsugi::kernels {

/// A tensor or a slice of the channels of a larger one: sample b starts at `data + b * batchStride`. Stride 0 means
/// that the samples follow each other without a gap.
template <typename T> struct PlanesOf {
    T* data = nullptr;
    std::int64_t batchStride = 0;

    PlanesOf() = default;
    PlanesOf(T* pointer, std::int64_t stride = 0) : data(pointer), batchStride(stride) {}
    PlanesOf(std::nullptr_t) {}

    T* sample(std::int64_t b, std::int64_t sampleSize) const {
        return data + b * (batchStride != 0 ? batchStride : sampleSize);
    }
};
using Planes = PlanesOf<float>;
using ConstPlanes = PlanesOf<const float>;

} // namespace kintsugi::kernels

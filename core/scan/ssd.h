#pragma once

#include "base/parallel.h"
#include "scan/scan_walk.h"

#include <cstdint>
#include <span>

namespace kintsugi {

/// A tensor of rows: the row (or, for A, the single value) of (batch b, head h, step l) begins at
/// `data[b * batchStride + h * headStride + position(l) * stepStride]`; the values of a row are neighbours.
template <typename T> struct SsdView {
    T* data = nullptr;
    std::int64_t batchStride = 0;
    std::int64_t stepStride = 0;
    std::int64_t headStride = 0;
};

/// The scalar-decay state space of Mamba-2 (Dao and Gu, arXiv:2405.21060; ssd_minimal in state-spaces/mamba). For every
/// batch item and head, with states h of headDim x states:
///   h_t = exp(A_t) h_{t-1} + X_t B_t^T,   Y_t = h_t C_t
/// X is already multiplied by dt, and A is the logarithm of the decay (A dt). It is computed by chunks, as matrix
/// products inside a chunk and a recurrence between chunks; every decay is the exponential of a difference of sums, so
/// strong decay loses nothing. Any length works; the last chunk may be shorter.
struct SsdArgs {
    ScanWalk walk;
    std::int64_t batch = 0;
    std::int64_t heads = 0;
    std::int64_t headDim = 0;
    std::int64_t states = 0;
    /// B and C are shared by heads / groups consecutive heads; then `headStride` of B and C counts groups.
    /// 0 means one for every head.
    std::int64_t groups = 0;
    std::int64_t chunk = 64;             ///< steps per chunk, at least 1
    SsdView<const float> X;              ///< rows of headDim
    SsdView<const float> A;              ///< single values
    SsdView<const float> B;              ///< rows of states
    SsdView<const float> C;              ///< rows of states
    const float* initialState = nullptr; ///< (batch, heads, headDim, states) contiguous, or null for zeros
    SsdView<float> Y;                    ///< rows of headDim; not used by the backward pass
    float* finalState = nullptr;         ///< (batch, heads, headDim, states) contiguous, or null
};

/// Where the gradients go; null pointers are not written. Overwritten, and must not overlap. Gradients of B and C are
/// summed over the heads of a group.
struct SsdGrads {
    SsdView<const float> gradY;            ///< required
    const float* gradFinalState = nullptr; ///< (batch, heads, headDim, states) or none
    SsdView<float> X;
    SsdView<float> A;
    SsdView<float> B;
    SsdView<float> C;
    float* initialState = nullptr;
};

/// Tasks are (scan, batch, head). Scratch per running task: about chunk * (chunk + 3 headDim + 5 states) floats.
/// Throws InputError for sizes below 1, groups that do not divide heads, or missing tensors.
void ssdForward(std::span<const SsdArgs> scans, const ParallelFor& parallel = serialFor());

/// Same bits for any number of threads. Scratch per running task: about five matrices of chunk * chunk and the states
/// at all chunk borders, length / chunk * headDim * states floats; where heads share B or C also batch * heads * length
/// * states floats for each of the two. Throws as the forward pass, and InputError if the spans differ in size or gradY
/// is missing.
void ssdBackward(std::span<const SsdArgs> scans, std::span<const SsdGrads> grads,
                 const ParallelFor& parallel = serialFor());

} // namespace kintsugi

#pragma once

#include "base/parallel.h"
#include "scan/scan_walk.h"

#include <cstdint>
#include <span>

namespace kintsugi {

/// A tensor with one value per (batch, channel, step): element (b, c, l) is at
/// `data[b * batchStride + c * channelStride + position(l) * stepStride]`. Strides count elements.
/// Channels-first (B,D,L) memory: {D*L, L, 1}; channels-last (B,L,D): {L*D, 1, D}, the faster one.
template <typename T> struct SequenceView {
    T* data = nullptr;
    std::int64_t batchStride = 0;
    std::int64_t channelStride = 0;
    std::int64_t stepStride = 0;
};

/// B or C. Varying along the sequence (`constant` false): element (b, g, n, l) is at `data[b * batchStride +
/// g * groupStride + n * stateStride + position(l) * stepStride]`, shared by the dim / groups channels of group g.
/// Constant per channel: element (c, n) is at `data[c * channelStride + n * stateStride]`.
template <typename T> struct StateView {
    T* data = nullptr;
    bool constant = false;
    std::int64_t batchStride = 0;
    std::int64_t groupStride = 0;
    std::int64_t channelStride = 0;
    std::int64_t stateStride = 0;
    std::int64_t stepStride = 0;
};

/// One selective scan (Mamba-1; Gu and Dao, arXiv:2312.00752; semantics of selective_scan_ref in state-spaces/mamba):
///   delta' = delta + deltaBias[c], then softplus(delta') if asked for
///   h[n]   = exp(delta' * A[c,n]) * h[n] + delta' * B[n] * u,   h = 0 before the first step
///   y      = sum_n C[n] * h[n] + D[c] * u,   times silu(z) if there is a z
/// All values are float. The exponent delta' * A is limited to [-86, 88].
struct SelectiveScanArgs {
    ScanWalk walk;
    std::int64_t batch = 0;
    std::int64_t dim = 0;    ///< channels
    std::int64_t states = 0; ///< states per channel (N), any number >= 1; multiples of 4 waste nothing
    std::int64_t groups = 1; ///< groups of B and C; divides dim
    SequenceView<const float> u;
    SequenceView<const float> delta;
    const float* A = nullptr; ///< (dim, states), contiguous
    StateView<const float> B;
    StateView<const float> C;
    const float* D = nullptr;         ///< (dim) or none
    SequenceView<const float> z;      ///< data null: no gate
    const float* deltaBias = nullptr; ///< (dim) or none
    bool softplus = false;
    /// Written by the forward pass, read by the backward pass; not used by the latter's caller otherwise.
    SequenceView<float> y;
    float* lastState = nullptr; ///< (batch, dim, states) contiguous, or null
    /// States at the borders of chunks, `selectiveScanCheckpointSize` floats, or null. The forward pass fills it and
    /// the backward pass needs it; without it the backward pass runs the forward recurrence once more.
    float* checkpoints = nullptr;
};

/// Where the gradients go. Every pointer may be null: that gradient is not written. Gradients are overwritten, and
/// must not overlap each other, nor those of another scan in the same call. B and C must be laid out as the inputs are
/// (constant or not), with strides of their own.
struct SelectiveScanGrads {
    SequenceView<const float> gradY;      ///< required
    const float* gradLastState = nullptr; ///< (batch, dim, states) or none
    SequenceView<float> u;
    SequenceView<float> delta; ///< with respect to delta before bias and softplus
    float* A = nullptr;        ///< (dim, states)
    StateView<float> B;
    StateView<float> C;
    float* D = nullptr; ///< (dim)
    SequenceView<float> z;
    float* deltaBias = nullptr; ///< (dim)
};

/// Floats that `checkpoints` must hold: batch * ceil(length / 64) * dim * (states rounded up to a multiple of 4).
std::int64_t selectiveScanCheckpointSize(const SelectiveScanArgs& args);

/// Runs all scans. Their (scan, batch, channel block) tasks are spread over `parallel` together, so four directions of
/// one image are four scans in one call. Outputs of different scans must not overlap.
/// Scratch: about 0.2 MB for each running task (N = 16), nothing that grows with the length.
/// Throws InputError for sizes below 1 (batch, dim, states, length), groups that do not divide dim, or missing tensors.
void selectiveScanForward(std::span<const SelectiveScanArgs> scans, const ParallelFor& parallel = serialFor());

/// Gradients of all scans; `grads[i]` belongs to `scans[i]`. Same bits for any number of threads.
/// Scratch: per task as forward, plus checkpoints if not given, plus partial sums of the gradients of B and C: at most
/// batch * 8 * groups * length * states floats each, and batch * dim * states floats for A.
/// Throws as the forward pass, and InputError if the two spans differ in size or gradY is missing.
void selectiveScanBackward(std::span<const SelectiveScanArgs> scans, std::span<const SelectiveScanGrads> grads,
                           const ParallelFor& parallel = serialFor());

/// Name of the instruction set that the kernels run on here, such as "AVX2".
const char* scanInstructionSet();

} // namespace kintsugi

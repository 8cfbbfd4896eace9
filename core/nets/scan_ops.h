#pragma once

#include "nets/block.h"

#include <ATen/core/Tensor.h>

/// Differentiable scans. On the CPU in float32 they run the streaming kernels of core/scan; elsewhere, and as the
/// reference that `bench` compares with, they are written step by step with ATen operations.
namespace kintsugi {

struct ScanOutput {
    at::Tensor y;         ///< shape of u
    at::Tensor lastState; ///< (batch, D, N)
};

/// Mamba-1 selective scan (Gu and Dao 2023; semantics of state-spaces/mamba selective_scan_ref).
/// u, delta (batch, D, L); a (D, N); b, c (batch, N, L), (batch, G, N, L) or constant (D, N); d (D), z (batch, D, L)
/// and deltaBias (D) may be undefined. Differentiable in every argument and in both results.
ScanOutput selectiveScan(const at::Tensor& u, const at::Tensor& delta, const at::Tensor& a, const at::Tensor& b,
                         const at::Tensor& c, const at::Tensor& d, const at::Tensor& z, const at::Tensor& deltaBias,
                         bool deltaSoftplus);

/// The same written step by step with ATen operations: slow, for any device.
ScanOutput selectiveScanStepwise(const at::Tensor& u, const at::Tensor& delta, const at::Tensor& a, const at::Tensor& b,
                                 const at::Tensor& c, const at::Tensor& d, const at::Tensor& z,
                                 const at::Tensor& deltaBias, bool deltaSoftplus);

/// How the pixels of an image are ordered into a sequence.
enum class Walk { RowMajor, ColumnMajor, RowMajorReversed, ColumnMajorReversed };

/// The walks of 1, 2 (opposing rows) or 4 (rows and columns, both ways) directions.
std::vector<Walk> walksFor(int directions);

/// MambaIR's scan: all four walks over the same features, summed. Everything is stored in row-major pixel order; the
/// kernel walks the pixels without copying them. u (batch, D, H, W); delta (batch, 4, D, HW) before bias and softplus;
/// a (4 D, N); b, c (batch, 4, N, HW); d (4 D); deltaBias (4, D). Returns (batch, D, HW).
/// @p probe receives scan.u, scan.delta, scan.B, scan.C and scan.out as upstream lays them out (in walk order).
at::Tensor scanFourDirections(const at::Tensor& u, const at::Tensor& delta, const at::Tensor& a, const at::Tensor& b,
                              const at::Tensor& c, const at::Tensor& d, const at::Tensor& deltaBias,
                              const Probe& probe);

/// Channel groups with a walk each: group g of G takes channels [g D/G, (g+1) D/G) and walks in directions[g], so the
/// cost does not grow with the number of directions. u (batch, D, H, W); delta (batch, D, H, W); a (D, N);
/// b, c (batch, G, N, HW); d, deltaBias (D). Returns (batch, D, H, W).
at::Tensor scanChannelGroups(const at::Tensor& u, const at::Tensor& delta, const at::Tensor& a, const at::Tensor& b,
                             const at::Tensor& c, const at::Tensor& d, const at::Tensor& deltaBias,
                             const std::vector<Walk>& directions);

struct SsdOutput {
    at::Tensor y;          ///< (batch, L, heads, headDim)
    at::Tensor finalState; ///< (batch, heads, headDim, N)
};

/// Mamba-2's scan with one decay per head (Dao and Gu 2024; state-spaces/mamba ssd_minimal.py), in chunks.
/// x (batch, L, heads, headDim) already multiplied by the step size; logDecay (batch, L, heads); b, c (batch, L, heads,
/// N); initialState (batch, heads, headDim, N) or undefined. Any length and chunk size; the result does not depend on
/// it.
SsdOutput ssd(const at::Tensor& x, const at::Tensor& logDecay, const at::Tensor& b, const at::Tensor& c,
              const at::Tensor& initialState, int chunk);

} // namespace kintsugi

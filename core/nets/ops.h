#pragma once

#include "space/restormer_config.h"

#include <ATen/core/Tensor.h>

/// Differentiable operations that the blocks are made of. Tensors are NCHW (batch, channels, height, width).
///
/// On the CPU in float32 they run the fused kernels of core/kernels with hand-written gradients; on any other device or
/// type they are composed of ATen operations that compute the same values.
namespace kintsugi::ops {

/// While one lives, operations of this thread are composed of ATen operations even where a kernel exists: the reference
/// that tests and `bench` compare with.
class ReferenceGuard {
public:
    ReferenceGuard();
    ~ReferenceGuard();
    ReferenceGuard(const ReferenceGuard&) = delete;
    ReferenceGuard& operator=(const ReferenceGuard&) = delete;

private:
    bool m_before;
};

/// Whether the kernels of this project run for tensors like @p x.
bool runsKernels(const at::Tensor& x);

/// 1x1 convolution. @p weight is (out, in, 1, 1); @p bias (out) or undefined.
at::Tensor pointwise(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias = {});

/// Depth-wise 3x3 convolution, stride 1, zero padding 1. @p weight is (C, 1, 3, 3); @p bias (C) or undefined.
at::Tensor depthwise3x3(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias = {});

/// Restormer's LayerNorm over the channels of each pixel, epsilon 1e-5, biased variance.
/// WithBias: (x - mean) / sqrt(var + eps) * weight + bias. BiasFree: x / sqrt(var + eps) * weight (mean not
/// subtracted).
at::Tensor channelNorm(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, NormType type);

/// gelu(x1) * x2 where x1, x2 are the two halves of the channels; gelu in its exact (erf) form.
at::Tensor geluGate(const at::Tensor& x);

/// x1 * x2 of the two halves of the channels (NAFNet's simple gate, Chen et al. 2022).
at::Tensor productGate(const at::Tensor& x);

/// a * silu(b), element by element; equal shapes.
at::Tensor siluGate(const at::Tensor& a, const at::Tensor& b);

/// x * sigmoid(x).
at::Tensor silu(const at::Tensor& x);

/// depthwise3x3 followed by geluGate. Without gradients what lies between is never written.
at::Tensor depthwiseGeluGate(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias = {});

/// depthwise3x3 followed by productGate, likewise.
at::Tensor depthwiseProductGate(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias = {});

/// depthwise3x3 followed by silu, likewise.
at::Tensor depthwiseSilu(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias = {});

/// Rearrangements of a factor r = 2 as in PyTorch: (C r^2, H, W) <-> (C, H r, W r).
at::Tensor pixelShuffle2(const at::Tensor& x);
at::Tensor pixelUnshuffle2(const at::Tensor& x);

/// Dense 3x3 convolution, stride 1, zero padding 1.
at::Tensor conv3x3(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias = {});

} // namespace kintsugi::ops

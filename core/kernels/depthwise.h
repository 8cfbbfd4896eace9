#pragma once

#include "kernels/planes.h"

namespace kintsugi::kernels {

/// Every plane of x is height x width; for the gated forms `channels` counts the channels that are written.
struct ImageShape {
    std::int64_t batch = 1;
    std::int64_t channels = 1;
    std::int64_t height = 1;
    std::int64_t width = 1;
};

/// Depth-wise 3x3 convolution (cross-correlation, as in torch), stride 1, one pixel of zero padding:
///   y[b,c,i,j] = bias[c] + sum over u, v in 0..2 of weight[c,u,v] * x[b,c,i+u-1,j+v-1]
/// weight is (channels, 3, 3) contiguous, bias (channels) or null. x and y must not overlap.
void depthwise3x3Forward(ConstPlanes x, const float* weight, const float* bias, Planes y, const ImageShape& shape,
                         const ParallelFor& parallelFor = {});

/// Gradients of the above in one pass. dx has the shape of x, dWeight that of weight, dBias (channels); each may be
/// null. x may be null when dWeight is, weight when dx is. dx must not overlap x or dy.
void depthwise3x3Backward(ConstPlanes x, const float* weight, ConstPlanes dy, Planes dx, float* dWeight, float* dBias,
                          const ImageShape& shape, const ParallelFor& parallelFor = {});

/// Inference: the convolution followed at once by a gate, so that the convolved tensor is never stored. x, weight and
/// bias have 2 * channels channels, a = conv(x)[0:channels], b = conv(x)[channels:]; y has `channels` channels.
///   GeluGate: y = gelu(a) * b (Restormer)      SimpleGate: y = a * b (NAFNet)
void depthwise3x3GeluGate(ConstPlanes x, const float* weight, const float* bias, Planes y, const ImageShape& shape,
                          const ParallelFor& parallelFor = {});
void depthwise3x3SimpleGate(ConstPlanes x, const float* weight, const float* bias, Planes y, const ImageShape& shape,
                            const ParallelFor& parallelFor = {});

/// Inference: y = silu(conv(x)), `channels` channels in and out (MambaIR).
void depthwise3x3Silu(ConstPlanes x, const float* weight, const float* bias, Planes y, const ImageShape& shape,
                      const ParallelFor& parallelFor = {});

} // namespace kintsugi::kernels

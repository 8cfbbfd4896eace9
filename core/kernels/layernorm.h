#pragma once

#include "kernels/planes.h"

namespace kintsugi::kernels {

/// The two normalisations of Restormer (Zamir et al., arXiv:2111.09881), over the channels of each pixel. With mean and
/// (biased) variance of x over the channels, rstd = 1 / sqrt(variance + 1e-5):
///   WithBias: y = (x - mean) * rstd * weight + bias        BiasFree: y = x * rstd * weight
enum class LayerNormKind { WithBias, BiasFree };

inline constexpr float kLayerNormEpsilon = 1e-5f;

/// x is (batch, channels, pixels), pixels = height * width.
struct PixelShape {
    std::int64_t batch = 1;
    std::int64_t channels = 1;
    std::int64_t pixels = 1;
};

/// weight and bias are (channels); bias is ignored when BiasFree and may be null. mean and rstd, each (batch, pixels)
/// contiguous, are for the backward pass and may be null. y may be x itself.
void layerNormForward(LayerNormKind kind, ConstPlanes x, const float* weight, const float* bias, Planes y, float* mean,
                      float* rstd, const PixelShape& shape, const ParallelFor& parallelFor = {});

/// mean and rstd as written by the forward pass. dx, dWeight and dBias may be null; dBias is not written when BiasFree.
/// dx may be x or dy itself.
void layerNormBackward(LayerNormKind kind, ConstPlanes x, const float* weight, const float* mean, const float* rstd,
                       ConstPlanes dy, Planes dx, float* dWeight, float* dBias, const PixelShape& shape,
                       const ParallelFor& parallelFor = {});

} // namespace kintsugi::kernels

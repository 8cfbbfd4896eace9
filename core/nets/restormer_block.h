#pragma once

#include "nets/block.h"
#include "space/restormer_config.h"

namespace kintsugi {

/// LayerNorm with upstream's parameter names (`body.weight`, `body.bias`).
class ChannelNorm : public torch::nn::Module {
public:
    ChannelNorm(int channels, NormType type);
    at::Tensor forward(const at::Tensor& x) const;

private:
    NormType m_type;
    at::Tensor m_weight, m_bias;
};

/// Convolution parameters with upstream's names (`weight`, `bias`), initialised as PyTorch's Conv2d.
class ConvWeights : public torch::nn::Module {
public:
    ConvWeights(int out, int inPerGroup, int kernel, bool withBias);
    at::Tensor weight, bias; ///< bias is undefined when there is none
};

/// Restormer's transformer block: multi-Dconv head transposed attention and gated-Dconv feed-forward network
/// (Zamir et al., CVPR 2022; swz30/Restormer restormer_arch.py). Attention runs across channels, so its cost is linear
/// in the number of pixels.
class RestormerBlock : public Block {
public:
    /// Throws InputError when @p channels is not a multiple of @p heads.
    RestormerBlock(int channels, int heads, double ffnExpansionFactor, bool bias, NormType norm);
    at::Tensor forward(const at::Tensor& x, const Probe& probe) override;
    using Block::forward;

private:
    at::Tensor attention(const at::Tensor& x, const Probe& probe);
    at::Tensor feedForward(const at::Tensor& x, const Probe& probe);

    int m_channels, m_heads, m_hidden;
    std::shared_ptr<ChannelNorm> m_norm1, m_norm2;
    std::shared_ptr<ConvWeights> m_qkv, m_qkvDepthwise, m_projectOut;
    std::shared_ptr<ConvWeights> m_ffnIn, m_ffnDepthwise, m_ffnOut;
    at::Tensor m_temperature;
};

} // namespace kintsugi

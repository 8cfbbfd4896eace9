#include "nets/restormer_block.h"

#include "base/error.h"
#include "nets/ops.h"

#include <ATen/ATen.h>
#include <cmath>
#include <fmt/format.h>
#include <torch/autograd.h>
#include <torch/types.h>

namespace kintsugi {

namespace {

/// Pass-through containers that only give parameters their upstream names.
class Named : public torch::nn::Module {};

} // namespace

ChannelNorm::ChannelNorm(int channels, NormType type) : m_type(type) {
    auto body = register_module("body", std::make_shared<Named>());
    m_weight = body->register_parameter("weight", torch::ones({channels}));
    if (type == NormType::WithBias)
        m_bias = body->register_parameter("bias", torch::zeros({channels}));
}

at::Tensor ChannelNorm::forward(const at::Tensor& x) const {
    return ops::channelNorm(x, m_weight, m_bias, m_type);
}

ConvWeights::ConvWeights(int out, int inPerGroup, int kernel, bool withBias) {
    const double fanIn = static_cast<double>(inPerGroup) * kernel * kernel;
    const double bound = 1.0 / std::sqrt(fanIn); // Kaiming uniform with a = sqrt(5), PyTorch's Conv2d default
    weight = register_parameter("weight", torch::empty({out, inPerGroup, kernel, kernel}).uniform_(-bound, bound));
    if (withBias)
        bias = register_parameter("bias", torch::empty({out}).uniform_(-bound, bound));
}

RestormerBlock::RestormerBlock(int channels, int heads, double ffnExpansionFactor, bool bias, NormType norm)
    : m_channels(channels), m_heads(heads), m_hidden(static_cast<int>(channels * ffnExpansionFactor)) {
    if (heads < 1 || channels % heads != 0)
        throw InputError(fmt::format("A transformer block of {} channels cannot have {} attention heads; choose a "
                                     "divisor of the channels.",
                                     channels, heads));
    m_norm1 = register_module("norm1", std::make_shared<ChannelNorm>(channels, norm));
    auto attn = register_module("attn", std::make_shared<Named>());
    m_temperature = attn->register_parameter("temperature", torch::ones({heads, 1, 1}));
    m_qkv = attn->register_module("qkv", std::make_shared<ConvWeights>(3 * channels, channels, 1, bias));
    m_qkvDepthwise = attn->register_module("qkv_dwconv", std::make_shared<ConvWeights>(3 * channels, 1, 3, bias));
    m_projectOut = attn->register_module("project_out", std::make_shared<ConvWeights>(channels, channels, 1, bias));
    m_norm2 = register_module("norm2", std::make_shared<ChannelNorm>(channels, norm));
    auto ffn = register_module("ffn", std::make_shared<Named>());
    m_ffnIn = ffn->register_module("project_in", std::make_shared<ConvWeights>(2 * m_hidden, channels, 1, bias));
    m_ffnDepthwise = ffn->register_module("dwconv", std::make_shared<ConvWeights>(2 * m_hidden, 1, 3, bias));
    m_ffnOut = ffn->register_module("project_out", std::make_shared<ConvWeights>(channels, m_hidden, 1, bias));
}

at::Tensor RestormerBlock::attention(const at::Tensor& x, const Probe& probe) {
    const auto batch = x.size(0), height = x.size(2), width = x.size(3);
    const auto perHead = m_channels / m_heads;
    at::Tensor qkv = ops::pointwise(x, m_qkv->weight, m_qkv->bias);
    if (probe)
        probe("attn.qkv", qkv);
    qkv = ops::depthwise3x3(qkv, m_qkvDepthwise->weight, m_qkvDepthwise->bias);
    if (probe)
        probe("attn.qkv_dwconv", qkv);
    const at::Tensor flat = qkv.view({batch, 3, m_heads, perHead, height * width});
    const at::Tensor q = flat.select(1, 0), k = flat.select(1, 1), v = flat.select(1, 2);

    // Upstream divides q and k by their norms along the pixels before their product. The norms are constant along the
    // summed axis, so dividing the small (c x c) product instead gives the same and saves two passes over the pixels.
    const at::Tensor qNorm = at::linalg_vector_norm(q, 2, at::IntArrayRef{-1}, true).clamp_min(1e-12);
    const at::Tensor kNorm = at::linalg_vector_norm(k, 2, at::IntArrayRef{-1}, true).clamp_min(1e-12);
    at::Tensor scores = at::matmul(q, k.transpose(-2, -1));
    scores = scores / (qNorm * kNorm.transpose(-2, -1)) * m_temperature;
    const at::Tensor attn = scores.softmax(-1);

    // project_out(attn v) = (project_out attn) v: folding the two (C x C) matrices saves one product over the pixels.
    const at::Tensor project = m_projectOut->weight.view({m_channels, m_heads, perHead}).permute({1, 0, 2});
    const at::Tensor folded = at::matmul(project.unsqueeze(0), attn); // batch, heads, C, c
    const at::Tensor weights = folded.permute({0, 2, 1, 3}).reshape({batch, m_channels, m_channels});
    at::Tensor out =
        at::bmm(weights, v.reshape({batch, m_channels, height * width})).view({batch, m_channels, height, width});
    if (m_projectOut->bias.defined())
        out = out + m_projectOut->bias.view({1, -1, 1, 1});
    return out;
}

at::Tensor RestormerBlock::feedForward(const at::Tensor& x, const Probe& probe) {
    at::Tensor hidden = ops::pointwise(x, m_ffnIn->weight, m_ffnIn->bias);
    if (probe) {
        probe("ffn.project_in", hidden);
        probe("ffn.dwconv", ops::depthwise3x3(hidden, m_ffnDepthwise->weight, m_ffnDepthwise->bias));
    }
    hidden = ops::depthwiseGeluGate(hidden, m_ffnDepthwise->weight, m_ffnDepthwise->bias);
    return ops::pointwise(hidden, m_ffnOut->weight, m_ffnOut->bias);
}

at::Tensor RestormerBlock::forward(const at::Tensor& x, const Probe& probe) {
    at::Tensor norm = m_norm1->forward(x);
    if (probe)
        probe("norm1", norm);
    at::Tensor update = attention(norm, probe);
    if (probe)
        probe("attn", update);
    const at::Tensor mid = x + update;
    norm = m_norm2->forward(mid);
    if (probe)
        probe("norm2", norm);
    update = feedForward(norm, probe);
    if (probe)
        probe("ffn", update);
    return mid + update;
}

} // namespace kintsugi

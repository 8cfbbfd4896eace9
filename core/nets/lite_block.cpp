#include "nets/lite_block.h"

#include "base/error.h"
#include "nets/ops.h"
#include "nets/scan_ops.h"

#include <ATen/ATen.h>
#include <cmath>
#include <fmt/format.h>
#include <torch/types.h>

namespace kintsugi {

namespace {

class Named : public torch::nn::Module {};

/// Step sizes log-uniform in [0.001, 0.1], through the inverse of softplus (Gu and Dao 2023).
at::Tensor initialStepBias(int count) {
    const at::Tensor dt = torch::exp(torch::rand({count}) * (std::log(0.1) - std::log(0.001)) + std::log(0.001));
    return dt + torch::log(-torch::expm1(-dt));
}

} // namespace

LiteBlock::LiteBlock(int channels, const LiteOptions& options, NormType norm)
    : m_options(options), m_channels(channels), m_inner(static_cast<int>(std::lround(channels * options.expand))),
      m_hidden(static_cast<int>(std::lround(channels * options.ffnExpansion))), m_dtRank((channels + 15) / 16) {
    const int groups = options.directions;
    if ((groups != 1 && groups != 2 && groups != 4) || m_inner < 1 || m_inner % groups != 0)
        throw InputError(
            fmt::format("A lite block of {} inner channels cannot be split into {} scan directions; use 1, 2 or "
                        "4 that divide the channels.",
                        m_inner, groups));
    if (options.scan == LiteOptions::Scan::Ssd && m_inner % (options.headDim * groups) != 0)
        throw InputError(
            fmt::format("A lite block of {} inner channels cannot be split into heads of {} in {} directions.", m_inner,
                        options.headDim, groups));
    m_norm1 = register_module("norm1", std::make_shared<ChannelNorm>(channels, norm));
    auto mixer = register_module("mixer", std::make_shared<Named>());
    m_in = mixer->register_module("in_proj", std::make_shared<ConvWeights>(2 * m_inner, channels, 1, false));
    m_depthwise = mixer->register_module("dwconv", std::make_shared<ConvWeights>(m_inner, 1, 3, true));
    const int n = options.dState;
    if (options.scan == LiteOptions::Scan::Selective) {
        m_xProj = mixer->register_module("x_proj",
                                         std::make_shared<ConvWeights>(groups * (m_dtRank + 2 * n), m_inner, 1, false));
        const double bound = 1.0 / std::sqrt(static_cast<double>(m_dtRank));
        m_dtProj = mixer->register_parameter(
            "dt_proj", torch::empty({groups, m_inner / groups, m_dtRank}).uniform_(-bound, bound));
        m_dtBias = mixer->register_parameter("dt_bias", initialStepBias(m_inner));
        m_aLog = mixer->register_parameter("A_log",
                                           torch::log(torch::arange(1, n + 1, torch::kFloat32)).repeat({m_inner, 1}));
        m_d = mixer->register_parameter("D", torch::ones({m_inner}));
    } else if (options.scan == LiteOptions::Scan::Ssd) {
        const int heads = m_inner / options.headDim;
        m_xProj =
            mixer->register_module("x_proj", std::make_shared<ConvWeights>(heads + groups * 2 * n, m_inner, 1, false));
        m_dtBias = mixer->register_parameter("dt_bias", initialStepBias(heads));
        m_aLog = mixer->register_parameter("A_log", torch::log(torch::empty({heads}).uniform_(1, 16)));
        m_d = mixer->register_parameter("D", torch::ones({m_inner}));
    }
    m_out = mixer->register_module("out_proj", std::make_shared<ConvWeights>(channels, m_inner, 1, false));
    if (m_hidden > 0) {
        m_norm2 = register_module("norm2", std::make_shared<ChannelNorm>(channels, norm));
        auto ffn = register_module("ffn", std::make_shared<Named>());
        m_ffnIn = ffn->register_module("project_in", std::make_shared<ConvWeights>(2 * m_hidden, channels, 1, false));
        m_ffnDepthwise = ffn->register_module("dwconv", std::make_shared<ConvWeights>(2 * m_hidden, 1, 3, false));
        m_ffnOut = ffn->register_module("project_out", std::make_shared<ConvWeights>(channels, m_hidden, 1, false));
    }
}

at::Tensor LiteBlock::scanSelective(const at::Tensor& u) {
    const auto batch = u.size(0), height = u.size(2), width = u.size(3), length = height * width;
    const int groups = m_options.directions, n = m_options.dState, rows = m_dtRank + 2 * n;
    const at::Tensor projected = ops::pointwise(u, m_xProj->weight).view({batch, groups, rows, length});
    const at::Tensor dt =
        at::matmul(m_dtProj.unsqueeze(0), projected.narrow(2, 0, m_dtRank)).view({batch, m_inner, height, width});
    return scanChannelGroups(u, dt, -at::exp(m_aLog), projected.narrow(2, m_dtRank, n),
                             projected.narrow(2, m_dtRank + n, n), m_d, m_dtBias, walksFor(groups));
}

at::Tensor LiteBlock::scanSsd(const at::Tensor& u) {
    const auto batch = u.size(0), height = u.size(2), width = u.size(3), length = height * width;
    const int groups = m_options.directions, n = m_options.dState, headDim = m_options.headDim;
    const int heads = m_inner / headDim, headsPerGroup = heads / groups;
    const at::Tensor projected = ops::pointwise(u, m_xProj->weight).view({batch, heads + groups * 2 * n, length});
    const at::Tensor dt = at::softplus(projected.narrow(1, 0, heads) + m_dtBias.view({1, -1, 1})); // batch, heads, L
    const at::Tensor logDecay = -at::exp(m_aLog).view({1, -1, 1}) * dt;
    const at::Tensor x = u.view({batch, heads, headDim, length}) * dt.unsqueeze(2);
    std::vector<at::Tensor> parts;
    for (int g = 0; g < groups; ++g) {
        const auto order = [&](const at::Tensor& t) { // (batch, heads, …, L) in the walk of this group, L second
            at::Tensor walked = t;
            if (groups == 4 && g % 2 == 1)
                walked = t.unflatten(-1, {height, width}).transpose(-1, -2).flatten(-2);
            if ((groups == 2 && g == 1) || (groups == 4 && g >= 2))
                walked = walked.flip({-1});
            return walked;
        };
        const auto undo = [&](const at::Tensor& t) {
            at::Tensor walked = t;
            if ((groups == 2 && g == 1) || (groups == 4 && g >= 2))
                walked = walked.flip({-1});
            if (groups == 4 && g % 2 == 1)
                walked = walked.unflatten(-1, {width, height}).transpose(-1, -2).flatten(-2);
            return walked;
        };
        const at::Tensor bc =
            order(projected.narrow(1, heads + g * 2 * n, 2 * n)).transpose(1, 2).unsqueeze(2); // batch, L, 1, 2N
        const at::Tensor b = bc.narrow(3, 0, n).expand({batch, length, headsPerGroup, n});
        const at::Tensor c = bc.narrow(3, n, n).expand({batch, length, headsPerGroup, n});
        const at::Tensor xg = order(x.narrow(1, g * headsPerGroup, headsPerGroup)).permute({0, 3, 1, 2});
        const at::Tensor ag = order(logDecay.narrow(1, g * headsPerGroup, headsPerGroup)).transpose(1, 2);
        const at::Tensor y = ssd(xg, ag, b, c, {}, 64).y; // batch, L, heads, headDim
        parts.push_back(undo(y.permute({0, 2, 3, 1})).reshape({batch, headsPerGroup * headDim, length}));
    }
    const at::Tensor y = at::cat(parts, 1).view({batch, m_inner, height, width});
    return y + u * m_d.view({1, -1, 1, 1});
}

at::Tensor LiteBlock::mix(const at::Tensor& x) {
    const at::Tensor xz = ops::pointwise(x, m_in->weight);
    const at::Tensor z = xz.narrow(1, m_inner, m_inner);
    at::Tensor y = ops::depthwiseSilu(xz.narrow(1, 0, m_inner), m_depthwise->weight, m_depthwise->bias);
    if (m_options.scan == LiteOptions::Scan::Selective)
        y = scanSelective(y);
    else if (m_options.scan == LiteOptions::Scan::Ssd)
        y = scanSsd(y);
    return ops::pointwise(ops::siluGate(y, z), m_out->weight);
}

at::Tensor LiteBlock::forward(const at::Tensor& x, const Probe&) {
    const at::Tensor mid = x + mix(m_norm1->forward(x));
    if (m_hidden == 0)
        return mid;
    at::Tensor hidden = ops::pointwise(m_norm2->forward(mid), m_ffnIn->weight);
    hidden = ops::depthwiseProductGate(hidden, m_ffnDepthwise->weight);
    return mid + ops::pointwise(hidden, m_ffnOut->weight);
}

} // namespace kintsugi

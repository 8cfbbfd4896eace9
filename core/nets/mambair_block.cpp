#include "nets/mambair_block.h"

#include "base/error.h"
#include "nets/ops.h"
#include "nets/scan_ops.h"

#include <ATen/ATen.h>
#include <cmath>
#include <fmt/format.h>
#include <torch/types.h>

namespace kintsugi {

namespace {

constexpr int directions = 4;
constexpr int squeezeFactor = 30;

class Named : public torch::nn::Module {};

struct NormWeights : torch::nn::Module {
    explicit NormWeights(int channels) {
        weight = register_parameter("weight", torch::ones({channels}));
        bias = register_parameter("bias", torch::zeros({channels}));
    }
    at::Tensor weight, bias;
};

struct LinearWeights : torch::nn::Module {
    LinearWeights(int out, int in) {
        const double bound = 1.0 / std::sqrt(static_cast<double>(in));
        weight = register_parameter("weight", torch::empty({out, in}).uniform_(-bound, bound));
    }
    at::Tensor weight;
};

at::Tensor asPointwise(const at::Tensor& linear) {
    return linear.view({linear.size(0), linear.size(1), 1, 1});
}

at::Tensor perChannel(const at::Tensor& scale) {
    return scale.view({1, -1, 1, 1});
}

at::Tensor channelsLast(const at::Tensor& x) {
    return x.permute({0, 2, 3, 1});
}

} // namespace

MambaIrBlock::MambaIrBlock(int channels, double expand, int dState)
    : m_channels(channels), m_inner(static_cast<int>(expand * channels)), m_dState(dState),
      m_dtRank((channels + 15) / 16) {
    if (channels < squeezeFactor)
        throw InputError(
            fmt::format("A MambaIR block needs at least {} channels, since its channel attention squeezes by "
                        "{}; {} were asked for.",
                        squeezeFactor, squeezeFactor, channels));
    if (m_inner < 1 || dState < 1)
        throw InputError(fmt::format("A MambaIR block of expansion {} and {} states cannot be built.", expand, dState));
    m_skipScale = register_parameter("skip_scale", torch::ones({channels}));
    m_skipScale2 = register_parameter("skip_scale2", torch::ones({channels}));
    const auto norm = [](torch::nn::Module& parent, const char* name, int size, at::Tensor& weight, at::Tensor& bias) {
        auto made = parent.register_module(name, std::make_shared<NormWeights>(size));
        weight = made->weight;
        bias = made->bias;
    };
    norm(*this, "ln_1", channels, m_ln1Weight, m_ln1Bias);

    auto ss2d = register_module("self_attention", std::make_shared<Named>());
    const double xBound = 1.0 / std::sqrt(static_cast<double>(m_inner));
    m_xProj = ss2d->register_parameter(
        "x_proj_weight", torch::empty({directions, m_dtRank + 2 * dState, m_inner}).uniform_(-xBound, xBound));
    const double dtStd = 1.0 / std::sqrt(static_cast<double>(m_dtRank));
    m_dtProj = ss2d->register_parameter("dt_projs_weight",
                                        torch::empty({directions, m_inner, m_dtRank}).uniform_(-dtStd, dtStd));
    // Step sizes log-uniform in [0.001, 0.1], stored through the inverse of softplus (Gu and Dao 2023).
    const at::Tensor dt =
        torch::exp(torch::rand({directions, m_inner}) * (std::log(0.1) - std::log(0.001)) + std::log(0.001))
            .clamp_min(1e-4);
    m_dtBias = ss2d->register_parameter("dt_projs_bias", dt + torch::log(-torch::expm1(-dt)));
    m_aLogs = ss2d->register_parameter(
        "A_logs", torch::log(torch::arange(1, dState + 1, torch::kFloat32)).repeat({directions * m_inner, 1}));
    m_ds = ss2d->register_parameter("Ds", torch::ones({directions * m_inner}));
    m_inProj = ss2d->register_module("in_proj", std::make_shared<LinearWeights>(2 * m_inner, channels))->weight;
    m_conv = ss2d->register_module("conv2d", std::make_shared<ConvWeights>(m_inner, 1, 3, true));
    norm(*ss2d, "out_norm", m_inner, m_outNormWeight, m_outNormBias);
    m_outProj = ss2d->register_module("out_proj", std::make_shared<LinearWeights>(channels, m_inner))->weight;

    auto cab =
        register_module("conv_blk", std::make_shared<Named>())->register_module("cab", std::make_shared<Named>());
    m_cab0 = cab->register_module("0", std::make_shared<ConvWeights>(channels / 3, channels, 3, true));
    m_cab2 = cab->register_module("2", std::make_shared<ConvWeights>(channels, channels / 3, 3, true));
    auto attention =
        cab->register_module("3", std::make_shared<Named>())->register_module("attention", std::make_shared<Named>());
    m_attend1 =
        attention->register_module("1", std::make_shared<ConvWeights>(channels / squeezeFactor, channels, 1, true));
    m_attend3 =
        attention->register_module("3", std::make_shared<ConvWeights>(channels, channels / squeezeFactor, 1, true));
    norm(*this, "ln_2", channels, m_ln2Weight, m_ln2Bias);
}

at::Tensor MambaIrBlock::scanBranch(const at::Tensor& x, const Probe& probe) {
    const auto batch = x.size(0), height = x.size(2), width = x.size(3), length = height * width;
    const at::Tensor xz = ops::pointwise(x, asPointwise(m_inProj));
    if (probe)
        probe("self_attention.in_proj", channelsLast(xz));
    const at::Tensor z = xz.narrow(1, m_inner, m_inner);
    at::Tensor u = ops::depthwise3x3(xz.narrow(1, 0, m_inner), m_conv->weight, m_conv->bias);
    if (probe)
        probe("self_attention.conv2d", u);
    u = ops::silu(u);

    // The projections are the same for every pixel order, so they are taken once in row-major order and the scan walks
    // the pixels in its own direction; upstream copies the features four times instead.
    const int rows = m_dtRank + 2 * m_dState;
    const at::Tensor projected =
        ops::pointwise(u, m_xProj.reshape({directions * rows, m_inner, 1, 1})).view({batch, directions, rows, length});
    const at::Tensor dt =
        at::matmul(m_dtProj.unsqueeze(0), projected.narrow(2, 0, m_dtRank)); // batch, 4, inner, length
    const at::Tensor b = projected.narrow(2, m_dtRank, m_dState),
                     c = projected.narrow(2, m_dtRank + m_dState, m_dState);
    const at::Tensor a = -at::exp(m_aLogs);
    if (probe)
        probe("scan.A", a);
    const at::Tensor y = scanFourDirections(u, dt, a, b, c, m_ds, m_dtBias, probe); // sum over directions

    at::Tensor out =
        ops::channelNorm(y.view({batch, m_inner, height, width}), m_outNormWeight, m_outNormBias, NormType::WithBias);
    if (probe)
        probe("self_attention.out_norm", channelsLast(out));
    out = ops::siluGate(out, z);
    out = ops::pointwise(out, asPointwise(m_outProj));
    if (probe)
        probe("self_attention", channelsLast(out));
    return out;
}

at::Tensor MambaIrBlock::convBranch(const at::Tensor& x, const Probe& probe) {
    at::Tensor y = at::gelu(ops::conv3x3(x, m_cab0->weight, m_cab0->bias));
    y = ops::conv3x3(y, m_cab2->weight, m_cab2->bias);
    if (probe)
        probe("conv_blk.cab.2", y);
    at::Tensor attention = y.mean(at::IntArrayRef{2, 3}, true);
    attention = at::relu(at::conv2d(attention, m_attend1->weight, m_attend1->bias));
    attention = at::sigmoid(at::conv2d(attention, m_attend3->weight, m_attend3->bias));
    y = y * attention;
    if (probe)
        probe("conv_blk", y);
    return y;
}

at::Tensor MambaIrBlock::forward(const at::Tensor& x, const Probe& probe) {
    at::Tensor norm = ops::channelNorm(x, m_ln1Weight, m_ln1Bias, NormType::WithBias);
    if (probe)
        probe("ln_1", channelsLast(norm));
    const at::Tensor mid = x * perChannel(m_skipScale) + scanBranch(norm, probe);
    norm = ops::channelNorm(mid, m_ln2Weight, m_ln2Bias, NormType::WithBias);
    if (probe)
        probe("ln_2", channelsLast(norm));
    return mid * perChannel(m_skipScale2) + convBranch(norm, probe);
}

} // namespace kintsugi

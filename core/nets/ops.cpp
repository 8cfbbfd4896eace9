#include "nets/ops.h"

#include "kernels/depthwise.h"
#include "kernels/gates.h"
#include "kernels/layernorm.h"
#include "nets/optional_tensor.h"
#include "nets/parallel.h"

#include <ATen/ATen.h>
#include <torch/autograd.h>
#include <torch/types.h>

namespace kintsugi::ops {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

/// Kernels take tensors whose samples are dense; the batch stride is free, so slices of channels need no copy.
bool denseSamples(const at::Tensor& x) {
    return x.dim() == 4 && (x.stride(0) != 0 || x.size(0) == 1) && x.stride(3) == 1 && x.stride(2) == x.size(3) &&
           x.stride(1) == x.size(2) * x.size(3);
}

thread_local bool referenceOnly = false;

at::Tensor withDenseSamples(const at::Tensor& x) {
    return denseSamples(x) ? x : x.contiguous();
}

kernels::ConstPlanes read(const at::Tensor& x) {
    return {x.data_ptr<float>(), x.stride(0)};
}
kernels::Planes write(const at::Tensor& x) {
    return {x.data_ptr<float>(), x.stride(0)};
}
kernels::Planes writeOrNone(const at::Tensor& x) {
    return x.defined() ? write(x) : kernels::Planes{};
}

kernels::ImageShape imageShape(const at::Tensor& x, std::int64_t channels) {
    return {x.size(0), channels, x.size(2), x.size(3)};
}
kernels::GateShape gateShape(const at::Tensor& x, std::int64_t channels) {
    return {x.size(0), channels * x.size(2) * x.size(3)};
}

at::Tensor emptyWithChannels(const at::Tensor& x, std::int64_t channels) {
    return at::empty({x.size(0), channels, x.size(2), x.size(3)}, x.options());
}

/// Whether the result of an operation on these must remember how it was made.
bool tracked(std::initializer_list<at::Tensor> inputs) {
    if (!at::GradMode::is_enabled())
        return false;
    for (const at::Tensor& t : inputs)
        if (t.defined() && t.requires_grad())
            return true;
    return false;
}

class Pointwise : public torch::autograd::Function<Pointwise> {
public:
    static at::Tensor forward(AutogradContext* context, at::Tensor x, const at::Tensor& weight,
                              const OptionalTensor& maybeBias) {
        x = withDenseSamples(x);
        const at::Tensor bias = maybeBias.value_or(at::Tensor());
        context->save_for_backward({x, weight, bias});
        return run(x, weight, bias);
    }

    static at::Tensor run(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
        const auto batch = x.size(0), in = x.size(1), out = weight.size(0), pixels = x.size(2) * x.size(3);
        at::Tensor y = emptyWithChannels(x, out);
        const at::Tensor matrix = weight.view({out, in});
        for (std::int64_t b = 0; b < batch; ++b) {
            at::Tensor target = y[b].view({out, pixels});
            if (bias.defined())
                at::addmm_out(target, bias.view({out, 1}), matrix, x[b].view({in, pixels}));
            else
                at::mm_out(target, matrix, x[b].view({in, pixels}));
        }
        return y;
    }

    static variable_list backward(AutogradContext* context, variable_list incoming) {
        const auto saved = context->get_saved_variables();
        const auto &x = saved[0], &weight = saved[1], &bias = saved[2];
        const at::Tensor dy = withDenseSamples(incoming[0]);
        const auto batch = x.size(0), in = x.size(1), out = weight.size(0), pixels = x.size(2) * x.size(3);
        at::Tensor dx, dw, db;
        const at::Tensor transposed = weight.view({out, in}).t();
        if (context->needs_input_grad(0)) {
            dx = emptyWithChannels(x, in);
            for (std::int64_t b = 0; b < batch; ++b) {
                at::Tensor target = dx[b].view({in, pixels});
                at::mm_out(target, transposed, dy[b].view({out, pixels}));
            }
        }
        if (context->needs_input_grad(1)) {
            at::Tensor sum = at::empty({out, in}, x.options());
            for (std::int64_t b = 0; b < batch; ++b) {
                const at::Tensor left = dy[b].view({out, pixels}), right = x[b].view({in, pixels}).t();
                if (b == 0)
                    at::mm_out(sum, left, right);
                else
                    sum.addmm_(left, right);
            }
            dw = sum.view_as(weight);
        }
        if (bias.defined() && context->needs_input_grad(2))
            db = dy.sum(at::IntArrayRef{0, 2, 3});
        return {dx, dw, db};
    }
};

class Depthwise : public torch::autograd::Function<Depthwise> {
public:
    static at::Tensor forward(AutogradContext* context, at::Tensor x, const at::Tensor& weight,
                              const OptionalTensor& maybeBias) {
        x = withDenseSamples(x);
        const at::Tensor bias = maybeBias.value_or(at::Tensor());
        context->save_for_backward({x, weight, bias});
        return run(x, weight, bias);
    }

    static at::Tensor run(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
        at::Tensor y = emptyWithChannels(x, x.size(1));
        kernels::depthwise3x3Forward(read(x), weight.data_ptr<float>(), pointer(bias), write(y),
                                     imageShape(x, x.size(1)), torchParallelFor());
        return y;
    }

    static variable_list backward(AutogradContext* context, variable_list incoming) {
        const auto saved = context->get_saved_variables();
        const auto &x = saved[0], &weight = saved[1], &bias = saved[2];
        const at::Tensor dy = withDenseSamples(incoming[0]);
        const at::Tensor dx = context->needs_input_grad(0) ? emptyWithChannels(x, x.size(1)) : at::Tensor();
        const at::Tensor dw = context->needs_input_grad(1) ? at::empty_like(weight) : at::Tensor();
        const at::Tensor db = bias.defined() && context->needs_input_grad(2) ? at::empty_like(bias) : at::Tensor();
        kernels::depthwise3x3Backward(read(x), weight.data_ptr<float>(), read(dy), writeOrNone(dx), mutablePointer(dw),
                                      mutablePointer(db), imageShape(x, x.size(1)), torchParallelFor());
        return {dx, dw, db};
    }
};

class Norm : public torch::autograd::Function<Norm> {
public:
    static at::Tensor forward(AutogradContext* context, at::Tensor x, const at::Tensor& weight,
                              const OptionalTensor& maybeBias, bool biasFree) {
        x = withDenseSamples(x);
        const at::Tensor bias = maybeBias.value_or(at::Tensor());
        const at::Tensor mean = at::empty({x.size(0), x.size(2), x.size(3)}, x.options()), rstd = at::empty_like(mean);
        const at::Tensor y = run(x, weight, bias, biasFree, mean, rstd);
        context->save_for_backward({x, weight, bias, mean, rstd});
        context->saved_data["biasFree"] = biasFree;
        return y;
    }

    static at::Tensor run(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, bool biasFree,
                          const at::Tensor& mean, const at::Tensor& rstd) {
        at::Tensor y = emptyWithChannels(x, x.size(1));
        kernels::layerNormForward(kind(biasFree), read(x), weight.data_ptr<float>(), pointer(bias), write(y),
                                  mutablePointer(mean), mutablePointer(rstd), shape(x), torchParallelFor());
        return y;
    }

    static variable_list backward(AutogradContext* context, variable_list incoming) {
        const auto saved = context->get_saved_variables();
        const auto &x = saved[0], &weight = saved[1], &bias = saved[2], &mean = saved[3], &rstd = saved[4];
        const at::Tensor dy = withDenseSamples(incoming[0]);
        const at::Tensor dx = context->needs_input_grad(0) ? emptyWithChannels(x, x.size(1)) : at::Tensor();
        const at::Tensor dw = context->needs_input_grad(1) ? at::empty_like(weight) : at::Tensor();
        const at::Tensor db = bias.defined() && context->needs_input_grad(2) ? at::empty_like(bias) : at::Tensor();
        kernels::layerNormBackward(kind(context->saved_data["biasFree"].toBool()), read(x), weight.data_ptr<float>(),
                                   mean.data_ptr<float>(), rstd.data_ptr<float>(), read(dy), writeOrNone(dx),
                                   mutablePointer(dw), mutablePointer(db), shape(x), torchParallelFor());
        return {dx, dw, db, {}};
    }

private:
    static kernels::LayerNormKind kind(bool biasFree) {
        return biasFree ? kernels::LayerNormKind::BiasFree : kernels::LayerNormKind::WithBias;
    }
    static kernels::PixelShape shape(const at::Tensor& x) { return {x.size(0), x.size(1), x.size(2) * x.size(3)}; }
};

enum class GateKind : std::int64_t { Gelu, Product };

/// A gate over the two halves of the channels of one tensor.
class HalvesGate : public torch::autograd::Function<HalvesGate> {
public:
    static at::Tensor forward(AutogradContext* context, at::Tensor x, std::int64_t gate) {
        x = withDenseSamples(x);
        context->save_for_backward({x});
        context->saved_data["gate"] = gate;
        return run(x, static_cast<GateKind>(gate));
    }

    static at::Tensor run(const at::Tensor& x, GateKind gate) {
        const auto hidden = x.size(1) / 2;
        at::Tensor y = emptyWithChannels(x, hidden);
        const auto shape = gateShape(x, hidden);
        const auto halves = kernels::splitGate(read(x), shape.size);
        (gate == GateKind::Gelu ? kernels::geluGateForward : kernels::simpleGateForward)(halves.a, halves.b, write(y),
                                                                                         shape, torchParallelFor());
        return y;
    }

    static variable_list backward(AutogradContext* context, variable_list incoming) {
        const at::Tensor x = context->get_saved_variables()[0];
        const auto gate = static_cast<GateKind>(context->saved_data["gate"].toInt());
        const at::Tensor dy = withDenseSamples(incoming[0]);
        const at::Tensor dx = emptyWithChannels(x, x.size(1));
        const auto shape = gateShape(x, x.size(1) / 2);
        const auto halves = kernels::splitGate(read(x), shape.size);
        const auto grads = kernels::splitGate(write(dx), shape.size);
        (gate == GateKind::Gelu ? kernels::geluGateBackward : kernels::simpleGateBackward)(
            halves.a, halves.b, read(dy), grads.a, grads.b, shape, torchParallelFor());
        return {dx, {}};
    }
};

class SiluGate : public torch::autograd::Function<SiluGate> {
public:
    static at::Tensor forward(AutogradContext* context, at::Tensor a, at::Tensor b) {
        a = withDenseSamples(a), b = withDenseSamples(b);
        context->save_for_backward({a, b});
        return run(a, b);
    }

    static at::Tensor run(const at::Tensor& a, const at::Tensor& b) {
        at::Tensor y = emptyWithChannels(a, a.size(1));
        kernels::siluGateForward(read(a), read(b), write(y), gateShape(a, a.size(1)), torchParallelFor());
        return y;
    }

    static variable_list backward(AutogradContext* context, variable_list incoming) {
        const auto saved = context->get_saved_variables();
        const at::Tensor dy = withDenseSamples(incoming[0]);
        const at::Tensor da = emptyWithChannels(saved[0], saved[0].size(1)),
                         db = emptyWithChannels(saved[1], saved[1].size(1));
        kernels::siluGateBackward(read(saved[0]), read(saved[1]), read(dy), write(da), write(db),
                                  gateShape(saved[0], saved[0].size(1)), torchParallelFor());
        return {da, db};
    }
};

class Silu : public torch::autograd::Function<Silu> {
public:
    static at::Tensor forward(AutogradContext* context, at::Tensor x) {
        x = withDenseSamples(x);
        context->save_for_backward({x});
        return run(x);
    }

    static at::Tensor run(const at::Tensor& x) {
        at::Tensor y = emptyWithChannels(x, x.size(1));
        kernels::siluForward(read(x), write(y), gateShape(x, x.size(1)), torchParallelFor());
        return y;
    }

    static variable_list backward(AutogradContext* context, variable_list incoming) {
        const at::Tensor x = context->get_saved_variables()[0];
        const at::Tensor dy = withDenseSamples(incoming[0]);
        const at::Tensor dx = emptyWithChannels(x, x.size(1));
        kernels::siluBackward(read(x), read(dy), write(dx), gateShape(x, x.size(1)), torchParallelFor());
        return {dx};
    }
};

} // namespace

ReferenceGuard::ReferenceGuard() : m_before(referenceOnly) {
    referenceOnly = true;
}
ReferenceGuard::~ReferenceGuard() {
    referenceOnly = m_before;
}

bool runsKernels(const at::Tensor& x) {
    return !referenceOnly && x.device().is_cpu() && x.scalar_type() == at::kFloat && x.numel() > 0;
}

at::Tensor pointwise(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    if (!runsKernels(x))
        return at::conv2d(x, weight, bias);
    return tracked({x, weight, bias}) ? Pointwise::apply(x, weight, optional(bias))
                                      : Pointwise::run(withDenseSamples(x), weight, bias);
}

at::Tensor depthwise3x3(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    if (!runsKernels(x))
        return at::conv2d(x, weight, bias, 1, 1, 1, weight.size(0));
    return tracked({x, weight, bias}) ? Depthwise::apply(x, weight, optional(bias))
                                      : Depthwise::run(withDenseSamples(x), weight, bias);
}

at::Tensor channelNorm(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, NormType type) {
    const bool biasFree = type == NormType::BiasFree;
    if (!runsKernels(x)) {
        const at::Tensor mean = x.mean(1, true);
        const at::Tensor centred = x - mean;
        const at::Tensor rstd = at::rsqrt((centred * centred).mean(1, true) + 1e-5);
        const at::Tensor scaled = (biasFree ? x : centred) * rstd * weight.view({1, -1, 1, 1});
        return biasFree ? scaled : scaled + bias.view({1, -1, 1, 1});
    }
    return tracked({x, weight, bias}) ? Norm::apply(x, weight, optional(bias), biasFree)
                                      : Norm::run(withDenseSamples(x), weight, bias, biasFree, {}, {});
}

at::Tensor geluGate(const at::Tensor& x) {
    if (!runsKernels(x)) {
        const auto halves = x.chunk(2, 1);
        return at::gelu(halves[0]) * halves[1];
    }
    const auto gate = GateKind::Gelu;
    return tracked({x}) ? HalvesGate::apply(x, static_cast<std::int64_t>(gate))
                        : HalvesGate::run(withDenseSamples(x), gate);
}

at::Tensor productGate(const at::Tensor& x) {
    if (!runsKernels(x)) {
        const auto halves = x.chunk(2, 1);
        return halves[0] * halves[1];
    }
    const auto gate = GateKind::Product;
    return tracked({x}) ? HalvesGate::apply(x, static_cast<std::int64_t>(gate))
                        : HalvesGate::run(withDenseSamples(x), gate);
}

at::Tensor siluGate(const at::Tensor& a, const at::Tensor& b) {
    if (!runsKernels(a))
        return a * at::silu(b);
    return tracked({a, b}) ? SiluGate::apply(a, b) : SiluGate::run(withDenseSamples(a), withDenseSamples(b));
}

at::Tensor silu(const at::Tensor& x) {
    if (!runsKernels(x))
        return at::silu(x);
    return tracked({x}) ? Silu::apply(x) : Silu::run(withDenseSamples(x));
}

at::Tensor depthwiseGeluGate(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    if (!runsKernels(x) || tracked({x, weight, bias}))
        return geluGate(depthwise3x3(x, weight, bias));
    const at::Tensor dense = withDenseSamples(x);
    at::Tensor y = emptyWithChannels(dense, dense.size(1) / 2);
    kernels::depthwise3x3GeluGate(read(dense), weight.data_ptr<float>(), pointer(bias), write(y),
                                  imageShape(dense, dense.size(1) / 2), torchParallelFor());
    return y;
}

at::Tensor depthwiseProductGate(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    if (!runsKernels(x) || tracked({x, weight, bias}))
        return productGate(depthwise3x3(x, weight, bias));
    const at::Tensor dense = withDenseSamples(x);
    at::Tensor y = emptyWithChannels(dense, dense.size(1) / 2);
    kernels::depthwise3x3SimpleGate(read(dense), weight.data_ptr<float>(), pointer(bias), write(y),
                                    imageShape(dense, dense.size(1) / 2), torchParallelFor());
    return y;
}

at::Tensor depthwiseSilu(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    if (!runsKernels(x) || tracked({x, weight, bias}))
        return ops::silu(depthwise3x3(x, weight, bias)); // qualified: ATen has one too
    const at::Tensor dense = withDenseSamples(x);
    at::Tensor y = emptyWithChannels(dense, dense.size(1));
    kernels::depthwise3x3Silu(read(dense), weight.data_ptr<float>(), pointer(bias), write(y),
                              imageShape(dense, dense.size(1)), torchParallelFor());
    return y;
}

at::Tensor pixelShuffle2(const at::Tensor& x) {
    return at::pixel_shuffle(x, 2);
}
at::Tensor pixelUnshuffle2(const at::Tensor& x) {
    return at::pixel_unshuffle(x, 2);
}

at::Tensor conv3x3(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    return at::conv2d(x, weight, bias, 1, 1);
}

} // namespace kintsugi::ops

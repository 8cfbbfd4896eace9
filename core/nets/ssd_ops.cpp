#include "nets/ops.h"
#include "nets/parallel.h"
#include "nets/scan_ops.h"
#include "scan/ssd.h"

#include <ATen/ATen.h>
#include <limits>
#include <torch/autograd.h>
#include <torch/types.h>

namespace kintsugi {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

/// From ATen operations, for any device and type.
SsdOutput ssdComposed(const at::Tensor& x, const at::Tensor& logDecay, const at::Tensor& b, const at::Tensor& c,
                      const at::Tensor& initialState, int chunk) {
    const auto batch = x.size(0), length = x.size(1), heads = x.size(2), headDim = x.size(3), states = b.size(3);
    const std::int64_t q = std::min<std::int64_t>(chunk, length), chunks = (length + q - 1) / q,
                       missing = chunks * q - length;
    // Zero inputs with no decay change neither the outputs before them nor the state after them.
    const auto chunked = [&](const at::Tensor& t) { // (batch, heads, chunks, q, …)
        at::Tensor padded =
            missing == 0
                ? t
                : at::cat({t, at::zeros({batch, missing, heads, t.dim() == 4 ? t.size(3) : 1}, t.options())
                                  .view(t.dim() == 4 ? std::vector<std::int64_t>{batch, missing, heads, t.size(3)}
                                                     : std::vector<std::int64_t>{batch, missing, heads})},
                          1);
        padded = padded.unflatten(1, {chunks, q});
        return padded.movedim(3, 1);
    };
    const at::Tensor xc = chunked(x), bc = chunked(b), cc = chunked(c);
    // In double, because the exponents are differences of sums that grow with the chunk: batch, heads, chunks, q.
    const at::Tensor exact = chunked(logDecay).to(at::kDouble).cumsum(-1);
    const auto type = x.scalar_type();
    const at::Tensor sums = exact.to(type);
    // Within a chunk: every exponent is a difference of sums with i >= j, so never positive for decays below one.
    const at::Tensor mask = at::ones({q, q}, at::TensorOptions(x.device()).dtype(at::kBool)).tril();
    const at::Tensor exponent = (exact.unsqueeze(-1) - exact.unsqueeze(-2))
                                    .to(type)
                                    .masked_fill(mask.logical_not(), -std::numeric_limits<float>::infinity());
    at::Tensor y = at::matmul(at::matmul(cc, bc.transpose(-1, -2)) * at::exp(exponent), xc);
    // What each chunk adds to the state by its end, and what the state before it adds to its outputs.
    const at::Tensor toEnd = at::exp((exact.narrow(-1, q - 1, 1) - exact).to(type)).unsqueeze(-1);
    const at::Tensor added = at::matmul((xc * toEnd).transpose(-1, -2), bc); // batch, heads, chunks, headDim, states
    const at::Tensor wholeDecay = at::exp(sums.select(-1, q - 1)).unsqueeze(-1).unsqueeze(-1);
    at::Tensor state = initialState.defined() ? initialState : at::zeros({batch, heads, headDim, states}, x.options());
    std::vector<at::Tensor> before;
    for (std::int64_t k = 0; k < chunks; ++k) {
        before.push_back(state);
        state = state * wholeDecay.select(2, k) + added.select(2, k);
    }
    y = y + at::matmul(cc * at::exp(sums).unsqueeze(-1), at::stack(before, 2).transpose(-1, -2));
    y = y.movedim(1, 3).flatten(1, 2).narrow(1, 0, length);
    return {y, state};
}

SsdView<const float> rows(const at::Tensor& t) {
    return {t.data_ptr<float>(), t.stride(0), t.stride(1), t.stride(2)};
}
SsdView<float> writable(const at::Tensor& t) {
    return {t.data_ptr<float>(), t.stride(0), t.stride(1), t.stride(2)};
}

SsdArgs argsFor(const at::Tensor& x, const at::Tensor& logDecay, const at::Tensor& b, const at::Tensor& c,
                const at::Tensor& initial, std::int64_t chunk) {
    SsdArgs args;
    args.walk = ScanWalk::line(x.size(1));
    args.batch = x.size(0);
    args.heads = x.size(2);
    args.headDim = x.size(3);
    args.states = b.size(3);
    args.chunk = chunk;
    args.X = rows(x);
    args.A = rows(logDecay);
    args.B = rows(b);
    args.C = rows(c);
    args.initialState = initial.defined() ? initial.data_ptr<float>() : nullptr;
    return args;
}

class SsdScan : public torch::autograd::Function<SsdScan> {
public:
    static variable_list forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& logDecay,
                                 const at::Tensor& b, const at::Tensor& c,
                                 const c10::optional<at::Tensor>& maybeInitial, std::int64_t chunk) {
        const at::Tensor initial = maybeInitial ? maybeInitial->contiguous() : at::Tensor();
        const at::Tensor xd = x.contiguous(), ad = logDecay.contiguous(), bd = b.contiguous(), cd = c.contiguous();
        SsdArgs args = argsFor(xd, ad, bd, cd, initial, chunk);
        const at::Tensor y = at::empty_like(xd);
        const at::Tensor state = at::empty({xd.size(0), xd.size(2), xd.size(3), bd.size(3)}, xd.options());
        args.Y = writable(y);
        args.finalState = state.data_ptr<float>();
        ssdForward(std::span(&args, 1), torchParallelFor());
        context->save_for_backward({xd, ad, bd, cd, initial});
        context->saved_data["chunk"] = chunk;
        return {y, state};
    }

    static variable_list backward(AutogradContext* context, variable_list incoming) {
        const auto saved = context->get_saved_variables();
        const auto &x = saved[0], &a = saved[1], &b = saved[2], &c = saved[3], &initial = saved[4];
        const SsdArgs args = argsFor(x, a, b, c, initial, context->saved_data["chunk"].toInt());
        const at::Tensor gradY = incoming[0].defined() ? incoming[0].contiguous() : at::zeros_like(x);
        const at::Tensor gradState = incoming[1].defined() ? incoming[1].contiguous() : at::Tensor();
        const at::Tensor gx = at::empty_like(x), ga = at::empty_like(a), gb = at::empty_like(b), gc = at::empty_like(c);
        const at::Tensor gi = initial.defined() ? at::empty_like(initial) : at::Tensor();
        SsdGrads grads;
        grads.gradY = rows(gradY);
        grads.gradFinalState = gradState.defined() ? gradState.data_ptr<float>() : nullptr;
        grads.X = writable(gx);
        grads.A = writable(ga);
        grads.B = writable(gb);
        grads.C = writable(gc);
        grads.initialState = gi.defined() ? gi.data_ptr<float>() : nullptr;
        ssdBackward(std::span(&args, 1), std::span(&grads, 1), torchParallelFor());
        return {gx, ga, gb, gc, gi, {}};
    }
};

} // namespace

SsdOutput ssd(const at::Tensor& x, const at::Tensor& logDecay, const at::Tensor& b, const at::Tensor& c,
              const at::Tensor& initialState, int chunk) {
    if (!ops::runsKernels(x))
        return ssdComposed(x, logDecay, b, c, initialState, chunk);
    const auto result = SsdScan::apply(x, logDecay, b, c,
                                       initialState.defined() ? c10::optional<at::Tensor>(initialState) : c10::nullopt,
                                       static_cast<std::int64_t>(chunk));
    return {result[0], result[1]};
}

} // namespace kintsugi

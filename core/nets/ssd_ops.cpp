#include "nets/scan_ops.h"

#include <ATen/ATen.h>
#include <torch/types.h>

namespace kintsugi {

SsdOutput ssdComposed(const at::Tensor& x, const at::Tensor& logDecay, const at::Tensor& b, const at::Tensor& c,
                      const at::Tensor& initialState, int chunk) {
    const auto batch = x.size(0), length = x.size(1), heads = x.size(2), headDim = x.size(3), states = b.size(3);
    const std::int64_t q = std::min<std::int64_t>(chunk, length), chunks = (length + q - 1) / q, missing = chunks * q - length;
    // Zero inputs with no decay change neither the outputs before them nor the state after them.
    const auto chunked = [&](const at::Tensor& t) { // (batch, heads, chunks, q, …)
        at::Tensor padded = missing == 0 ? t : at::cat({t, at::zeros({batch, missing, heads, t.dim() == 4 ? t.size(3) : 1}, t.options()).view(
                                                              t.dim() == 4 ? std::vector<std::int64_t>{batch, missing, heads, t.size(3)}
                                                                           : std::vector<std::int64_t>{batch, missing, heads})}, 1);
        padded = padded.unflatten(1, {chunks, q});
        return padded.movedim(3, 1);
    };
    const at::Tensor xc = chunked(x), bc = chunked(b), cc = chunked(c);
    const at::Tensor sums = chunked(logDecay).cumsum(-1); // batch, heads, chunks, q
    // Within a chunk: every exponent is a difference of sums with i >= j, so never positive for decays below one.
    const at::Tensor mask = at::ones({q, q}, at::TensorOptions(x.device()).dtype(at::kBool)).tril();
    const at::Tensor exponent = (sums.unsqueeze(-1) - sums.unsqueeze(-2)).masked_fill(mask.logical_not(), -std::numeric_limits<float>::infinity());
    at::Tensor y = at::matmul(at::matmul(cc, bc.transpose(-1, -2)) * at::exp(exponent), xc);
    // What each chunk adds to the state by its end, and what the state before it adds to its outputs.
    const at::Tensor toEnd = at::exp(sums.narrow(-1, q - 1, 1) - sums).unsqueeze(-1);
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

SsdOutput ssd(const at::Tensor& x, const at::Tensor& logDecay, const at::Tensor& b, const at::Tensor& c, const at::Tensor& initialState, int chunk) {
    return ssdComposed(x, logDecay, b, c, initialState, chunk);
}

} // namespace kintsugi

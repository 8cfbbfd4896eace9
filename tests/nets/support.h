#pragma once

#include <ATen/ATen.h>
#include <algorithm>
#include <functional>
#include <torch/autograd.h>
#include <torch/types.h>
#include <vector>

namespace kintsugi::test {

using Tensors = std::vector<at::Tensor>;
using Function = std::function<at::Tensor(const Tensors&)>;

/// Largest difference, relative to the largest value of @p expected.
inline double difference(const at::Tensor& actual, const at::Tensor& expected) {
    if (actual.sizes() != expected.sizes())
        return 1e30;
    const double scale = std::max(expected.abs().max().item<double>(), 1e-12);
    return (actual - expected).abs().max().item<double>() / scale;
}

/// Value and gradients of sum(weights * f(inputs)), with weights that are neither constant nor symmetric.
inline Tensors valueAndGradients(const Function& function, const Tensors& inputs) {
    Tensors leaves;
    for (const at::Tensor& input : inputs)
        leaves.push_back(input.detach().clone().requires_grad_(true));
    const at::Tensor value = function(leaves);
    const at::Tensor weights = torch::arange(value.numel(), value.options()).mul(0.37).cos().view(value.sizes());
    (value * weights).sum().backward();
    Tensors results{value.detach()};
    for (const at::Tensor& leaf : leaves)
        results.push_back(leaf.grad().defined() ? leaf.grad() : torch::zeros_like(leaf));
    return results;
}

} // namespace kintsugi::test

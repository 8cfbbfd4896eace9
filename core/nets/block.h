#pragma once

#include <ATen/core/Tensor.h>
#include <functional>
#include <string>
#include <torch/nn/module.h>

namespace kintsugi {

/// Receives intermediate results by submodule name, for parity checks. Empty in normal work.
using Probe = std::function<void(const std::string& name, const at::Tensor& value)>;

/// What stands between two block boundaries: NCHW in, NCHW of the same shape out. Every kind of block goes through
/// this one interface, so a faster forward replaces one class and nothing else.
class Block : public torch::nn::Module {
public:
    using torch::nn::Module::Module;
    virtual at::Tensor forward(const at::Tensor& x, const Probe& probe) = 0;
    at::Tensor forward(const at::Tensor& x) { return forward(x, Probe{}); }
};

using BlockPtr = std::shared_ptr<Block>;

} // namespace kintsugi

#pragma once

#include <ATen/core/Tensor.h>

/// Tensors that may be absent, between operations, autograd and kernels. For this room's own operations.
namespace kintsugi {

/// How an argument that may be absent is passed to an autograd function; undefined tensors are refused there.
using OptionalTensor = c10::optional<at::Tensor>;

inline OptionalTensor optional(const at::Tensor& t) {
    return t.defined() ? OptionalTensor(t) : OptionalTensor();
}

/// The values of a float32 tensor, or null.
inline const float* pointer(const at::Tensor& t) {
    return t.defined() ? t.data_ptr<float>() : nullptr;
}
inline float* mutablePointer(const at::Tensor& t) {
    return t.defined() ? t.data_ptr<float>() : nullptr;
}

} // namespace kintsugi

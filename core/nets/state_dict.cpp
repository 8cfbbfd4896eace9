#include "nets/state_dict.h"

#include "base/error.h"
#include "nets/tensors.h"
#include "space/state_dict_schema.h"

#include <ATen/ATen.h>
#include <torch/types.h>

namespace kintsugi {

void loadStateDict(torch::nn::Module& module, const TensorMap& tensors, const std::string& source) {
    Schema expected;
    ShapeMap actual;
    auto parameters = module.named_parameters();
    for (const auto& item : parameters)
        expected.push_back({item.key(), item.value().sizes().vec()});
    for (const auto& [name, tensor] : tensors)
        actual[name] = tensor.shape;
    checkKeys(expected, actual, source);
    const torch::NoGradGuard noGrad;
    for (auto& item : parameters)
        item.value().copy_(toTensor(tensors.at(item.key())));
}

TensorMap stateDict(const torch::nn::Module& module) {
    TensorMap tensors;
    for (const auto& item : module.named_parameters())
        tensors[item.key()] = toHostTensor(item.value());
    return tensors;
}

std::int64_t parameterCount(const torch::nn::Module& module) {
    std::int64_t count = 0;
    for (const at::Tensor& parameter : module.parameters())
        count += parameter.numel();
    return count;
}

} // namespace kintsugi

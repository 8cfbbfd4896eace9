#pragma once

#include "weights/checkpoint.h"

#include <string>
#include <torch/nn/module.h>

namespace kintsugi {

/// Copies weights into a module's parameters by name. Throws InputError that lists missing, surplus and wrongly shaped
/// keys and names the nearest configuration; @p source (a file's name) starts the sentence.
void loadStateDict(torch::nn::Module& module, const TensorMap& tensors, const std::string& source);

/// The module's parameters by name.
TensorMap stateDict(const torch::nn::Module& module);

/// Number of trainable values.
std::int64_t parameterCount(const torch::nn::Module& module);

} // namespace kintsugi

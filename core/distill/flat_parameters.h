#pragma once

#include <ATen/core/Tensor.h>
#include <cstdint>
#include <span>
#include <string>
#include <torch/nn/module.h>
#include <vector>

namespace kintsugi {

/// The trainable parameters of a module (those that require gradients) laid end to end in one buffer, and their
/// gradients in another, so that an optimiser step, a gradient norm, a copy between replicas or a checkpoint is one
/// loop over plain floats. The module's parameters become views of the buffer and stay so; it must live on the CPU in
/// float32.
class FlatParameters {
public:
    explicit FlatParameters(torch::nn::Module& module);

    std::span<float> values() { return {m_values.data_ptr<float>(), m_count}; }
    std::span<const float> values() const { return {m_values.data_ptr<float>(), m_count}; }
    std::span<float> gradients() { return {m_gradients.data_ptr<float>(), m_count}; }
    void zeroGradients() { m_gradients.zero_(); }

    struct Entry {
        std::string name;
        std::vector<std::int64_t> shape;
        std::size_t offset;
        std::size_t count;
    };
    const std::vector<Entry>& entries() const { return m_entries; }

private:
    at::Tensor m_values, m_gradients;
    std::size_t m_count = 0;
    std::vector<Entry> m_entries;
};

} // namespace kintsugi

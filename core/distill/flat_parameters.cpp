#include "distill/flat_parameters.h"

#include <ATen/ATen.h>
#include <torch/types.h>

namespace kintsugi {

FlatParameters::FlatParameters(torch::nn::Module& module) {
    auto parameters = module.named_parameters();
    for (const auto& item : parameters) {
        if (!item.value().requires_grad())
            continue;
        const auto count = static_cast<std::size_t>(item.value().numel());
        m_entries.push_back({item.key(), item.value().sizes().vec(), m_count, count});
        m_count += count;
    }
    m_values = torch::empty({static_cast<std::int64_t>(m_count)});
    m_gradients = torch::zeros({static_cast<std::int64_t>(m_count)});
    const torch::NoGradGuard noGrad;
    std::size_t index = 0;
    for (auto& item : parameters) {
        if (!item.value().requires_grad())
            continue;
        const Entry& entry = m_entries[index++];
        const auto view = [&](const at::Tensor& flat) {
            return flat.narrow(0, static_cast<std::int64_t>(entry.offset), static_cast<std::int64_t>(entry.count))
                .view(entry.shape);
        };
        at::Tensor& parameter = item.value();
        view(m_values).copy_(parameter);
        parameter.set_data(view(m_values));
        parameter.mutable_grad() = view(m_gradients); // autograd adds in place to a gradient that exists
    }
}

} // namespace kintsugi

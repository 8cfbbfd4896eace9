#include "golden_kinds.h"
#include "nets/scan_ops.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <torch/types.h>

namespace kintsugi::cli {

namespace {

using Tensors = std::map<std::string, at::Tensor>;

/// Inputs of a case as leaves of a graph, gradients of the outputs apart.
struct ScanInputs {
    Tensors leaves, grads;

    ScanInputs(const GoldenCase& golden, const std::string& device) {
        for (const auto& [name, value] : golden.tensors("input.safetensors")) {
            const at::Tensor there = value.to(at::Device(device));
            if (name.starts_with("grad_"))
                grads[name] = there;
            else
                leaves[name] = there.clone().requires_grad_(true);
        }
    }
    at::Tensor operator[](const std::string& name) const {
        const auto found = leaves.find(name);
        return found == leaves.end() ? at::Tensor() : found->second;
    }
    Tensors gradients() const {
        Tensors result;
        for (const auto& [name, leaf] : leaves)
            result[name] = leaf.grad();
        return result;
    }
};

} // namespace

void runSelectiveScan(const GoldenCase& golden, const std::string& device, std::vector<GoldenRow>& rows) {
    const ScanInputs in(golden, device);
    const ScanOutput out = selectiveScan(in["u"], in["delta"], in["A"], in["B"], in["C"], in["D"], in["z"],
                                         in["delta_bias"], golden.config().at("delta_softplus").get<bool>());
    golden.compare("output.safetensors", {{"out", out.y}, {"last_state", out.lastState}}, rows);
    if (!golden.has("grads.safetensors"))
        return;
    at::Tensor loss = (out.y * in.grads.at("grad_out")).sum();
    for (const auto& [name, grad] : in.grads)
        if (name != "grad_out") // the gradient into the last state, whatever the case calls it
            loss = loss + (out.lastState * grad).sum();
    loss.backward();
    golden.compare("grads.safetensors", in.gradients(), rows);
}

void runSsd(const GoldenCase& golden, const std::string& device, std::vector<GoldenRow>& rows) {
    std::vector<int> chunks = golden.config().at("chunk_sizes").get<std::vector<int>>();
    Tensors outputs;
    const auto run = [&](const ScanInputs& in, int chunk) {
        const at::Tensor initial = in["initial_states"].defined() ? in["initial_states"].select(1, 0) : at::Tensor();
        return ssd(in["X"], in["A"], in["B"], in["C"], initial, chunk);
    };
    for (const int chunk : chunks) {
        const SsdOutput out = run(ScanInputs(golden, device), chunk);
        outputs[fmt::format("Y_chunk{}", chunk)] = out.y;
        outputs[fmt::format("final_state_chunk{}", chunk)] = out.finalState;
    }
    // Chunks of one step are the recurrence itself.
    const SsdOutput sequential = run(ScanInputs(golden, device), 1);
    outputs["Y_sequential"] = sequential.y;
    outputs["final_state_sequential"] = sequential.finalState;
    golden.compare("output.safetensors", outputs, rows);
    if (!golden.has("grads.safetensors"))
        return;
    const ScanInputs in(golden, device);
    const SsdOutput out = run(in, chunks.empty() ? 16 : chunks.front());
    at::Tensor loss = (out.y * in.grads.at("grad_Y")).sum();
    if (in.grads.count("grad_final_state"))
        loss = loss + (out.finalState * in.grads.at("grad_final_state")).sum();
    loss.backward();
    golden.compare("grads.safetensors", in.gradients(), rows);
}

} // namespace kintsugi::cli

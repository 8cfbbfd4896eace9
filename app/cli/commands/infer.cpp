#include "base/atomic_file.h"
#include "base/error.h"
#include "context.h"
#include "device.h"
#include "guards.h"
#include "nets/state_dict.h"
#include "nets/tensors.h"
#include "space/state_dict_schema.h"
#include "teacher_files.h"
#include "weights/safetensors.h"

#include <ATen/ATen.h>
#include <chrono>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <torch/types.h>
#include <torch/utils.h>

namespace kintsugi::cli {

namespace {

std::shared_ptr<UNet> networkFor(const Checkpoint& checkpoint, const InferArgs& args) {
    const ShapeMap shapes = shapesOf(checkpoint.tensors);
    const std::string configText = args.config.empty() ? "" : readWholeFile(args.config);
    const NetworkFamily family = configText.empty() ? inferNetworkFamily(shapes) : networkFamilyFromJson(configText);
    std::shared_ptr<UNet> net;
    if (family == NetworkFamily::Restormer)
        net = makeRestormer(restormerConfigFor(checkpoint, args.config));
    else
        net = makeMambaIrUNet(configText.empty() ? inferMambaIrUNetConfig(shapes)
                                                 : mambaIrUNetConfigFromJson(configText));
    loadStateDict(*net, checkpoint.tensors, args.weights);
    return net;
}

} // namespace

void run(const InferArgs& args, const Context& context) {
    const std::string device = checkedDevice(context.common().device);
    refuseOverwriting(args.output, {args.weights, args.input, args.config});
    const torch::NoGradGuard noGrad;
    const auto net = networkFor(readCheckpoint(args.weights), args);
    net->to(at::Device(device));
    const TensorMap inputs = readCheckpoint(args.input).tensors;
    TensorMap results;
    double largest = 0, seconds = 0;
    for (const auto& [name, tensor] : inputs) {
        context.throwIfStopped("Stopped; nothing was written.");
        const std::string prefix = inputs.size() == 1 ? "" : name + ".";
        if (args.features)
            net->setBorderProbe([&](const std::string& feature, const at::Tensor& value) {
                results["features." + prefix + feature] = toHostTensor(value);
            });
        const auto start = std::chrono::steady_clock::now();
        const at::Tensor output = net->forward(toTensor(tensor).to(at::Device(device))).to(at::kCPU);
        seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        if (!at::isfinite(output).all().item<bool>())
            throw Error(
                fmt::format("The network's output for {} is not finite; check the weights in {}.", name, args.weights));
        largest = std::max(largest, output.abs().max().item<double>());
        // One input gives one "output", as the golden cases name it; several keep their own names.
        results[inputs.size() == 1 ? "output" : name] = toHostTensor(output);
    }
    if (inputs.empty())
        throw InputError(fmt::format("{} holds no tensor to run on.", args.input));
    writeSafetensors(args.output, results);
    context.print(fmt::format("{} inputs in {:.3f} s, largest |output| {:.6g}; written to {}", inputs.size(), seconds,
                              largest, args.output));
    context.printJson({{"max", largest}, {"seconds", seconds}, {"output", args.output}});
}

} // namespace kintsugi::cli

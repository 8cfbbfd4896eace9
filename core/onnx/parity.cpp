#include "onnx/parity.h"

#include "base/error.h"
#include "base/random.h"
#include "nets/tensors.h"
#include "weights/safetensors.h"

#ifdef KINTSUGI_HAS_RUNTIME
#include "runtime/session.h"
#endif

#include <ATen/ATen.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <torch/utils.h>

namespace kintsugi {

namespace {

/// Rectangles of random values under noise: something for every frequency that a network looks at.
at::Tensor picture(std::int64_t channels, std::int64_t height, std::int64_t width, std::uint64_t seed) {
    at::Tensor image = at::empty({1, channels, height, width});
    float* values = image.data_ptr<float>();
    RandomStream random(seed);
    std::array<float, 64> levels{};
    for (std::int64_t c = 0; c < channels; ++c) {
        for (float& level : levels)
            level = static_cast<float>(random.uniform());
        for (std::int64_t y = 0; y < height; ++y)
            for (std::int64_t x = 0; x < width; ++x) {
                const float level = levels[static_cast<std::size_t>(y * 8 / height * 8 + x * 8 / width)];
                *values++ = std::clamp(level + 0.3f * static_cast<float>(random.uniform() - 0.5), 0.0f, 1.0f);
            }
    }
    return image;
}

double largest(const at::Tensor& values) {
    return values.abs().max().item<double>();
}

HybridUNet withoutBlocks(const HybridUNet& net) {
    // The teacher is shared, never changed, and outlives the result.
    const std::shared_ptr<UNet> teacher(std::shared_ptr<UNet>(), const_cast<UNet*>(&net.teacher()));
    HybridPath path;
    for (const StageId stage : allStages)
        path[static_cast<std::size_t>(indexOf(stage))] = {{0, static_cast<int>(teacher->blocks(stage).size()), {}}};
    return HybridUNet(teacher, path);
}

ParityCase compared(const at::Tensor& input, const at::Tensor& expected, const at::Tensor& withoutBlocks) {
    if (!at::isfinite(expected).all().item<bool>())
        throw InputError("The network's output is not finite on the test picture, so nothing can be compared with it; "
                         "its weights are damaged.");
    ParityCase result;
    result.input = toHostTensor(input);
    result.expected = toHostTensor(expected);
    const double whole = std::max(largest(expected), 1e-30);
    const double added = input.sizes() == expected.sizes() ? largest(expected - input) : 0;
    result.scale = added > 0 ? added : whole;
    result.blocksShare = largest(expected - withoutBlocks) / result.scale;
    return result;
}

at::Tensor testPicture(const HybridUNet& net, int height, int width, std::uint64_t seed) {
    if (height < 8 || width < 8 || height % 8 != 0 || width % 8 != 0)
        throw InputError(fmt::format("A network cannot run on {}x{} pixels: height and width must be multiples of 8, "
                                     "at least 8.",
                                     height, width));
    return picture(net.teacher().config().inpChannels, height, width, seed);
}

} // namespace

ParityCase networkParityCase(const HybridUNet& net, int height, int width, std::uint64_t seed) {
    const torch::NoGradGuard noGrad;
    const at::Tensor input = testPicture(net, height, width, seed);
    const at::Tensor expected = net.forward(input), empty = withoutBlocks(net).forward(input);
    ParityCase result = compared(input, expected, empty);
    if (net.teacher().config().dualPixelTask) { // no global residual
        result.scale = std::max(largest(expected), 1e-30);
        result.blocksShare = largest(expected - empty) / result.scale;
    }
    return result;
}

ParityCase stageParityCase(const HybridUNet& net, const std::string& name, int height, int width, std::uint64_t seed) {
    if (name == "stage:base")
        return networkParityCase(withoutBlocks(net), height, width, seed);
    constexpr std::string_view prefix = "stage:";
    if (!name.starts_with(prefix))
        throw InputError(fmt::format("'{}' is no stage's model; they are named stage:enc1 to stage:refine and "
                                     "stage:base.",
                                     name));
    const StageId stage = parseStage(name.substr(prefix.size()));
    const torch::NoGradGuard noGrad;
    at::Tensor features;
    net.forward(testPicture(net, height, width, seed), [&](StageId at, int boundary, const at::Tensor& value) {
        if (at == stage && boundary == 0)
            features = value;
    });
    return compared(features, net.runStage(stage, features), features);
}

void writeParityFile(const std::filesystem::path& file, const ParityCase& expected) {
    double whole = 0;
    for (const float value : expected.expected.toFloat())
        whole = std::max(whole, std::abs(static_cast<double>(value)));
    const double tolerance = parityTolerance * expected.scale / std::max(whole, 1e-30);
    writeSafetensors(file, {{"input", expected.input}, {"output", expected.expected}},
                     {{"tolerance", fmt::format("{:.9g}", tolerance)}});
}

#ifdef KINTSUGI_HAS_RUNTIME

ParityResult checkParity(const std::filesystem::path& model, const ParityCase& expected, int threads) {
    SessionOptions options;
    options.threads = threads;
    OnnxSession session(model, options);
    if (session.inputs().size() != 1)
        throw InputError(
            fmt::format("{} takes {} inputs; a network has one.", model.string(), session.inputs().size()));
    const NamedTensor input{session.inputs().front().name, expected.input.shape, expected.input.toFloat()};
    const auto outputs = session.run(std::span(&input, 1));
    if (outputs.size() != 1 || outputs.front().shape != expected.expected.shape)
        throw InputError(fmt::format("{} gives an output of another shape than the network's.", model.string()));
    const std::vector<float> wanted = expected.expected.toFloat();
    ParityResult result;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const double difference = std::abs(static_cast<double>(outputs.front().data[i]) - wanted[i]);
        // A value that is no number compares as false with everything; it must not pass.
        result.maxAbs = difference <= result.maxAbs ? result.maxAbs : difference;
        if (std::isnan(difference))
            result.maxAbs = INFINITY;
    }
    result.maxRel = result.maxAbs / expected.scale;
    result.pass = result.maxRel <= parityTolerance;
    return result;
}

std::string parityRuntimeVersion() {
    return onnxRuntimeVersion();
}

#else

namespace {
[[noreturn]] void missing() {
    throw Error("This build of Kintsugi has no ONNX Runtime, so models cannot be compared; run script/onnxruntime and "
                "build again.");
}
} // namespace

ParityResult checkParity(const std::filesystem::path&, const ParityCase&, int) {
    missing();
}

std::string parityRuntimeVersion() {
    missing();
}

#endif

} // namespace kintsugi

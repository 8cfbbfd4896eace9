#include "base/error.h"
#include "golden_kinds.h"
#include "imaging/tiling.h"
#include "nets/hybrid.h"
#include "nets/mambair_block.h"
#include "nets/ops.h"
#include "nets/restormer_block.h"
#include "nets/state_dict.h"
#include "nets/tensors.h"
#include "nets/unet.h"
#include "weights/checkpoint.h"

#ifdef KINTSUGI_HAS_IMAGE_FILES
#include "imaging/image_file.h"
#endif

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <torch/types.h>

namespace kintsugi::cli {

namespace {

using Tensors = std::map<std::string, at::Tensor>;

NormType normOf(const nlohmann::json& config) {
    return config.at("LayerNorm_type") == "BiasFree" ? NormType::BiasFree : NormType::WithBias;
}

Probe storeIn(Tensors& features) {
    return [&features](const std::string& name, const at::Tensor& value) { features[name] = value.detach(); };
}

/// Runs a block forward and backward with the case's gradient and compares output, features and gradients. @p toNchw
/// and
/// @p fromNchw turn the case's layout into ours and back.
template <typename In, typename Out>
void runBlock(const GoldenCase& golden, Block& block, const std::string& device, In&& toNchw, Out&& fromNchw,
              std::vector<GoldenRow>& rows) {
    block.to(at::Device(device));
    Tensors features;
    const at::Tensor input = golden.tensor("input.safetensors", "input").to(at::Device(device)).requires_grad_(true);
    const at::Tensor output = fromNchw(block.forward(toNchw(input), storeIn(features)));
    golden.compare("output.safetensors", {{"output", output}}, rows);
    golden.compare("features.safetensors", features, rows);
    if (!golden.has("grads.safetensors"))
        return;
    output.backward(golden.tensor("input.safetensors", "grad_output").to(at::Device(device)));
    Tensors grads{{"input", input.grad()}};
    for (const auto& item : block.named_parameters())
        grads[item.key()] = item.value().grad();
    golden.compare("grads.safetensors", grads, rows);
}

/// Stage and border features of a whole network by upstream's names.
void runNetwork(const GoldenCase& golden, const std::shared_ptr<UNet>& net, const std::string& device, bool tokens,
                std::vector<GoldenRow>& rows) {
    const torch::NoGradGuard noGrad;
    net->to(at::Device(device));
    Tensors features;
    net->setBorderProbe([&](const std::string& name, const at::Tensor& value) {
        // MambaIR passes tokens (batch, pixels, channels) everywhere but around its plain convolutions.
        const bool image = !tokens || name.starts_with("reduce_chan") || name == "output" || name == "skip_conv";
        features[name] = image ? value : value.flatten(2).transpose(1, 2);
    });
    const at::Tensor input = golden.tensor("input.safetensors", "input").to(at::Device(device));
    const at::Tensor output = net->forward(input);
    net->setBorderProbe({});
    golden.compare("output.safetensors", {{"output", output}}, rows);
    golden.compare("features.safetensors", features, rows);
    // An assembled all-teacher path is the network itself, to the last bit.
    const HybridUNet hybrid(net, HybridUNet::allTeacherPath(*net));
    GoldenRow row;
    row.caseName = golden.name();
    row.tensor = "all-teacher hybrid";
    row.error = (hybrid.forward(input) - output).abs().max().item<double>();
    row.pass = row.error == 0;
    rows.push_back(row);
}

} // namespace

void loadGoldenWeights(const GoldenCase& golden, torch::nn::Module& module) {
    loadStateDict(module, readCheckpoint(golden.folder() / "weights.pth").tensors,
                  (golden.folder() / "weights.pth").string());
}

void runRestormerLayerNorm(const GoldenCase& golden, const std::string& device, std::vector<GoldenRow>& rows) {
    const auto& config = golden.config();
    Tensors outputs, grads;
    for (const auto& [name, value] : golden.tensors("input.safetensors")) {
        if (name.starts_with("grad_"))
            continue;
        ChannelNorm norm(config.at("dim").get<int>(), normOf(config));
        loadGoldenWeights(golden, norm);
        norm.to(at::Device(device));
        const at::Tensor input = value.to(at::Device(device)).requires_grad_(true);
        const at::Tensor output = norm.forward(input);
        outputs[name] = output;
        output.backward(golden.tensor("input.safetensors", "grad_output").to(at::Device(device)));
        grads[name + ".input"] = input.grad();
        for (const auto& item : norm.named_parameters())
            grads[name + "." + item.key()] = item.value().grad();
    }
    golden.compare("output.safetensors", outputs, rows);
    if (golden.has("grads.safetensors"))
        golden.compare("grads.safetensors", grads, rows);
}

void runRestormerBlock(const GoldenCase& golden, const std::string& device, std::vector<GoldenRow>& rows) {
    const auto& config = golden.config();
    RestormerBlock block(config.at("dim"), config.at("num_heads"), config.at("ffn_expansion_factor"), config.at("bias"),
                         normOf(config));
    loadGoldenWeights(golden, block);
    const auto same = [](const at::Tensor& x) { return x; };
    runBlock(golden, block, device, same, same, rows);
}

void runMambaIrBlock(const GoldenCase& golden, const std::string& device, std::vector<GoldenRow>& rows) {
    const auto& config = golden.config();
    MambaIrBlock block(config.at("hidden_dim"), config.at("expand"), config.at("d_state"));
    loadGoldenWeights(golden, block);
    const std::int64_t height = config.at("height"), width = config.at("width");
    runBlock(
        golden, block, device,
        [&](const at::Tensor& x) {
            return x.transpose(1, 2).reshape({x.size(0), x.size(2), height, width});
        },
        [](const at::Tensor& x) { return x.flatten(2).transpose(1, 2); }, rows);
}

void runResize(const GoldenCase& golden, const std::string& device, std::vector<GoldenRow>& rows) {
    const auto weights = golden.tensors("weights.pth");
    const auto leaf = [&](const at::Tensor& t) { return t.to(at::Device(device)).requires_grad_(true); };
    const auto in = [&](const char* name) { return golden.tensor("input.safetensors", name); };
    const at::Tensor downWeight = leaf(weights.at("down.body.0.weight")),
                     upWeight = leaf(weights.at("up.body.0.weight"));
    const at::Tensor downInput = leaf(in("down_input")), upInput = leaf(in("up_input"));
    const at::Tensor down = ops::pixelUnshuffle2(ops::conv3x3(downInput, downWeight));
    const at::Tensor up = ops::pixelShuffle2(ops::conv3x3(upInput, upWeight));
    down.backward(in("down_grad_output").to(at::Device(device)));
    up.backward(in("up_grad_output").to(at::Device(device)));
    golden.compare("output.safetensors",
                   {{"down_output", down},
                    {"up_output", up},
                    {"pixel_shuffle_arange", ops::pixelShuffle2(in("arange"))},
                    {"pixel_unshuffle_arange", ops::pixelUnshuffle2(in("arange"))}},
                   rows);
    golden.compare("grads.safetensors",
                   {{"down_input", downInput.grad()},
                    {"up_input", upInput.grad()},
                    {"down.body.0.weight", downWeight.grad()},
                    {"up.body.0.weight", upWeight.grad()}},
                   rows);
}

void runRestormer(const GoldenCase& golden, const std::string& device, std::vector<GoldenRow>& rows) {
    const auto net = makeRestormer(restormerConfigFromJson(golden.config().dump()));
    loadGoldenWeights(golden, *net);
    runNetwork(golden, net, device, false, rows);
}

void runMambaIrUNet(const GoldenCase& golden, const std::string& device, std::vector<GoldenRow>& rows) {
    const auto net = makeMambaIrUNet(mambaIrUNetConfigFromJson(golden.config().dump()));
    loadGoldenWeights(golden, *net);
    runNetwork(golden, net, device, true, rows);
}

void runTiling(const GoldenCase& golden, const std::string& device, std::vector<GoldenRow>& rows) {
    const auto& config = golden.config();
    const std::filesystem::path network = golden.folder() / config.at("network_case").get<std::string>();
    const std::filesystem::path weights =
        golden.has("weights.pth") ? golden.folder() / "weights.pth" : network / "weights.pth";
    const auto net = makeRestormer(restormerConfigFromJson(config.at("network").dump()));
    loadStateDict(*net, readCheckpoint(weights).tensors, weights.string());
    net->to(at::Device(device));
    const torch::NoGradGuard noGrad;
    const Image input = toImage(golden.tensor("input.safetensors", "input_padded"));
    const TileFunction restore = [&](const Image& tile) {
        return toImage(net->forward(toTensor(tile).to(at::Device(device))));
    };
    Tensors results{{"untiled", toTensor(restore(input))}};
    for (const auto& tile : config.at("tiles")) {
        const int size = tile.at("tile"), overlap = tile.at("overlap");
        const TilePlan plan = planTiles(input.height, input.width, size, overlap, TileBlend::Uniform);
        results[fmt::format("tile{}_overlap{}", size, overlap)] = toTensor(runTiled(input, plan, restore));
    }
    golden.compare("output.safetensors", results, rows);
#ifdef KINTSUGI_HAS_IMAGE_FILES
    const int height = config.at("height"), width = config.at("width");
    if (golden.has("input.png")) { // the picture that the padded input was made of
        const ByteImage picture = readImageBytes(golden.folder() / "input.png"),
                        used = toBytes(crop(input, 0, 0, height, width));
        GoldenRow row;
        row.caseName = golden.name();
        row.tensor = "input.png";
        for (std::size_t i = 0; i < used.values.size() && used.sameShape(picture); ++i)
            row.error = std::max(row.error, std::abs(static_cast<double>(used.values[i]) - picture.values[i]));
        row.pass = used.sameShape(picture) && row.error == 0;
        rows.push_back(row);
    }
    for (const auto& [name, result] : results) {
        const std::string file = "output_" + name + ".png";
        if (!golden.has(file))
            continue;
        const ByteImage expected = readImageBytes(golden.folder() / file);
        const ByteImage got = toBytes(crop(toImage(result), 0, 0, height, width));
        GoldenRow row;
        row.caseName = golden.name();
        row.tensor = file;
        row.allowed = 1; // a value within the float tolerance of a rounding boundary may fall on either side
        for (std::size_t i = 0; i < got.values.size() && got.sameShape(expected); ++i)
            row.error = std::max(row.error, std::abs(static_cast<double>(got.values[i]) - expected.values[i]));
        row.pass = got.sameShape(expected) && row.error <= row.allowed;
        rows.push_back(row);
    }
#endif
}

} // namespace kintsugi::cli

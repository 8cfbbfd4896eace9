#include "nets/unet.h"

#include "base/error.h"
#include "nets/mambair_block.h"
#include "nets/ops.h"
#include "nets/restormer_block.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

namespace kintsugi {

namespace {

class Named : public torch::nn::Module {};

const at::Tensor& out(const StageOutputs& outputs, StageId stage) {
    return outputs[static_cast<std::size_t>(stage)];
}

} // namespace

struct UNet::Borders {
    std::shared_ptr<ConvWeights> patchEmbed, down12, down23, down34, up43, up32, up21, reduce3, reduce2, skip, output;
};

UNet::UNet(const RestormerConfig& borders, const BlockFactory& makeBlock)
    : m_config(borders), m_borders(std::make_shared<Borders>()) {
    const int dim = borders.dim;
    const bool bias = borders.bias;
    if (dim < 2 || dim % 2 != 0)
        throw InputError(fmt::format("A network of dim {} cannot be built: dim must be even and at least 2.", dim));
    const auto named = [this](const std::string& name) { return register_module(name, std::make_shared<Named>()); };
    const auto nested = [&](const char* name, int outChannels, int inChannels) {
        auto body = named(name)->register_module("body", std::make_shared<Named>());
        return body->register_module("0", std::make_shared<ConvWeights>(outChannels, inChannels, 3, false));
    };
    const auto conv = [&](const char* name, int outChannels, int inChannels, int kernel) {
        return register_module(name, std::make_shared<ConvWeights>(outChannels, inChannels, kernel, bias));
    };
    const auto stage = [&](StageId id, int count, int channels, int heads) {
        // A plain container whose children are named 0, 1, …, as in PyTorch's Sequential.
        auto list = named(std::string(upstreamModule(id)));
        for (int i = 0; i < count; ++i) {
            BlockPtr block = makeBlock(channels, heads);
            list->register_module(std::to_string(i), block);
            m_blocks[static_cast<std::size_t>(id)].push_back(block);
        }
    };
    const auto& blocks = borders.numBlocks;
    const auto& heads = borders.heads;
    // The order of registration is upstream's, so listings read alike.
    // Upstream builds its embedding without handing on the bias setting, so it never has one.
    m_borders->patchEmbed =
        named("patch_embed")
            ->register_module("proj", std::make_shared<ConvWeights>(dim, borders.inpChannels, 3, false));
    stage(StageId::enc1, blocks[0], dim, heads[0]);
    m_borders->down12 = nested("down1_2", dim / 2, dim);
    stage(StageId::enc2, blocks[1], dim * 2, heads[1]);
    m_borders->down23 = nested("down2_3", dim, dim * 2);
    stage(StageId::enc3, blocks[2], dim * 4, heads[2]);
    m_borders->down34 = nested("down3_4", dim * 2, dim * 4);
    stage(StageId::bottleneck, blocks[3], dim * 8, heads[3]);
    m_borders->up43 = nested("up4_3", dim * 16, dim * 8);
    m_borders->reduce3 = conv("reduce_chan_level3", dim * 4, dim * 8, 1);
    stage(StageId::dec3, blocks[2], dim * 4, heads[2]);
    m_borders->up32 = nested("up3_2", dim * 8, dim * 4);
    m_borders->reduce2 = conv("reduce_chan_level2", dim * 2, dim * 4, 1);
    stage(StageId::dec2, blocks[1], dim * 2, heads[1]);
    m_borders->up21 = nested("up2_1", dim * 4, dim * 2);
    stage(StageId::dec1, blocks[0], dim * 2, heads[0]);
    stage(StageId::refine, borders.numRefinementBlocks, dim * 2, heads[0]);
    if (borders.dualPixelTask)
        m_borders->skip = conv("skip_conv", dim * 2, dim, 1);
    m_borders->output = conv("output", borders.outChannels, dim * 2, 3);
}

void UNet::report(std::string_view name, const at::Tensor& value) const {
    if (m_probe)
        m_probe(std::string(name), value);
}

void UNet::checkImage(const at::Tensor& image) const {
    if (image.dim() != 4 || image.size(1) != m_config.inpChannels)
        throw InputError(fmt::format("The network takes {} channels (batch x {} x height x width), the input has {}.",
                                     m_config.inpChannels, m_config.inpChannels,
                                     image.dim() == 4 ? fmt::format("{}", image.size(1))
                                                      : fmt::format("{} dimensions", image.dim())));
    if (image.size(0) < 1 || image.size(2) < 8 || image.size(3) < 8 || image.size(2) % 8 != 0 || image.size(3) % 8 != 0)
        throw InputError(
            fmt::format("The network takes heights and widths that are multiples of 8, the input is {}x{}; "
                        "pad it first.",
                        image.size(2), image.size(3)));
    if (!m_config.dualPixelTask && m_config.inpChannels != m_config.outChannels)
        throw InputError("A network whose input and output channels differ has no global residual to add; set "
                         "dual_pixel_task in its configuration.");
}

at::Tensor UNet::stageInput(StageId stage, const StageOutputs& outputs, const at::Tensor& image) const {
    const auto down = [&](const char* name, const std::shared_ptr<ConvWeights>& conv, const at::Tensor& x) {
        at::Tensor y = ops::pixelUnshuffle2(ops::conv3x3(x, conv->weight, conv->bias));
        report(name, y);
        return y;
    };
    const auto up = [&](const char* name, const std::shared_ptr<ConvWeights>& conv, const at::Tensor& x) {
        at::Tensor y = ops::pixelShuffle2(ops::conv3x3(x, conv->weight, conv->bias));
        report(name, y);
        return y;
    };
    const auto reduce = [&](const char* name, const std::shared_ptr<ConvWeights>& conv, const at::Tensor& x) {
        at::Tensor y = ops::pointwise(x, conv->weight, conv->bias);
        report(name, y);
        return y;
    };
    const Borders& b = *m_borders;
    switch (stage) {
    case StageId::enc1: {
        at::Tensor y = ops::conv3x3(image, b.patchEmbed->weight, b.patchEmbed->bias);
        report("patch_embed", y);
        return y;
    }
    case StageId::enc2:
        return down("down1_2", b.down12, out(outputs, StageId::enc1));
    case StageId::enc3:
        return down("down2_3", b.down23, out(outputs, StageId::enc2));
    case StageId::bottleneck:
        return down("down3_4", b.down34, out(outputs, StageId::enc3));
    case StageId::dec3:
        return reduce(
            "reduce_chan_level3", b.reduce3,
            at::cat({up("up4_3", b.up43, out(outputs, StageId::bottleneck)), out(outputs, StageId::enc3)}, 1));
    case StageId::dec2:
        return reduce("reduce_chan_level2", b.reduce2,
                      at::cat({up("up3_2", b.up32, out(outputs, StageId::dec3)), out(outputs, StageId::enc2)}, 1));
    case StageId::dec1:
        return at::cat({up("up2_1", b.up21, out(outputs, StageId::dec2)), out(outputs, StageId::enc1)}, 1);
    case StageId::refine:
        return out(outputs, StageId::dec1);
    }
    throw InputError("No such stage.");
}

at::Tensor UNet::finish(const StageOutputs& outputs, const at::Tensor& image) const {
    at::Tensor x = out(outputs, StageId::refine);
    if (m_config.dualPixelTask) {
        const at::Tensor embedded = ops::conv3x3(image, m_borders->patchEmbed->weight, m_borders->patchEmbed->bias);
        const at::Tensor skip = ops::pointwise(embedded, m_borders->skip->weight, m_borders->skip->bias);
        report("skip_conv", skip);
        x = x + skip;
    }
    x = ops::conv3x3(x, m_borders->output->weight, m_borders->output->bias);
    report("output", x);
    return m_config.dualPixelTask ? x : x + image;
}

at::Tensor UNet::forward(const at::Tensor& image, const BoundaryProbe& probe) {
    checkImage(image);
    StageOutputs outputs;
    for (const StageId stage : allStages) {
        at::Tensor x = stageInput(stage, outputs, image);
        int boundary = 0;
        if (probe)
            probe(stage, boundary, x);
        for (const BlockPtr& block : blocks(stage)) {
            x = block->forward(x);
            if (probe)
                probe(stage, ++boundary, x);
        }
        report(upstreamModule(stage), x);
        outputs[static_cast<std::size_t>(stage)] = x;
    }
    return finish(outputs, image);
}

std::shared_ptr<UNet> makeRestormer(const RestormerConfig& config) {
    return std::make_shared<UNet>(config, [&](int channels, int heads) -> BlockPtr {
        return std::make_shared<RestormerBlock>(channels, heads, config.ffnExpansionFactor, config.bias,
                                                config.layerNormType);
    });
}

std::shared_ptr<UNet> makeMambaIrUNet(const MambaIrUNetConfig& config) {
    RestormerConfig borders;
    borders.inpChannels = config.inpChannels;
    borders.outChannels = config.outChannels;
    borders.dim = config.dim;
    borders.numBlocks = config.numBlocks;
    borders.numRefinementBlocks = config.numRefinementBlocks;
    borders.bias = config.bias;
    borders.dualPixelTask = config.dualPixelTask;
    return std::make_shared<UNet>(borders, [&](int channels, int) -> BlockPtr {
        return std::make_shared<MambaIrBlock>(channels, config.mlpRatio, config.dState);
    });
}

} // namespace kintsugi

#include "space/state_dict_schema.h"

#include "space/stage.h"

#include <fmt/format.h>

namespace kintsugi {

namespace {

/// Convolution with a square kernel; @p bias adds its bias.
void addConv(Schema& schema, const std::string& name, std::int64_t out, std::int64_t inPerGroup, std::int64_t kernel,
             bool bias) {
    schema.push_back({name + ".weight", {out, inPerGroup, kernel, kernel}});
    if (bias)
        schema.push_back({name + ".bias", {out}});
}

void addNorm(Schema& schema, const std::string& name, std::int64_t channels, bool bias) {
    schema.push_back({name + ".weight", {channels}});
    if (bias)
        schema.push_back({name + ".bias", {channels}});
}

/// The U-Net around the blocks is the same in both families; only the blocks differ.
template <typename Config, typename BlockSchema>
Schema makeSchema(const Config& config, const BlockSchema& blockSchema) {
    Schema schema;
    const std::int64_t dim = config.dim;
    for (const StageInfo& stage : stagesOf(config)) {
        const std::int64_t channels = stage.channels;
        switch (stage.id) {
        case StageId::enc1:
            addConv(schema, "patch_embed.proj", dim, config.inpChannels, 3, false);
            break;
        case StageId::enc2:
            addConv(schema, "down1_2.body.0", dim / 2, dim, 3, false);
            break;
        case StageId::enc3:
            addConv(schema, "down2_3.body.0", dim, dim * 2, 3, false);
            break;
        case StageId::bottleneck:
            addConv(schema, "down3_4.body.0", dim * 2, dim * 4, 3, false);
            break;
        case StageId::dec3:
            addConv(schema, "up4_3.body.0", dim * 16, dim * 8, 3, false);
            addConv(schema, "reduce_chan_level3", channels, channels * 2, 1, config.bias);
            break;
        case StageId::dec2:
            addConv(schema, "up3_2.body.0", dim * 8, dim * 4, 3, false);
            addConv(schema, "reduce_chan_level2", channels, channels * 2, 1, config.bias);
            break;
        case StageId::dec1:
            addConv(schema, "up2_1.body.0", dim * 4, dim * 2, 3, false);
            break;
        case StageId::refine:
            break;
        }
        const Schema block = blockSchema(stage);
        for (int i = 0; i < stage.blocks; ++i) {
            for (const TensorSpec& spec : block)
                schema.push_back({fmt::format("{}.{}.{}", upstreamModule(stage.id), i, spec.key), spec.shape});
        }
    }
    if (config.dualPixelTask)
        addConv(schema, "skip_conv", dim * 2, dim, 1, config.bias);
    addConv(schema, "output", config.outChannels, dim * 2, 3, config.bias);
    return schema;
}

} // namespace

Schema restormerBlockSchema(int channels, int heads, int hidden, bool bias, NormType norm) {
    const bool normBias = norm == NormType::WithBias;
    Schema schema;
    addNorm(schema, "norm1.body", channels, normBias);
    schema.push_back({"attn.temperature", {heads, 1, 1}});
    addConv(schema, "attn.qkv", channels * 3, channels, 1, bias);
    addConv(schema, "attn.qkv_dwconv", channels * 3, 1, 3, bias);
    addConv(schema, "attn.project_out", channels, channels, 1, bias);
    addNorm(schema, "norm2.body", channels, normBias);
    addConv(schema, "ffn.project_in", hidden * 2, channels, 1, bias);
    addConv(schema, "ffn.dwconv", hidden * 2, 1, 3, bias);
    addConv(schema, "ffn.project_out", channels, hidden, 1, bias);
    return schema;
}

Schema mambaIrBlockSchema(int channels, double expand, int dState) {
    constexpr std::int64_t scans = 4;
    const std::int64_t c = channels;
    const std::int64_t inner = static_cast<std::int64_t>(channels * expand);
    const std::int64_t dtRank = (c + 15) / 16;
    Schema schema;
    schema.push_back({"skip_scale", {c}});
    schema.push_back({"skip_scale2", {c}});
    addNorm(schema, "ln_1", c, true);
    schema.push_back({"self_attention.x_proj_weight", {scans, dtRank + 2 * dState, inner}});
    schema.push_back({"self_attention.dt_projs_weight", {scans, inner, dtRank}});
    schema.push_back({"self_attention.dt_projs_bias", {scans, inner}});
    schema.push_back({"self_attention.A_logs", {scans * inner, dState}});
    schema.push_back({"self_attention.Ds", {scans * inner}});
    schema.push_back({"self_attention.in_proj.weight", {2 * inner, c}});
    addConv(schema, "self_attention.conv2d", inner, 1, 3, true);
    addNorm(schema, "self_attention.out_norm", inner, true);
    schema.push_back({"self_attention.out_proj.weight", {c, inner}});
    addConv(schema, "conv_blk.cab.0", c / 3, c, 3, true);
    addConv(schema, "conv_blk.cab.2", c, c / 3, 3, true);
    addConv(schema, "conv_blk.cab.3.attention.1", c / 30, c, 1, true);
    addConv(schema, "conv_blk.cab.3.attention.3", c, c / 30, 1, true);
    addNorm(schema, "ln_2", c, true);
    return schema;
}

Schema schemaOf(const RestormerConfig& config) {
    return makeSchema(config, [&config](const StageInfo& stage) {
        return restormerBlockSchema(stage.channels, stage.heads, config.ffnHidden(stage.channels), config.bias,
                                    config.layerNormType);
    });
}

Schema schemaOf(const MambaIrUNetConfig& config) {
    return makeSchema(config, [&config](const StageInfo& stage) {
        return mambaIrBlockSchema(stage.channels, config.mlpRatio, config.dState);
    });
}

std::int64_t valueCount(const Schema& schema) {
    std::int64_t total = 0;
    for (const TensorSpec& spec : schema) {
        std::int64_t values = 1;
        for (std::int64_t extent : spec.shape)
            values *= extent;
        total += values;
    }
    return total;
}

std::int64_t parameterCount(const RestormerConfig& config) {
    return valueCount(schemaOf(config));
}

std::int64_t parameterCount(const MambaIrUNetConfig& config) {
    return valueCount(schemaOf(config));
}

} // namespace kintsugi

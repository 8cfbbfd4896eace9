#include "space/state_dict_schema.h"

#include "base/error.h"
#include "space/stage.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace kintsugi {

namespace {

constexpr std::array<StageId, 4> encoderStages{StageId::enc1, StageId::enc2, StageId::enc3, StageId::bottleneck};

std::string blockKey(StageId stage, const char* name) {
    return fmt::format("{}.0.{}", upstreamModule(stage), name);
}

/// Extent @p axis of a tensor that must have @p rank axes.
int extent(const ShapeMap& shapes, const std::string& key, std::size_t rank, std::size_t axis) {
    const auto found = shapes.find(key);
    if (found == shapes.end())
        throw InputError(
            fmt::format("The checkpoint has no tensor {}, so its network is unknown; give its configuration.", key));
    const TensorShape& shape = found->second;
    if (shape.size() != rank || shape[axis] < 1 || shape[axis] > 1'000'000)
        throw InputError(
            fmt::format("The tensor {} has the shape [{}], which fits no known network; give its configuration.", key,
                        fmt::join(shape, ", ")));
    return static_cast<int>(shape[axis]);
}

/// One more than the largest block number below "MODULE.".
int blocksIn(const ShapeMap& shapes, StageId stage) {
    const std::string prefix = fmt::format("{}.", upstreamModule(stage));
    int blocks = 0;
    for (auto it = shapes.lower_bound(prefix); it != shapes.end() && it->first.starts_with(prefix); ++it) {
        int number = 0;
        std::size_t i = prefix.size();
        while (i < it->first.size() && i < prefix.size() + 6 && it->first[i] >= '0' && it->first[i] <= '9')
            number = number * 10 + (it->first[i++] - '0');
        if (i > prefix.size() && i < it->first.size() && it->first[i] == '.')
            blocks = std::max(blocks, number + 1);
    }
    return blocks;
}

bool hasInStage(const ShapeMap& shapes, StageId stage, const char* name) {
    for (int block = 0; block < blocksIn(shapes, stage); ++block)
        if (shapes.contains(fmt::format("{}.{}.{}", upstreamModule(stage), block, name)))
            return true;
    return false;
}

/// The same of the first block of a stage that has the tensor: one that is missing must not hide what the network is,
/// so that checkKeys() can name all that are.
int extentInStage(const ShapeMap& shapes, StageId stage, const char* name, std::size_t rank, std::size_t axis) {
    for (int block = 0; block < blocksIn(shapes, stage); ++block)
        if (const std::string key = fmt::format("{}.{}.{}", upstreamModule(stage), block, name); shapes.contains(key))
            return extent(shapes, key, rank, axis);
    return extent(shapes, blockKey(stage, name), rank, axis);
}

/// What Restormer and MambaIR's U-Net have in common.
template <typename Config> Config inferShared(const ShapeMap& shapes) {
    constexpr const char *embed = "patch_embed.proj.weight", *output = "output.weight",
                         *reduce = "reduce_chan_level2.weight"; // 2 dim from 4 dim
    Config config;
    config.dim = shapes.contains(embed) || !shapes.contains(reduce) ? extent(shapes, embed, 4, 0)
                                                                    : extent(shapes, reduce, 4, 0) / 2;
    // Either end tells of the other where one is missing.
    config.inpChannels = shapes.contains(embed) ? extent(shapes, embed, 4, 1) : extent(shapes, output, 4, 0);
    config.outChannels = shapes.contains(output) ? extent(shapes, output, 4, 0) : config.inpChannels;
    for (std::size_t level = 0; level < encoderStages.size(); ++level)
        config.numBlocks[level] = blocksIn(shapes, encoderStages[level]);
    config.numRefinementBlocks = blocksIn(shapes, StageId::refine);
    config.dualPixelTask = shapes.contains("skip_conv.weight");
    return config;
}

/// Shortest decimal f, at or above the smallest that fits, with int(channels * f) == wanted at each level; @p preferred
/// where that one fits.
double inferFactor(int dim, const std::array<int, 4>& wanted, double preferred, const char* name) {
    const auto fits = [&](double factor) {
        for (std::size_t level = 0; level < wanted.size(); ++level) {
            if (static_cast<int>((dim << level) * factor) != wanted[level])
                return false;
        }
        return true;
    };
    if (fits(preferred))
        return preferred;
    double low = 0;
    for (std::size_t level = 0; level < wanted.size(); ++level)
        low = std::max(low, static_cast<double>(wanted[level]) / (dim << level));
    double scale = 1;
    for (int digits = 0; digits <= 12; ++digits, scale *= 10) {
        const double first = std::floor(low * scale);
        for (double tick : {first, first + 1}) {
            if (fits(tick / scale))
                return tick / scale;
        }
    }
    throw InputError(fmt::format("No {} gives the hidden channels {} of the checkpoint at its four levels.", name,
                                 fmt::join(wanted, ", ")));
}

std::optional<std::string> describeFile(const ShapeMap& shapes) {
    try {
        if (inferNetworkFamily(shapes) == NetworkFamily::MambaIrUNet)
            return describe(inferMambaIrUNetConfig(shapes));
        return describe(inferRestormerConfig(shapes));
    } catch (const InputError&) {
        return std::nullopt;
    }
}

/// "3 missing (a, b, …)" of a list of keys.
std::string abridged(const std::vector<std::string>& items, const char* what) {
    constexpr std::size_t shown = 4;
    const std::vector<std::string> first(items.begin(),
                                         items.begin() + static_cast<std::ptrdiff_t>(std::min(shown, items.size())));
    return fmt::format("{} {} ({}{})", items.size(), what, fmt::join(first, ", "), items.size() > shown ? ", …" : "");
}

} // namespace

NetworkFamily inferNetworkFamily(const ShapeMap& shapes) {
    const auto hasAny = [&](std::initializer_list<const char*> names) {
        return std::any_of(names.begin(), names.end(),
                           [&](const char* name) { return shapes.contains(blockKey(StageId::enc1, name)); });
    };
    if (hasAny({"attn.qkv.weight", "attn.temperature", "ffn.project_in.weight"}))
        return NetworkFamily::Restormer;
    if (hasAny({"self_attention.A_logs", "self_attention.x_proj_weight", "self_attention.dt_projs_weight"}))
        return NetworkFamily::MambaIrUNet;
    throw InputError("The checkpoint holds neither a Restormer (encoder_level1.0.attn.qkv.weight) nor a MambaIR U-Net "
                     "(encoder_level1.0.self_attention.A_logs).");
}

RestormerConfig inferRestormerConfig(const ShapeMap& shapes) {
    RestormerConfig config = inferShared<RestormerConfig>(shapes);
    std::array<int, 4> hidden{};
    for (std::size_t level = 0; level < encoderStages.size(); ++level) {
        // The decoder's stage of a level has as many heads.
        constexpr std::array<StageId, 4> opposite{StageId::dec1, StageId::dec2, StageId::dec3, StageId::bottleneck};
        const StageId stage = encoderStages[level];
        config.heads[level] = extentInStage(
            shapes, hasInStage(shapes, stage, "attn.temperature") ? stage : opposite[level], "attn.temperature", 3, 0);
        hidden[level] = hasInStage(shapes, stage, "ffn.project_out.weight")
                            ? extentInStage(shapes, stage, "ffn.project_out.weight", 4, 1)
                            : extentInStage(shapes, stage, "ffn.project_in.weight", 4, 0) / 2;
    }
    const auto hasEnding = [&](std::string_view ending) {
        return std::any_of(shapes.begin(), shapes.end(),
                           [&](const auto& entry) { return entry.first.ends_with(ending); });
    };
    config.ffnExpansionFactor =
        inferFactor(config.dim, hidden, RestormerConfig{}.ffnExpansionFactor, "ffn_expansion_factor");
    config.bias = hasEnding("attn.qkv.bias");
    config.layerNormType = hasEnding("norm1.body.bias") ? NormType::WithBias : NormType::BiasFree;
    validate(config);
    return config;
}

MambaIrUNetConfig inferMambaIrUNetConfig(const ShapeMap& shapes) {
    MambaIrUNetConfig config = inferShared<MambaIrUNetConfig>(shapes);
    std::array<int, 4> inner{}, states{};
    for (std::size_t level = 0; level < encoderStages.size(); ++level) {
        inner[level] = extentInStage(shapes, encoderStages[level], "self_attention.out_proj.weight", 2, 1);
        states[level] = extentInStage(shapes, encoderStages[level], "self_attention.A_logs", 2, 1);
    }
    for (int dState : states) {
        if (dState != states[0])
            throw InputError(
                fmt::format("The checkpoint's state size differs between levels ({}), a later layout of MambaIR's "
                            "U-Net that is not supported; use one with a single d_state.",
                            fmt::join(states, ", ")));
    }
    config.dState = states[0];
    config.mlpRatio = inferFactor(config.dim, inner, MambaIrUNetConfig{}.mlpRatio, "mlp_ratio");
    config.bias = shapes.contains("output.bias");
    validate(config);
    return config;
}

void checkKeys(const Schema& expected, const ShapeMap& actual, const std::string& file) {
    std::vector<std::string> missing, reshaped, surplus;
    ShapeMap wanted;
    for (const TensorSpec& spec : expected) {
        wanted.emplace(spec.key, spec.shape);
        const auto found = actual.find(spec.key);
        if (found == actual.end())
            missing.push_back(spec.key);
        else if (found->second != spec.shape)
            reshaped.push_back(fmt::format("{} is [{}] instead of [{}]", spec.key, fmt::join(found->second, ", "),
                                           fmt::join(spec.shape, ", ")));
    }
    for (const auto& [key, shape] : actual) {
        if (!wanted.contains(key))
            surplus.push_back(key);
    }
    std::vector<std::string> findings;
    if (!missing.empty())
        findings.push_back(abridged(missing, "missing"));
    if (!surplus.empty())
        findings.push_back(abridged(surplus, "surplus"));
    if (!reshaped.empty())
        findings.push_back(abridged(reshaped, "of another shape"));
    if (findings.empty())
        return;
    std::string advice = "it is of no known network";
    if (const auto likely = describeFile(actual)) {
        advice = likely == describeFile(wanted) ? "it is the right network, but damaged or of another version"
                                                : fmt::format("the file looks like a {}", *likely);
    }
    throw InputError(
        fmt::format("The tensors of {} do not fit the network: {}; {}.", file, fmt::join(findings, "; "), advice));
}

} // namespace kintsugi

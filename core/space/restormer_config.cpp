#include "space/restormer_config.h"

#include "base/error.h"

#include <algorithm>
#include <climits>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>
#include <vector>

namespace kintsugi {

namespace {

using Json = nlohmann::json;

constexpr int largestDim = 4096;
constexpr int mostBlocks = 512;
constexpr int mostChannels = 1024;

[[noreturn]] void refuse(std::string_view option, const std::string& wanted, const std::string& found) {
    throw InputError(fmt::format("The network option {} must be {}, but it is {}.", option, wanted, found));
}

void requireRange(std::string_view option, int value, int low, int high) {
    if (value < low || value > high)
        refuse(option, fmt::format("between {} and {}", low, high), std::to_string(value));
}

template <typename Config> void validateShared(const Config& config) {
    requireRange("inp_channels", config.inpChannels, 1, mostChannels);
    requireRange("out_channels", config.outChannels, 1, mostChannels);
    requireRange("dim", config.dim, 2, largestDim);
    if (config.dim % 2 != 0)
        refuse("dim", "even, because the first downsampling halves it", std::to_string(config.dim));
    for (int blocks : config.numBlocks)
        requireRange("num_blocks", blocks, 1, mostBlocks);
    requireRange("num_refinement_blocks", config.numRefinementBlocks, 1, mostBlocks);
    if (!config.dualPixelTask && config.inpChannels != config.outChannels)
        refuse("out_channels",
               fmt::format("equal to inp_channels ({}), because the input is added to the output", config.inpChannels),
               std::to_string(config.outChannels));
}

void validateFactor(std::string_view option, double factor, int dim) {
    if (!std::isfinite(factor) || factor > 64 || dim * factor < 1)
        refuse(option, fmt::format("between {:.4g} and 64", 1.0 / dim), fmt::format("{}", factor));
}

Json parseObject(std::string_view text) {
    Json json;
    try {
        json = Json::parse(text.begin(), text.end());
    } catch (const Json::parse_error& e) {
        throw InputError(
            fmt::format("The network configuration is not valid JSON near byte {}; check the file.", e.byte));
    }
    if (!json.is_object())
        throw InputError("The network configuration must be a JSON object with options such as dim and num_blocks.");
    for (const char* nest : {"config", "network_g"}) {
        const auto found = json.find(nest);
        if (found == json.end())
            continue;
        if (!found->is_object())
            refuse(nest, "a JSON object with options such as dim and num_blocks", found->dump());
        return *found;
    }
    return json;
}

/// Takes options out of a JSON object one by one and in the end refuses what nobody took.
class OptionReader {
public:
    explicit OptionReader(Json object) : m_object(std::move(object)) {}

    void read(const char* option, int& value) const {
        if (const Json* json = find(option))
            value = wholeNumber(option, *json);
    }

    void read(const char* option, double& value) const {
        if (const Json* json = find(option)) {
            if (!json->is_number())
                refuse(option, "a number", json->dump());
            value = json->get<double>();
        }
    }

    void read(const char* option, bool& value) const {
        if (const Json* json = find(option)) {
            if (!json->is_boolean())
                refuse(option, "true or false", json->dump());
            value = json->get<bool>();
        }
    }

    void read(const char* option, std::array<int, 4>& values) const {
        if (const Json* json = find(option)) {
            if (!json->is_array() || json->size() != values.size())
                refuse(option, "a list of 4 whole numbers", json->dump());
            for (std::size_t i = 0; i < values.size(); ++i)
                values[i] = wholeNumber(option, (*json)[i]);
        }
    }

    void read(const char* option, NormType& value) const {
        if (const Json* json = find(option)) {
            if (*json != "WithBias" && *json != "BiasFree")
                refuse(option, "\"WithBias\" or \"BiasFree\"", json->dump());
            value = *json == "BiasFree" ? NormType::BiasFree : NormType::WithBias;
        }
    }

    void ignore(const char* option) const { find(option); }

    void finish() const {
        for (const auto& [option, value] : m_object.items()) {
            if (std::find(m_known.begin(), m_known.end(), option) == m_known.end())
                throw InputError(
                    fmt::format("The network option {} is unknown; known are {}.", option, fmt::join(m_known, ", ")));
        }
    }

private:
    const Json* find(const char* option) const {
        m_known.emplace_back(option);
        const auto found = m_object.find(option);
        return found == m_object.end() ? nullptr : &*found;
    }

    static int wholeNumber(const char* option, const Json& json) {
        if (!json.is_number_integer() || json < INT_MIN || json > INT_MAX)
            refuse(option, "a whole number", json.dump());
        return json.get<int>();
    }

    Json m_object;
    mutable std::vector<std::string> m_known;
};

template <typename Config> void readShared(const OptionReader& reader, Config& config) {
    reader.read("inp_channels", config.inpChannels);
    reader.read("out_channels", config.outChannels);
    reader.read("dim", config.dim);
    reader.read("num_blocks", config.numBlocks);
    reader.read("num_refinement_blocks", config.numRefinementBlocks);
    reader.read("bias", config.bias);
    reader.read("dual_pixel_task", config.dualPixelTask);
}

template <typename Config> Json sharedJson(const Config& config) {
    return {{"inp_channels", config.inpChannels},
            {"out_channels", config.outChannels},
            {"dim", config.dim},
            {"num_blocks", config.numBlocks},
            {"num_refinement_blocks", config.numRefinementBlocks},
            {"bias", config.bias},
            {"dual_pixel_task", config.dualPixelTask}};
}

const char* normName(NormType type) {
    return type == NormType::BiasFree ? "BiasFree" : "WithBias";
}

template <typename Config> std::string describeChannels(const Config& config) {
    std::string text;
    if (config.inpChannels != 3 || config.outChannels != 3)
        text += fmt::format(", channels {} to {}", config.inpChannels, config.outChannels);
    if (config.bias)
        text += ", with convolution biases";
    if (config.dualPixelTask)
        text += ", dual pixel";
    return text;
}

} // namespace

void validate(const RestormerConfig& config) {
    validateShared(config);
    for (std::size_t level = 0; level < config.heads.size(); ++level) {
        requireRange("heads", config.heads[level], 1, largestDim);
        const int channels = config.dim << level;
        if (channels % config.heads[level] != 0)
            refuse("heads", fmt::format("a divisor of the {} channels at level {}", channels, level + 1),
                   std::to_string(config.heads[level]));
    }
    validateFactor("ffn_expansion_factor", config.ffnExpansionFactor, config.dim);
}

void validate(const MambaIrUNetConfig& config) {
    validateShared(config);
    requireRange("dim", config.dim, 30, largestDim);
    requireRange("d_state", config.dState, 1, 1024);
    validateFactor("mlp_ratio", config.mlpRatio, config.dim);
    if (config.dualPixelTask)
        refuse("dual_pixel_task", "false for MambaIR's U-Net, whose dual-pixel branch does not run upstream", "true");
}

RestormerConfig restormerConfigFromJson(std::string_view json) {
    const OptionReader reader(parseObject(json));
    RestormerConfig config;
    readShared(reader, config);
    reader.read("heads", config.heads);
    reader.read("ffn_expansion_factor", config.ffnExpansionFactor);
    reader.read("LayerNorm_type", config.layerNormType);
    reader.ignore("type");
    reader.finish();
    validate(config);
    return config;
}

MambaIrUNetConfig mambaIrUNetConfigFromJson(std::string_view json) {
    const OptionReader reader(parseObject(json));
    MambaIrUNetConfig config;
    readShared(reader, config);
    reader.read("mlp_ratio", config.mlpRatio);
    reader.read("d_state", config.dState);
    reader.ignore("type");
    reader.ignore("drop_path_rate"); // upstream's option for training only
    reader.finish();
    validate(config);
    return config;
}

NetworkFamily networkFamilyFromJson(std::string_view json) {
    const Json object = parseObject(json);
    const auto type = object.find("type");
    const bool named = type != object.end() && type->is_string() &&
                       type->get_ref<const std::string&>().find("MambaIR") != std::string::npos;
    return named || object.contains("mlp_ratio") || object.contains("d_state") ? NetworkFamily::MambaIrUNet
                                                                               : NetworkFamily::Restormer;
}

std::string toJson(const RestormerConfig& config) {
    Json json = sharedJson(config);
    json["heads"] = config.heads;
    json["ffn_expansion_factor"] = config.ffnExpansionFactor;
    json["LayerNorm_type"] = normName(config.layerNormType);
    return json.dump();
}

std::string toJson(const MambaIrUNetConfig& config) {
    Json json = sharedJson(config);
    json["mlp_ratio"] = config.mlpRatio;
    json["d_state"] = config.dState;
    return json.dump();
}

std::string describe(const RestormerConfig& config) {
    return fmt::format("Restormer with dim {}, blocks {}, refinement {}, heads {}, expansion {:g}, {}{}", config.dim,
                       fmt::join(config.numBlocks, "-"), config.numRefinementBlocks, fmt::join(config.heads, "-"),
                       config.ffnExpansionFactor, normName(config.layerNormType), describeChannels(config));
}

std::string describe(const MambaIrUNetConfig& config) {
    return fmt::format("MambaIR U-Net with dim {}, blocks {}, refinement {}, expansion {:g}, state {}{}", config.dim,
                       fmt::join(config.numBlocks, "-"), config.numRefinementBlocks, config.mlpRatio, config.dState,
                       describeChannels(config));
}

} // namespace kintsugi

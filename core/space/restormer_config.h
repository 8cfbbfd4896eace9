#pragma once

#include <array>
#include <string>
#include <string_view>

namespace kintsugi {

enum class NormType { WithBias, BiasFree };

/// Shape of a Restormer network, with upstream's option names and defaults (swz30/Restormer, restormer_arch.py).
/// Levels 1 to 4 have dim, 2 dim, 4 dim and 8 dim channels; decoder level 1 and the refinement have 2 dim.
struct RestormerConfig {
    int inpChannels = 3;
    int outChannels = 3;
    int dim = 48;
    std::array<int, 4> numBlocks{4, 6, 6, 8};
    int numRefinementBlocks = 4;
    std::array<int, 4> heads{1, 2, 4, 8};
    double ffnExpansionFactor = 2.66;
    bool bias = false;
    NormType layerNormType = NormType::WithBias;
    bool dualPixelTask = false;

    bool operator==(const RestormerConfig&) const = default;

    /// Hidden channels of the gated feed-forward network at @p channels: int(channels * ffnExpansionFactor).
    int ffnHidden(int channels) const { return static_cast<int>(channels * ffnExpansionFactor); }
};

/// Shape of MambaIR's U-Net (csguoh/MambaIR, realDenoising mambairunet_arch.py). In that file mlp_ratio is what each
/// block receives as the expansion of its state-space part.
struct MambaIrUNetConfig {
    int inpChannels = 3;
    int outChannels = 3;
    int dim = 48;
    std::array<int, 4> numBlocks{4, 6, 6, 8};
    int numRefinementBlocks = 4;
    double mlpRatio = 1.5;
    int dState = 16;
    bool bias = false;
    bool dualPixelTask = false;

    bool operator==(const MambaIrUNetConfig&) const = default;

    /// Channels inside the state-space part of a block: int(channels * mlpRatio).
    int innerChannels(int channels) const { return static_cast<int>(channels * mlpRatio); }
};

enum class NetworkFamily { Restormer, MambaIrUNet };

/// Throws InputError naming the option when no network can have this shape: dim must be even (PixelUnshuffle halves it)
/// and divisible by the heads at each level, every stage has at least one block, and without dual_pixel_task the input
/// is added to the output, so both have the same channels.
void validate(const RestormerConfig& config);

/// As above. dim is at least 30 because the channel attention squeezes by 30; dual_pixel_task is refused because
/// upstream's own forward fails on it.
void validate(const MambaIrUNetConfig& config);

/// Reads a configuration from a JSON object with upstream's option names, or from its member `config` or `network_g`.
/// Absent options keep the defaults above; `type` is ignored. Throws InputError naming the option when one is unknown,
/// of a wrong type or out of range.
RestormerConfig restormerConfigFromJson(std::string_view json);
MambaIrUNetConfig mambaIrUNetConfigFromJson(std::string_view json);

/// Which network a JSON configuration describes: a `type` that contains "MambaIR", or the options mlp_ratio or d_state,
/// make it a MambaIrUNet. Throws InputError when the text is not a JSON object.
NetworkFamily networkFamilyFromJson(std::string_view json);

/// One JSON object with all options by upstream's names.
std::string toJson(const RestormerConfig& config);
std::string toJson(const MambaIrUNetConfig& config);

/// Short words for messages: "Restormer with dim 48, blocks 4-6-6-8, refinement 4, heads 1-2-4-8, BiasFree".
std::string describe(const RestormerConfig& config);
std::string describe(const MambaIrUNetConfig& config);

} // namespace kintsugi

#pragma once

#include <array>
#include <string>

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
};

} // namespace kintsugi

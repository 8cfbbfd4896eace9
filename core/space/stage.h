#pragma once

#include "space/restormer_config.h"

#include <array>
#include <compare>
#include <string>
#include <string_view>

namespace kintsugi {

/// The eight stages of the U-Net, in the order in which a forward pass runs them.
enum class StageId { enc1, enc2, enc3, bottleneck, dec3, dec2, dec1, refine };

inline constexpr int stageCount = 8;
inline constexpr std::array<StageId, stageCount> allStages{StageId::enc1,       StageId::enc2,  StageId::enc3,
                                                           StageId::bottleneck, StageId::dec3,  StageId::dec2,
                                                           StageId::dec1,       StageId::refine};

constexpr int indexOf(StageId stage) {
    return static_cast<int>(stage);
}

/// "enc1", ..., "refine".
std::string_view stageName(StageId stage);

/// Throws InputError that lists the known names.
StageId parseStage(std::string_view name);

/// The module that holds the stage's blocks in upstream's networks: "encoder_level1", ..., "latent", ..., "refinement".
/// Block i of a stage has the keys "MODULE.i.…".
std::string_view upstreamModule(StageId stage);

struct StageInfo {
    StageId id = StageId::enc1;
    int blocks = 0;    ///< teacher blocks; the block boundaries are 0 to blocks
    int channels = 0;  ///< features have channels x (H / downscale) x (W / downscale)
    int heads = 0;     ///< attention heads of the teacher's blocks; 0 where it has none (MambaIR)
    int downscale = 1; ///< 1, 2, 4 or 8

    bool operator==(const StageInfo&) const = default;
};

using Stages = std::array<StageInfo, stageCount>;

/// Decoder level 1 and the refinement work at full size with 2 dim channels and the heads of level 1.
Stages stagesOf(const RestormerConfig& config);
Stages stagesOf(const MambaIrUNetConfig& config);

/// Sum of all stages' blocks; 44 for the full-size network.
int blockCount(const Stages& stages);

/// The blocks [begin, end) of one stage, with 0 <= begin < end <= blocks.
struct Span {
    StageId stage = StageId::enc1;
    int begin = 0;
    int end = 1;

    int length() const { return end - begin; }
    auto operator<=>(const Span&) const = default;
};

/// "enc2:0-2".
std::string toString(const Span& span);

/// Reads "enc2:0-2". Throws InputError that says what is wrong and what the stage allows.
Span parseSpan(std::string_view text, const Stages& stages);

} // namespace kintsugi

#pragma once

#include "common/values.h"
#include "space/restormer_config.h"

#include <vector>

/// Networks and values for tests of the grid, the library and the summary; the numbers are made up but plain to check.
namespace kintsugi::sample {

/// Blocks 2-2-2-4 and refinement 2.
inline Stages smallStages() {
    RestormerConfig config;
    config.dim = 16;
    config.numBlocks = {2, 2, 2, 4};
    config.numRefinementBlocks = 2;
    return stagesOf(config);
}

/// The paper's 44 blocks.
inline Stages paperStages() {
    return stagesOf(RestormerConfig{});
}

inline EdgeChoice teacherBlock(StageId stage, int block) {
    EdgeChoice choice;
    choice.placed = {{stage, block, block + 1}, {}};
    choice.milliseconds = 10.0 * (indexOf(stage) + 1);
    choice.gmacs = 2;
    choice.mparameters = 0.5;
    return choice;
}

inline EdgeChoice surrogate(const Span& span, int run, BlockKind kind = BlockKind::Lite) {
    EdgeChoice choice;
    choice.placed = {span, {kind, run, span.length()}};
    choice.milliseconds = 4.0 * run;
    choice.loss = 0.01 * span.length() + 0.001 * span.begin;
    choice.relativeError = 0.02 * span.length();
    choice.gmacs = 0.5 * run;
    choice.mparameters = 0.1 * run;
    return choice;
}

/// Teacher blocks, a lite 1→1 for every block, a 2→1 for each pair, and one surrogate of each stage of more than two
/// blocks with half the blocks, all ready.
inline std::vector<EdgeChoice> readyChoices(const Stages& stages) {
    std::vector<EdgeChoice> choices;
    for (const StageInfo& stage : stages) {
        for (int block = 0; block < stage.blocks; ++block) {
            choices.push_back(teacherBlock(stage.id, block));
            choices.push_back(surrogate({stage.id, block, block + 1}, 1));
            if (block % 2 == 1)
                choices.push_back(surrogate({stage.id, block - 1, block + 1}, 1));
        }
        if (stage.blocks > 2)
            choices.push_back(surrogate({stage.id, 0, stage.blocks}, stage.blocks / 2));
    }
    return choices;
}

/// Changes the one choice that stands at @p placed.
inline EdgeChoice& at(std::vector<EdgeChoice>& choices, const PlacedEdge& placed) {
    for (EdgeChoice& choice : choices)
        if (choice.placed == placed)
            return choice;
    choices.push_back({});
    choices.back().placed = placed;
    return choices.back();
}

} // namespace kintsugi::sample

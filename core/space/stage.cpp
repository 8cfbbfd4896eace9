#include "space/stage.h"

#include "base/error.h"

#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace kintsugi {

namespace {

constexpr std::array<std::string_view, stageCount> names{"enc1", "enc2", "enc3", "bottleneck",
                                                         "dec3", "dec2", "dec1", "refine"};
constexpr std::array<std::string_view, stageCount> modules{"encoder_level1", "encoder_level2", "encoder_level3",
                                                           "latent",         "decoder_level3", "decoder_level2",
                                                           "decoder_level1", "refinement"};

/// Level of the U-Net by which a stage takes its blocks and heads; dec1 and refine follow level 1.
constexpr std::array<std::size_t, stageCount> levels{0, 1, 2, 3, 2, 1, 0, 0};
/// Channels by stage in multiples of dim.
constexpr std::array<int, stageCount> widths{1, 2, 4, 8, 4, 2, 2, 2};

Stages makeStages(int dim, const std::array<int, 4>& blocks, int refinement, const std::array<int, 4>& heads) {
    Stages stages;
    for (std::size_t s = 0; s < stages.size(); ++s) {
        const StageId id = allStages[s];
        stages[s] = {id, id == StageId::refine ? refinement : blocks[levels[s]], dim * widths[s], heads[levels[s]],
                     1 << levels[s]};
    }
    return stages;
}

bool readNumber(std::string_view text, int& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

} // namespace

std::string_view stageName(StageId stage) {
    return names[static_cast<std::size_t>(stage)];
}

StageId parseStage(std::string_view name) {
    for (std::size_t s = 0; s < names.size(); ++s) {
        if (names[s] == name)
            return allStages[s];
    }
    throw InputError(fmt::format("There is no stage \"{}\"; the stages are {}.", name, fmt::join(names, ", ")));
}

std::string_view upstreamModule(StageId stage) {
    return modules[static_cast<std::size_t>(stage)];
}

Stages stagesOf(const RestormerConfig& config) {
    return makeStages(config.dim, config.numBlocks, config.numRefinementBlocks, config.heads);
}

Stages stagesOf(const MambaIrUNetConfig& config) {
    return makeStages(config.dim, config.numBlocks, config.numRefinementBlocks, {0, 0, 0, 0});
}

int blockCount(const Stages& stages) {
    int count = 0;
    for (const StageInfo& stage : stages)
        count += stage.blocks;
    return count;
}

std::string toString(const Span& span) {
    return fmt::format("{}:{}-{}", stageName(span.stage), span.begin, span.end);
}

Span parseSpan(std::string_view text, const Stages& stages) {
    const auto wrong = [text](const std::string& why) {
        return InputError(fmt::format("The span \"{}\" {}.", text, why));
    };
    const auto colon = text.find(':');
    if (colon == std::string_view::npos)
        throw wrong("has no ':'; write STAGE:BEGIN-END, for example enc2:0-2");
    const StageId stage = parseStage(text.substr(0, colon));
    const auto range = text.substr(colon + 1);
    const auto dash = range.find('-');
    Span span{stage, 0, 0};
    if (dash == std::string_view::npos)
        throw wrong(fmt::format("has no '-' after {}:; write STAGE:BEGIN-END, for example enc2:0-2", stageName(stage)));
    if (!readNumber(range.substr(0, dash), span.begin))
        throw wrong(fmt::format("begins at \"{}\", which is not a block number", range.substr(0, dash)));
    if (!readNumber(range.substr(dash + 1), span.end))
        throw wrong(fmt::format("ends at \"{}\", which is not a block number", range.substr(dash + 1)));
    const int blocks = stages[static_cast<std::size_t>(stage)].blocks;
    if (span.begin < 0 || span.end <= span.begin || span.end > blocks)
        throw wrong(
            fmt::format("must satisfy 0 <= begin < end <= {}, the number of blocks in {}", blocks, stageName(stage)));
    return span;
}

} // namespace kintsugi

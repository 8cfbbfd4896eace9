#include "nets/assemble.h"

#include "base/error.h"

#include <fmt/format.h>

namespace kintsugi {

HybridUNet assemble(std::shared_ptr<UNet> teacher, const Architecture& architecture, const SurrogateLookup& lookup) {
    architecture.checkFits(stagesOf(teacher->config()));
    HybridPath path;
    for (const PlacedEdge& placed : architecture.placedEdges()) {
        const auto stage = static_cast<std::size_t>(indexOf(placed.span.stage));
        HybridEdge edge{placed.span.begin, placed.span.end, {}};
        if (placed.edge.isTeacher()) {
            edge.blocks = {teacher->blocks(placed.span.stage)[static_cast<std::size_t>(placed.span.begin)]};
        } else if (placed.edge.kind != BlockKind::Skip) {
            if (lookup)
                edge.blocks = lookup(placed);
            if (edge.blocks.empty())
                throw InputError(fmt::format(
                    "The surrogate {} has not been distilled in this project. Distil it first, or use T or skip there.",
                    toString(placed)));
        }
        path[stage].push_back(std::move(edge));
    }
    return HybridUNet(std::move(teacher), std::move(path));
}

double activationBytesPerPixel(const RestormerConfig& config) {
    const double wide = 2.0 * config.dim;
    // Feed-forward part: input, update and norm, 2x hidden channels before the gate, hidden after it. The attention
    // part (3x qkv before and after its convolution) is about as large.
    const double feedForward = 3.0 * wide + 3.0 * config.ffnHidden(static_cast<int>(wide));
    const double attention = 3.0 * wide + 6.0 * wide;
    const double kept = config.dim * (1.0 + 2.0 / 4 + 4.0 / 16 + 8.0 / 64) + config.inpChannels + config.outChannels;
    // Freed tensors leave holes that the next ones do not fill, and LibTorch unfolds dense convolutions: peaks of 1.8
    // (dim 48) to 2.1 times (dim 16) the sum were measured.
    constexpr double allocation = 2.2;
    return allocation * 4.0 * (std::max(feedForward, attention) + kept);
}

} // namespace kintsugi

#include "space/costs.h"

#include "base/error.h"
#include "space/state_dict_schema.h"

#include <fmt/format.h>

namespace kintsugi {

namespace {

constexpr int padding = 8;
constexpr int largestSide = 65536;

int padded(int side) {
    return (side + padding - 1) / padding * padding;
}

/// A dense convolution over @p pixels output pixels.
Cost convolution(std::int64_t in, std::int64_t out, std::int64_t kernel, bool bias, std::int64_t pixels) {
    const std::int64_t weights = in * out * kernel * kernel;
    Cost cost;
    cost.parameters = weights + (bias ? out : 0);
    cost.macs.convolution = weights * pixels;
    return cost;
}

} // namespace

Cost restormerBlockCost(int channels, int heads, int hidden, bool bias, NormType norm, std::int64_t pixels) {
    const std::int64_t c = channels, f = hidden;
    Cost cost;
    cost.transformers = 1;
    cost.parameters = valueCount(restormerBlockSchema(channels, heads, hidden, bias, norm));
    const std::int64_t attentionBranch = c * 3 * c + 9 * 3 * c + c * c;
    const std::int64_t feedForward = c * 2 * f + 9 * 2 * f + f * c;
    cost.macs.convolution = (attentionBranch + feedForward) * pixels;
    cost.macs.attention = 2 * c * (c / heads) * pixels;
    return cost;
}

Cost mambaIrBlockCost(int channels, double expand, int dState, std::int64_t pixels) {
    constexpr std::int64_t scans = 4;
    const std::int64_t c = channels, e = static_cast<std::int64_t>(channels * expand), n = dState, r = (c + 15) / 16;
    Cost cost;
    cost.surrogateBlocks = 1;
    cost.parameters = valueCount(mambaIrBlockSchema(channels, expand, dState));
    const std::int64_t stateSpace = c * 2 * e + 9 * e + scans * e * (r + 2 * n) + scans * r * e + e * c;
    const std::int64_t convBranch = 2 * 9 * c * (c / 3);
    const std::int64_t squeeze = 2 * c * (c / 30); // once an image
    cost.macs.convolution = (stateSpace + convBranch) * pixels + squeeze;
    cost.macs.scan = scans * macsPerState * e * n * pixels;
    return cost;
}

CostModel::CostModel(const RestormerConfig& config, int height, int width, const SurrogateShapes& shapes)
    : m_config(config), m_shapes(shapes), m_stages(stagesOf(config)), m_height(padded(height)), m_width(padded(width)) {
    validate(config);
    if (height < 1 || width < 1 || height > largestSide || width > largestSide)
        throw InputError(
            fmt::format("The image size {}x{} must be between 1 and {} on each side.", height, width, largestSide));
}

std::int64_t CostModel::pixels(StageId stage) const {
    const int scale = info(stage).downscale;
    return static_cast<std::int64_t>(m_height / scale) * (m_width / scale);
}

Cost CostModel::block(StageId stage, BlockKind kind) const {
    const StageInfo& at = info(stage);
    switch (kind) {
    case BlockKind::Teacher:
    case BlockKind::Restormer:
        return restormerBlockCost(at.channels, at.heads, m_config.ffnHidden(at.channels), m_config.bias,
                                  m_config.layerNormType, pixels(stage));
    case BlockKind::MambaIr:
        if (at.channels < 30)
            throw InputError(
                fmt::format("A MambaIR block needs at least 30 channels, but stage {} has {}; use lite blocks.",
                            stageName(stage), at.channels));
        return mambaIrBlockCost(at.channels, m_shapes.mambaIrExpand, m_shapes.mambaIrDState, pixels(stage));
    case BlockKind::Lite:
    case BlockKind::Gated: {
        LiteShape shape = m_shapes.lite;
        shape.channels = at.channels;
        shape.scan = kind == BlockKind::Lite;
        shape.norm = m_config.layerNormType;
        Cost cost;
        cost.surrogateBlocks = 1;
        cost.parameters = liteParameters(shape);
        cost.macs = liteMacs(shape, pixels(stage));
        return cost;
    }
    case BlockKind::Skip:
        break;
    }
    return {};
}

Cost CostModel::edge(StageId stage, const Edge& edge) const {
    return edge.run == 0 ? Cost{} : block(stage, edge.kind).times(edge.run);
}

Cost CostModel::entry(StageId stage) const {
    const std::int64_t c = info(stage).channels;
    const std::int64_t here = pixels(stage);
    switch (stage) {
    case StageId::enc1:
        return convolution(m_config.inpChannels, c, 3, false, here);
    case StageId::enc2:
    case StageId::enc3:
    case StageId::bottleneck:
        return convolution(c / 2, c / 4, 3, false, here * 4); // runs before PixelUnshuffle
    case StageId::dec3:
    case StageId::dec2: {
        Cost cost = convolution(c * 2, c * 4, 3, false, here / 4); // runs before PixelShuffle
        cost += convolution(c * 2, c, 1, m_config.bias, here);
        return cost;
    }
    case StageId::dec1:
        return convolution(c, c * 2, 3, false, here / 4);
    case StageId::refine:
        break;
    }
    return {};
}

Cost CostModel::exit() const {
    const StageInfo& last = m_stages.back();
    Cost cost = convolution(last.channels, m_config.outChannels, 3, m_config.bias, pixels(last.id));
    if (m_config.dualPixelTask)
        cost += convolution(m_config.dim, last.channels, 1, m_config.bias, pixels(last.id));
    return cost;
}

Cost CostModel::stage(const Architecture& architecture, StageId stage) const {
    Cost cost;
    for (const Edge& edge : architecture.edges(stage))
        cost += this->edge(stage, edge);
    return cost;
}

Cost CostModel::network(const Architecture& architecture) const {
    architecture.checkFits(m_stages);
    Cost cost = exit();
    for (StageId id : allStages) {
        cost += entry(id);
        cost += stage(architecture, id);
    }
    return cost;
}

} // namespace kintsugi

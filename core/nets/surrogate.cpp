#include "nets/surrogate.h"

#include "base/error.h"
#include "nets/mambair_block.h"
#include "nets/restormer_block.h"
#include "nets/state_dict.h"
#include "nets/tensors.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <torch/types.h>
#include <torch/utils.h>

namespace kintsugi {

using nlohmann::json;

namespace {

const char* scanName(LiteOptions::Scan scan) {
    return scan == LiteOptions::Scan::Ssd ? "ssd" : "selective";
}

BlockPtr makeBlock(BlockKind kind, const StageInfo& stage, const RestormerConfig& teacher,
                   const SurrogateOptions& options) {
    LiteOptions lite = options.lite;
    switch (kind) {
    case BlockKind::Gated:
        lite.scan = LiteOptions::Scan::None;
        [[fallthrough]];
    case BlockKind::Lite:
        return std::make_shared<LiteBlock>(stage.channels, lite, teacher.layerNormType);
    case BlockKind::MambaIr:
        return std::make_shared<MambaIrBlock>(stage.channels, options.mambaIrExpand, options.mambaIrDState);
    case BlockKind::Restormer:
        return std::make_shared<RestormerBlock>(stage.channels, stage.heads, teacher.ffnExpansionFactor, teacher.bias,
                                                teacher.layerNormType);
    default:
        throw InputError(fmt::format("{} has no blocks of its own to train.", kindName(kind)));
    }
}

} // namespace

std::string SurrogateOptions::toJson() const {
    return json{{"lite",
                 {{"scan", scanName(lite.scan)},
                  {"expand", lite.expand},
                  {"dState", lite.dState},
                  {"directions", lite.directions},
                  {"ffnExpansion", lite.ffnExpansion},
                  {"headDim", lite.headDim}}},
                {"mambair", {{"expand", mambaIrExpand}, {"dState", mambaIrDState}}}}
        .dump();
}

SurrogateOptions SurrogateOptions::fromJson(const std::string& text) {
    try {
        const json document = json::parse(text);
        const json &light = document.at("lite"), &mambaIr = document.at("mambair");
        SurrogateOptions options;
        options.lite.scan =
            light.at("scan").get<std::string>() == "ssd" ? LiteOptions::Scan::Ssd : LiteOptions::Scan::Selective;
        options.lite.expand = light.at("expand");
        options.lite.dState = light.at("dState");
        options.lite.directions = light.at("directions");
        options.lite.ffnExpansion = light.at("ffnExpansion");
        options.lite.headDim = light.at("headDim");
        options.mambaIrExpand = mambaIr.at("expand");
        options.mambaIrDState = mambaIr.at("dState");
        return options;
    } catch (const json::exception&) {
        throw InputError("The description of the surrogate's blocks is damaged.");
    }
}

SurrogateShapes SurrogateOptions::shapes() const {
    SurrogateShapes shapes;
    shapes.mambaIrExpand = mambaIrExpand;
    shapes.mambaIrDState = mambaIrDState;
    shapes.lite.expand = lite.expand;
    shapes.lite.dState = lite.dState;
    shapes.lite.directions = lite.directions;
    shapes.lite.ffnExpansion = lite.ffnExpansion;
    return shapes;
}

Surrogate::Surrogate(const PlacedEdge& placed, const RestormerConfig& teacher, const SurrogateOptions& options)
    : m_placed(placed) {
    const StageInfo stage = stagesOf(teacher)[static_cast<std::size_t>(indexOf(placed.span.stage))];
    if (placed.span.begin < 0 || placed.span.end > stage.blocks || placed.span.length() != placed.edge.covers)
        throw InputError(fmt::format("{} does not fit the stage's {} blocks.", toString(placed), stage.blocks));
    const torch::NoGradGuard noGrad;
    for (int i = 0; i < placed.edge.run; ++i) {
        m_blocks.push_back(register_module(std::to_string(i), makeBlock(placed.edge.kind, stage, teacher, options)));
        if (placed.edge.kind == BlockKind::Lite || placed.edge.kind == BlockKind::Gated)
            for (auto& parameter : m_blocks.back()->named_parameters())
                if (parameter.key() == "mixer.out_proj.weight" || parameter.key() == "ffn.project_out.weight")
                    parameter.value().zero_();
    }
}

at::Tensor Surrogate::forward(const at::Tensor& x) const {
    at::Tensor y = x;
    for (const BlockPtr& block : m_blocks)
        y = block->forward(y);
    return y;
}

void Surrogate::initialiseFromTeacher(const UNet& teacher) {
    if (m_placed.edge.kind != BlockKind::Restormer)
        throw InputError(fmt::format("{} cannot take the teacher's weights.", toString(m_placed)));
    for (int j = 0; j < m_placed.edge.run; ++j) {
        const int offset = (2 * j + 1) * m_placed.span.length() / (2 * m_placed.edge.run);
        const auto& source =
            teacher.blocks(m_placed.span.stage)[static_cast<std::size_t>(m_placed.span.begin + offset)];
        loadStateDict(*m_blocks[static_cast<std::size_t>(j)], stateDict(*source), "the teacher");
    }
}

int Surrogate::initialiseFromMambaIr(const TensorMap& weights) {
    int taken = 0;
    const torch::NoGradGuard noGrad;
    for (int j = 0; j < m_placed.edge.run; ++j) {
        const std::string prefix = fmt::format("{}.{}.", upstreamModule(m_placed.span.stage), m_placed.span.begin + j);
        auto parameters = m_blocks[static_cast<std::size_t>(j)]->named_parameters();
        bool fits = true;
        for (const auto& item : parameters) {
            const auto found = weights.find(prefix + item.key());
            fits = fits && found != weights.end() && found->second.shape == item.value().sizes().vec();
        }
        if (!fits)
            continue;
        for (auto& item : parameters)
            item.value().copy_(toTensor(weights.at(prefix + item.key())));
        ++taken;
    }
    return taken;
}

bool canBuild(const PlacedEdge& placed, const StageInfo& stage, const SurrogateOptions& options) {
    switch (placed.edge.kind) {
    case BlockKind::Teacher:
        return false;
    case BlockKind::Skip:
        return placed.edge.run == 0;
    case BlockKind::MambaIr:
        return stage.channels >= 30;
    case BlockKind::Restormer:
        return placed.edge.run < placed.edge.covers;
    case BlockKind::Lite:
    case BlockKind::Gated:
        return static_cast<int>(stage.channels * options.lite.expand) % options.lite.directions == 0;
    }
    return false;
}

} // namespace kintsugi

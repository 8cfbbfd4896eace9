#pragma once

#include "nets/assemble.h"
#include "nets/lite_block.h"
#include "nets/mambair_block.h"
#include "nets/restormer_block.h"
#include "nets/state_dict.h"
#include "nets/unet.h"
#include "onnx/network_export.h"
#include "weights/checkpoint.h"

#include <ATen/ATen.h>
#include <torch/utils.h>

namespace kintsugi::test {

/// A small Restormer of 32 channels, so that every kind of block fits everywhere, with 2-2-2-2 blocks.
inline RestormerConfig smallConfig(NormType norm = NormType::BiasFree, bool bias = false) {
    RestormerConfig config;
    config.dim = 32;
    config.numBlocks = {2, 2, 2, 2};
    config.numRefinementBlocks = 2;
    config.heads = {1, 2, 4, 8};
    config.ffnExpansionFactor = 1.5;
    config.layerNormType = norm;
    config.bias = bias;
    return config;
}

/// PyTorch's initial weights leave the residual of a deep network nearly unchanged and every norm the identity. These
/// do not: all vectors are drawn anew around what they were.
inline void stir(torch::nn::Module& module, double spread = 0.3) {
    const torch::NoGradGuard noGrad;
    for (at::Tensor& parameter : module.parameters())
        if (parameter.dim() == 1)
            parameter += spread * at::randn_like(parameter);
}

inline std::shared_ptr<UNet> smallTeacher(const RestormerConfig& config, std::uint64_t seed = 5) {
    torch::manual_seed(seed);
    auto net = makeRestormer(config);
    stir(*net);
    return net;
}

/// Makes surrogates of random weights for any edge.
class RandomLibrary {
public:
    explicit RandomLibrary(RestormerConfig teacher, LiteOptions lite = {}) : m_teacher(teacher), m_lite(lite) {}

    SurrogateLookup lookup() const {
        return [this](const PlacedEdge& placed) {
            const StageInfo stage = stagesOf(m_teacher)[static_cast<std::size_t>(indexOf(placed.span.stage))];
            std::vector<BlockPtr> blocks;
            for (int i = 0; i < placed.edge.run; ++i) {
                blocks.push_back(make(placed.edge.kind, stage));
                stir(*blocks.back());
            }
            return blocks;
        };
    }

private:
    BlockPtr make(BlockKind kind, const StageInfo& stage) const {
        LiteOptions lite = m_lite;
        switch (kind) {
        case BlockKind::MambaIr:
            return std::make_shared<MambaIrBlock>(stage.channels, 1.5, 4);
        case BlockKind::Restormer:
            return std::make_shared<RestormerBlock>(stage.channels, stage.heads, m_teacher.ffnExpansionFactor,
                                                    m_teacher.bias, m_teacher.layerNormType);
        case BlockKind::Gated:
            lite.scan = LiteOptions::Scan::None;
            break;
        default:
            break;
        }
        return std::make_shared<LiteBlock>(stage.channels, lite, m_teacher.layerNormType);
    }

    RestormerConfig m_teacher;
    LiteOptions m_lite;
};

inline HybridUNet hybrid(const std::shared_ptr<UNet>& teacher, const std::string& path, const LiteOptions& lite = {}) {
    torch::manual_seed(17);
    const RandomLibrary library(teacher->config(), lite);
    return assemble(teacher, parseArchitecture(path, stagesOf(teacher->config())), library.lookup());
}

} // namespace kintsugi::test

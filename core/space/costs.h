#pragma once

#include "space/architecture.h"
#include "space/cost.h"
#include "space/lite_cost.h"
#include "space/restormer_config.h"

namespace kintsugi {

/// Shapes of the surrogates' blocks, the same in every stage apart from the width.
struct SurrogateShapes {
    double mambaIrExpand = 2.0; ///< MambaIR's default; its released real-denoising U-Net has 1.5
    int mambaIrDState = 16;
    LiteShape lite; ///< channels, scan and norm are filled in by stage, kind and teacher
};

/// Parameters and multiply-accumulates of single blocks over @p pixels pixels, as one image of batch 1.
/// Restormer: swz30/Restormer restormer_arch.py. MambaIR: csguoh/MambaIR mambairunet_arch.py, VSSBlock.
Cost restormerBlockCost(int channels, int heads, int hidden, bool bias, NormType norm, std::int64_t pixels);
Cost mambaIrBlockCost(int channels, double expand, int dState, std::int64_t pixels);

/// Costs of every part of a hybrid network at one image size. The size is rounded up to a multiple of 8, as inference
/// pads. Full-size teacher at 256x256: 140.98 G multiply-accumulates in convolutions, 154.9 G with attention.
class CostModel {
public:
    /// Throws InputError for an invalid configuration or a size outside 1 to 65536.
    CostModel(const RestormerConfig& config, int height, int width, const SurrogateShapes& shapes = {});

    const Stages& stages() const { return m_stages; }
    int height() const { return m_height; } ///< padded
    int width() const { return m_width; }   ///< padded

    /// One block of a kind at a stage's width and resolution; nothing for Skip. Throws InputError for a MambaIR block
    /// below 30 channels, where its channel attention does not exist.
    Cost block(StageId stage, BlockKind kind) const;

    Cost edge(StageId stage, const Edge& edge) const;

    /// The layers that run before a stage's blocks: embedding, down- or upsampling, reduction of the concatenated skip.
    /// Nothing for refine.
    Cost entry(StageId stage) const;

    /// The layers after refine: output convolution, and the dual-pixel skip convolution.
    Cost exit() const;

    /// The edges of one stage, without its entry.
    Cost stage(const Architecture& architecture, StageId stage) const;

    /// The whole network. Throws InputError when the architecture does not fit the stages.
    Cost network(const Architecture& architecture) const;

private:
    std::int64_t pixels(StageId stage) const;
    const StageInfo& info(StageId stage) const { return m_stages[static_cast<std::size_t>(stage)]; }

    RestormerConfig m_config;
    SurrogateShapes m_shapes;
    Stages m_stages;
    int m_height, m_width;
};

} // namespace kintsugi

#pragma once

#include "nets/block.h"
#include "nets/lite_block.h"
#include "nets/unet.h"
#include "space/architecture.h"
#include "space/costs.h"
#include "weights/checkpoint.h"

#include <memory>
#include <string>
#include <vector>

namespace kintsugi {

/// Choices of the surrogates' blocks that are the same in every stage. Kept with every surrogate's weights.
struct SurrogateOptions {
    LiteOptions lite; ///< of `lite`; `gated` is the same without its scan
    double mambaIrExpand = 2.0;
    int mambaIrDState = 16;

    std::string toJson() const;
    /// Throws InputError for text that is not such an object.
    static SurrogateOptions fromJson(const std::string& text);
    /// The same for the cost model, which knows no Torch.
    SurrogateShapes shapes() const;
};

/// A stack of blocks that stands for a span of the teacher, as one module with keys "0.…", "1.…".
class Surrogate : public torch::nn::Module {
public:
    /// Random weights; the light blocks begin by passing their input on. Draws from Torch's generator.
    /// Throws InputError when the stage cannot hold such blocks, and for the teacher's own block.
    Surrogate(const PlacedEdge& placed, const RestormerConfig& teacher, const SurrogateOptions& options = {});

    at::Tensor forward(const at::Tensor& x) const;

    const PlacedEdge& placed() const { return m_placed; }
    const std::vector<BlockPtr>& blocks() const { return m_blocks; }

    /// For the `restormer` control: copies of blocks of the span, evenly spaced (block floor((j + 1/2) length / run)
    /// for the surrogate's block j). Throws InputError for another kind.
    void initialiseFromTeacher(const UNet& teacher);

    /// Takes block begin + j of the same stage of a MambaIR U-Net for block j, where all shapes agree. Returns the
    /// number of blocks taken. @p weights has upstream's names.
    int initialiseFromMambaIr(const TensorMap& weights);

private:
    PlacedEdge m_placed;
    std::vector<BlockPtr> m_blocks;
};

/// Whether a surrogate of this kind can exist in the stage: MambaIR's channel attention needs 30 channels, a
/// `restormer` must run fewer blocks than it covers.
bool canBuild(const PlacedEdge& placed, const StageInfo& stage, const SurrogateOptions& options = {});

} // namespace kintsugi

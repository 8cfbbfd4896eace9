#pragma once

#include "nets/block.h"
#include "space/restormer_config.h"
#include "space/stage.h"

#include <array>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace kintsugi {

/// Output features of the stages that have run, by stage; undefined tensors for those that have not.
using StageOutputs = std::array<at::Tensor, stageCount>;

/// Receives the features at every block boundary: boundary 0 is a stage's input, boundary N its output.
using BoundaryProbe = std::function<void(StageId stage, int boundary, const at::Tensor& features)>;

/// Encoder-decoder shared by Restormer and MambaIR's U-Net, with upstream's parameter names: what lies between the
/// stages (embedding, down- and upsampling, skips, reduction, output) and the blocks of every stage.
class UNet : public torch::nn::Module {
public:
    /// Makes one block of a stage; @p channels and @p heads are the stage's.
    using BlockFactory = std::function<BlockPtr(int channels, int heads)>;

    UNet(const RestormerConfig& borders, const BlockFactory& makeBlock);

    const RestormerConfig& config() const { return m_config; }
    const std::vector<BlockPtr>& blocks(StageId stage) const { return m_blocks[static_cast<std::size_t>(stage)]; }

    /// Whole network. @p image is B x inpChannels x H x W with H and W multiples of 8, values about [0, 1]; the output
    /// is not clamped. Throws InputError for other sizes.
    at::Tensor forward(const at::Tensor& image, const BoundaryProbe& probe = {});

    /// Input of a stage, made from the outputs of the stages before it (and the image, for the first).
    at::Tensor stageInput(StageId stage, const StageOutputs& outputs, const at::Tensor& image) const;

    /// Last convolution and the global residual (dual pixel: skip convolution before it and no residual).
    at::Tensor finish(const StageOutputs& outputs, const at::Tensor& image) const;

    /// Named intermediate results of the borders (patch_embed, down1_2, up4_3, reduce_chan_level3, output, …).
    void setBorderProbe(Probe probe) { m_probe = std::move(probe); }

    /// Throws InputError when the image does not fit the network.
    void checkImage(const at::Tensor& image) const;

private:
    struct Borders;
    void report(std::string_view name, const at::Tensor& value) const;

    RestormerConfig m_config;
    std::shared_ptr<Borders> m_borders;
    std::array<std::vector<BlockPtr>, stageCount> m_blocks;
    Probe m_probe;
};

/// The teacher: Restormer exactly as upstream, so that official checkpoints load.
std::shared_ptr<UNet> makeRestormer(const RestormerConfig& config);

/// MambaIR's U-Net for real denoising, with upstream's parameter names.
std::shared_ptr<UNet> makeMambaIrUNet(const MambaIrUNetConfig& config);

} // namespace kintsugi

#pragma once

#include "nets/block.h"
#include "nets/restormer_block.h"

#include <string>
#include <vector>

namespace kintsugi {

/// Choices of the light block. The defaults are what `lite` means; the others exist so that they can be compared.
struct LiteOptions {
    enum class Scan {
        None,      ///< the `gated` control: the same block without its scan
        Selective, ///< Mamba-1: a decay per channel and state
        Ssd        ///< Mamba-2: a decay per head
    };
    Scan scan = Scan::Selective;
    double expand = 1.0;       ///< inner channels over channels
    int dState = 4;            ///< states N
    int directions = 2;        ///< 1, 2 (opposing rows) or 4 (rows and columns): channel groups, each with its walk
    double ffnExpansion = 0.0; ///< hidden channels of the feed-forward part over channels; 0: none
    int headDim = 16;          ///< Ssd only: channels a head
};

/// Kintsugi's light state-space block, made to be faster on a CPU than the transformer block it replaces: one
/// projection to features and gate, depth-wise 3x3, a scan whose directions share the channels instead of copying them
/// (after EAMamba, arXiv 2506.22246), gate, projection; optionally a simple-gate feed-forward part (after NAFNet,
/// arXiv 2204.04676). No attention, no dense 3x3 convolution. BiasFree norms suit denoising over a range of noise.
class LiteBlock : public Block {
public:
    /// Throws InputError for options that cannot be built at this width.
    LiteBlock(int channels, const LiteOptions& options, NormType norm);
    at::Tensor forward(const at::Tensor& x, const Probe& probe) override;
    using Block::forward;

    const LiteOptions& options() const { return m_options; }

private:
    at::Tensor mix(const at::Tensor& x);
    at::Tensor scanSelective(const at::Tensor& u);
    at::Tensor scanSsd(const at::Tensor& u);

    LiteOptions m_options;
    int m_channels, m_inner, m_hidden, m_dtRank;
    std::shared_ptr<ChannelNorm> m_norm1, m_norm2;
    std::shared_ptr<ConvWeights> m_in, m_depthwise, m_out, m_xProj;
    std::shared_ptr<ConvWeights> m_ffnIn, m_ffnDepthwise, m_ffnOut;
    at::Tensor m_dtProj, m_dtBias, m_aLog, m_d;
};

} // namespace kintsugi

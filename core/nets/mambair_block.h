#pragma once

#include "nets/block.h"
#include "nets/restormer_block.h"

namespace kintsugi {

/// MambaIR's block as in csguoh/MambaIR, realDenoising mambairunet_arch.py (VSSBlock): a four-direction selective scan
/// with depth-wise convolution and SiLU gate, then a convolution branch with channel attention; both residuals scaled
/// per channel. Parameter names are upstream's. NCHW here, where upstream passes tokens (batch, pixels, channels).
class MambaIrBlock : public Block {
public:
    /// Throws InputError when @p channels is below 30: the channel attention squeezes by 30.
    MambaIrBlock(int channels, double expand, int dState);
    at::Tensor forward(const at::Tensor& x, const Probe& probe) override;
    using Block::forward;

private:
    at::Tensor scanBranch(const at::Tensor& x, const Probe& probe);
    at::Tensor convBranch(const at::Tensor& x, const Probe& probe);

    int m_channels, m_inner, m_dState, m_dtRank;
    at::Tensor m_skipScale, m_skipScale2;
    at::Tensor m_ln1Weight, m_ln1Bias, m_ln2Weight, m_ln2Bias;
    at::Tensor m_inProj, m_outProj, m_outNormWeight, m_outNormBias;
    at::Tensor m_xProj, m_dtProj, m_dtBias, m_aLogs, m_ds;
    std::shared_ptr<ConvWeights> m_conv, m_cab0, m_cab2, m_attend1, m_attend3;
};

} // namespace kintsugi

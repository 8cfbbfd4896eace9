#pragma once

#include "space/cost.h"
#include "space/restormer_config.h"

namespace kintsugi {

/// Shape of one light block at one width, as nets/lite_block builds it. Keep the two together: this is the only place
/// that knows the block's operation count.
struct LiteShape {
    int channels = 48;
    double expand = 1.0;       ///< inner channels over channels
    int dState = 4;            ///< states a channel
    int dtRank = 0;            ///< rank of the step projection; 0: ceil(channels / 16)
    int directions = 2;        ///< channel groups, each with its own walk; the scan's cost does not grow with them
    double ffnExpansion = 0.0; ///< hidden channels of the feed-forward part over channels; 0: no such part
    bool scan = true;          ///< false: the `gated` control, the same block without its scan
    NormType norm = NormType::WithBias;

    int inner() const;
    int hidden() const;
    int rank() const { return dtRank > 0 ? dtRank : (channels + 15) / 16; }
};

/// Parameters of one block.
std::int64_t liteParameters(const LiteShape& shape);

/// Multiply-accumulates of one block over @p pixels pixels.
Macs liteMacs(const LiteShape& shape, std::int64_t pixels);

} // namespace kintsugi

#pragma once

#include <cstdint>

namespace kintsugi {

/// A state element of a selective scan costs three: decay times state, input times B, state times C. Its exponential is
/// not counted.
inline constexpr std::int64_t macsPerState = 3;

/// Multiply-accumulates by what makes them. Norms, activations, gates and softmax are not counted, as is usual.
struct Macs {
    std::int64_t convolution = 0; ///< convolutions and linear layers
    std::int64_t attention = 0;   ///< the products q k^T and attention v
    std::int64_t scan = 0;        ///< state-space recurrences

    std::int64_t total() const { return convolution + attention + scan; }
    Macs times(std::int64_t factor) const { return {convolution * factor, attention * factor, scan * factor}; }
    Macs& operator+=(const Macs& other) {
        convolution += other.convolution;
        attention += other.attention;
        scan += other.scan;
        return *this;
    }
    bool operator==(const Macs&) const = default;
};

/// What is known of a part of a network without running it. Costs add up exactly: a path costs the sum of its edges and
/// of the layers between its stages.
struct Cost {
    int transformers = 0;    ///< Restormer blocks that run, the teacher's and the `restormer` control's
    int surrogateBlocks = 0; ///< mambair, lite and gated blocks that run
    std::int64_t parameters = 0;
    Macs macs;

    /// The penalty of ENS (arXiv 2605.02794, Fig. 3c). The paper gives five points: 0.2, 0.4, 0.6 and 0.8 for 2, 4, 6
    /// and 8 MambaIR blocks and 2.0 for 8 Restormer blocks. Every other value is interpolated linearly through zero
    /// (0.25 a transformer block, 0.1 a state-space block) and is ours, as is counting lite and gated blocks like
    /// MambaIR's.
    double penalty() const { return (5 * transformers + 2 * surrogateBlocks) / 20.0; }

    Cost times(std::int64_t factor) const {
        return {static_cast<int>(transformers * factor), static_cast<int>(surrogateBlocks * factor),
                parameters * factor, macs.times(factor)};
    }
    Cost& operator+=(const Cost& other) {
        transformers += other.transformers;
        surrogateBlocks += other.surrogateBlocks;
        parameters += other.parameters;
        macs += other.macs;
        return *this;
    }
    bool operator==(const Cost&) const = default;
};

} // namespace kintsugi

#pragma once

#include "base/parallel.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace kintsugi {

/// Selective scans over the pixels of images, as the ONNX operator `SelectiveScan` of the domain "kintsugi" (version 1)
/// defines them: several walks over one image, side by side or summed.
///
/// All float32 and row-major: u [B, D, H, W]; delta [B, E, H, W], before bias and softplus; A [E, N]; b and c
/// [B, K, N, H*W]; d [E]; delta_bias [E]; y [B, D, H, W].
/// walks: K numbers, 0 row-major, 1 column-major, 2 and 3 the same reversed. sums false: channel groups (E = D, the
/// k-th D/K channels take walk k); true: a sum (E = K D, walk k takes all D channels of u and rows k D … of E).
struct ImageScan {
    std::vector<std::int64_t> walks;
    bool sums = false;
    std::int64_t batch = 0;
    std::int64_t dim = 0;    ///< D
    std::int64_t states = 0; ///< N
    std::int64_t height = 0;
    std::int64_t width = 0;
    std::array<const float*, 7> inputs{}; ///< in the order above
    float* y = nullptr;

    /// Checks attributes and the shapes of the seven inputs; @p merge is 0 for groups and 1 for sums. Pointers are left
    /// null. Throws InputError naming the first that is wrong.
    static ImageScan of(std::vector<std::int64_t> walks, std::int64_t merge,
                        std::span<const std::vector<std::int64_t>> shapes);
    /// The same for the attributes alone.
    static void checkAttributes(std::span<const std::int64_t> walks, std::int64_t merge);

    /// Floats that `run` needs for partial sums.
    std::int64_t scratchSize() const;
    void run(float* scratch, const ParallelFor& parallel) const;
};

} // namespace kintsugi

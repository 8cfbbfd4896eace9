#pragma once

#include "base/statistics.h"

#include <vector>

namespace kintsugi {

/// What an architecture achieves on the validation images, in their order.
struct Quality {
    std::vector<double> psnr; ///< dB
    std::vector<double> ssim; ///< empty when it was not asked for

    double meanPsnr() const { return meanOf(psnr); }
    double meanSsim() const { return meanOf(ssim); }
};

/// Paired difference of two architectures on the same images.
struct PairedDifference {
    double mean = 0; ///< dB, first minus second
    std::optional<Interval> interval95;
    /// Whether the interval includes zero: the images do not tell the two apart.
    bool tied() const { return interval95 && interval95->low <= 0 && interval95->high >= 0; }
};

inline PairedDifference pairedDifference(const std::vector<double>& first, const std::vector<double>& second) {
    std::vector<double> differences;
    for (std::size_t i = 0; i < first.size() && i < second.size(); ++i)
        differences.push_back(first[i] - second[i]);
    return {meanOf(differences), interval95(differences)};
}

} // namespace kintsugi

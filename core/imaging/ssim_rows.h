#pragma once

#include "imaging/metric_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace kintsugi {

inline constexpr std::size_t gaussianWindow = 11;

/// The window of Wang et al. 2004: sigma 1.5, sum 1.
inline std::array<double, gaussianWindow> gaussianKernel() {
    constexpr int radius = static_cast<int>(gaussianWindow) / 2;
    constexpr double sigma = 1.5;
    std::array<double, gaussianWindow> kernel{};
    double sum = 0.0;
    for (int i = -radius; i <= radius; ++i)
        sum += kernel[static_cast<std::size_t>(i + radius)] = std::exp(-i * i / (2 * sigma * sigma));
    for (double& value : kernel)
        value /= sum;
    return kernel;
}

/// Calls `sink(channel, y, values)` with the SSIM of every position of a separable window that lies inside the image:
/// y counts window rows from 0, values[x] belongs to the window whose left column is x.
/// Streams over rows, so that memory stays at a few rows whatever the image.
template <std::size_t Window, typename Sink>
void forEachSsimRow(const MetricRows& rows, const std::array<double, Window>& kernel, double covarianceScale,
                    const Sink& sink) {
    constexpr double c1 = (0.01 * 255) * (0.01 * 255);
    constexpr double c2 = (0.03 * 255) * (0.03 * 255);
    constexpr std::size_t moments = 5; // a, b, aa, bb, ab
    const std::size_t columns = static_cast<std::size_t>(rows.width()) - Window + 1;
    std::array<std::array<std::vector<double>, moments>, Window> ring;
    for (auto& slot : ring)
        for (auto& row : slot)
            row.resize(columns);
    std::array<std::vector<double>, moments> full, filtered;
    for (auto& row : filtered)
        row.resize(columns);
    std::vector<double> values(columns);
    for (int c = 0; c < rows.channels(); ++c) {
        for (int y = 0; y < rows.height(); ++y) {
            rows.read(c, y, full[0], full[1]);
            for (std::size_t m = 2; m < moments; ++m)
                full[m].resize(full[0].size());
            for (std::size_t x = 0; x < full[0].size(); ++x) {
                full[2][x] = full[0][x] * full[0][x];
                full[3][x] = full[1][x] * full[1][x];
                full[4][x] = full[0][x] * full[1][x];
            }
            auto& slot = ring[static_cast<std::size_t>(y) % Window];
            for (std::size_t m = 0; m < moments; ++m) {
                std::fill(slot[m].begin(), slot[m].end(), 0.0);
                for (std::size_t k = 0; k < Window; ++k)
                    for (std::size_t x = 0; x < columns; ++x)
                        slot[m][x] += kernel[k] * full[m][x + k];
            }
            if (y + 1 < static_cast<int>(Window))
                continue;
            for (std::size_t m = 0; m < moments; ++m) {
                std::fill(filtered[m].begin(), filtered[m].end(), 0.0);
                for (std::size_t k = 0; k < Window; ++k) {
                    const auto& row = ring[(static_cast<std::size_t>(y) + 1 + k) % Window][m];
                    for (std::size_t x = 0; x < columns; ++x)
                        filtered[m][x] += kernel[k] * row[x];
                }
            }
            for (std::size_t x = 0; x < columns; ++x) {
                const double meanA = filtered[0][x], meanB = filtered[1][x];
                const double varianceA = covarianceScale * (filtered[2][x] - meanA * meanA);
                const double varianceB = covarianceScale * (filtered[3][x] - meanB * meanB);
                const double covariance = covarianceScale * (filtered[4][x] - meanA * meanB);
                values[x] = (2 * meanA * meanB + c1) * (2 * covariance + c2) /
                            ((meanA * meanA + meanB * meanB + c1) * (varianceA + varianceB + c2));
            }
            sink(c, y + 1 - static_cast<int>(Window), values);
        }
    }
}

} // namespace kintsugi

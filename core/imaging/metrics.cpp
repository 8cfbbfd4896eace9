#include "imaging/metrics.h"

#include "base/error.h"
#include "imaging/metric_rows.h"

#include <array>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace kintsugi {

namespace {

/// Mean of @p term over all pixels and channels.
template <typename Term> double meanOver(const MetricRows& rows, Term term) {
    std::vector<double> a, b;
    double sum = 0.0;
    for (int c = 0; c < rows.channels(); ++c)
        for (int y = 0; y < rows.height(); ++y) {
            rows.read(c, y, a, b);
            double rowSum = 0.0;
            for (std::size_t x = 0; x < a.size(); ++x)
                rowSum += term(a[x] - b[x]);
            sum += rowSum;
        }
    return sum / (static_cast<double>(rows.channels()) * rows.height() * rows.width());
}

double square(double value) {
    return value * value;
}

double decibels(double peak, double error) {
    return error > 0.0 ? 10.0 * std::log10(peak * peak / error) : std::numeric_limits<double>::infinity();
}

/// Mean SSIM over all positions of a separable window that lie inside the image, and over channels.
/// Streams over rows, so that memory stays at a few rows whatever the image.
template <std::size_t Window>
double meanSsim(const MetricRows& rows, const std::array<double, Window>& kernel, double covarianceScale) {
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
    double sum = 0.0;
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
            double rowSum = 0.0;
            for (std::size_t x = 0; x < columns; ++x) {
                const double meanA = filtered[0][x], meanB = filtered[1][x];
                const double varianceA = covarianceScale * (filtered[2][x] - meanA * meanA);
                const double varianceB = covarianceScale * (filtered[3][x] - meanB * meanB);
                const double covariance = covarianceScale * (filtered[4][x] - meanA * meanB);
                rowSum += (2 * meanA * meanB + c1) * (2 * covariance + c2) /
                          ((meanA * meanA + meanB * meanB + c1) * (varianceA + varianceB + c2));
            }
            sum += rowSum;
        }
    }
    return sum / (static_cast<double>(rows.channels()) * static_cast<double>(columns) *
                  (rows.height() - static_cast<int>(Window) + 1));
}

} // namespace

double meanSquaredError(const ByteImage& a, const ByteImage& b, int cropBorder) {
    return meanOver(MetricRows(a, b, PsnrKind::Direct, cropBorder, 1), square);
}

double meanAbsoluteError(const ByteImage& a, const ByteImage& b, int cropBorder) {
    return meanOver(MetricRows(a, b, PsnrKind::Direct, cropBorder, 1),
                    [](double difference) { return std::fabs(difference); });
}

double psnr(const ByteImage& a, const ByteImage& b, PsnrKind kind, int cropBorder) {
    return decibels(255.0, meanOver(MetricRows(a, b, kind, cropBorder, 1), square));
}

double psnr(const Image& a, const Image& b, int cropBorder) {
    a.check();
    b.check();
    const int height = a.height - 2 * cropBorder, width = a.width - 2 * cropBorder;
    if (!a.sameShape(b) || cropBorder < 0 || height < 1 || width < 1)
        throw InputError(fmt::format(
            "Images of {} x {} x {} and {} x {} x {} (width, height, channels) cannot be compared with a border "
            "of {}; give two of the same shape and a smaller border.",
            a.width, a.height, a.channels, b.width, b.height, b.channels, cropBorder));
    double sum = 0.0;
    for (int c = 0; c < a.channels; ++c)
        for (int y = cropBorder; y < a.height - cropBorder; ++y) {
            const float *rowA = a.row(c, y) + cropBorder, *rowB = b.row(c, y) + cropBorder;
            for (int x = 0; x < width; ++x)
                sum += square(static_cast<double>(rowA[x]) - static_cast<double>(rowB[x]));
        }
    return decibels(1.0, sum / (static_cast<double>(a.channels) * height * width));
}

double ssim(const ByteImage& a, const ByteImage& b, PsnrKind kind, int cropBorder) {
    constexpr int radius = 5;
    constexpr double sigma = 1.5;
    std::array<double, 2 * radius + 1> kernel{};
    double sum = 0.0;
    for (int i = -radius; i <= radius; ++i)
        sum += kernel[static_cast<std::size_t>(i + radius)] = std::exp(-i * i / (2 * sigma * sigma));
    for (double& value : kernel)
        value /= sum;
    return meanSsim(MetricRows(a, b, kind, cropBorder, 2 * radius + 1), kernel, 1.0);
}

double ssimUniform7(const ByteImage& a, const ByteImage& b, int cropBorder) {
    std::array<double, 7> kernel{};
    kernel.fill(1.0 / 7);
    return meanSsim(MetricRows(a, b, PsnrKind::Direct, cropBorder, 7), kernel, 49.0 / 48.0);
}

} // namespace kintsugi

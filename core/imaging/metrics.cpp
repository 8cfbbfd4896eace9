#include "imaging/metrics.h"

#include "base/error.h"
#include "imaging/metric_rows.h"
#include "imaging/ssim_rows.h"

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
template <std::size_t Window>
double meanSsim(const MetricRows& rows, const std::array<double, Window>& kernel, double covarianceScale) {
    double sum = 0.0;
    forEachSsimRow(rows, kernel, covarianceScale, [&](int, int, const std::vector<double>& values) {
        double rowSum = 0.0;
        for (const double value : values)
            rowSum += value;
        sum += rowSum;
    });
    return sum / (static_cast<double>(rows.channels()) *
                  static_cast<double>(static_cast<std::size_t>(rows.width()) - Window + 1) *
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
    return meanSsim(MetricRows(a, b, kind, cropBorder, int(gaussianWindow)), gaussianKernel(), 1.0);
}

double ssimUniform7(const ByteImage& a, const ByteImage& b, int cropBorder) {
    std::array<double, 7> kernel{};
    kernel.fill(1.0 / 7);
    return meanSsim(MetricRows(a, b, PsnrKind::Direct, cropBorder, 7), kernel, 49.0 / 48.0);
}

} // namespace kintsugi

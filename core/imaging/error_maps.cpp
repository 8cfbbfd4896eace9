#include "imaging/error_maps.h"

#include "base/error.h"
#include "imaging/ssim_rows.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace kintsugi {

namespace {

void requireSameShape(const Image& a, const Image& b) {
    a.check();
    b.check();
    if (!a.sameShape(b))
        throw InputError(fmt::format(
            "Images of {} x {} x {} and {} x {} x {} (width, height, channels) have no error map; give two of the "
            "same shape.",
            a.width, a.height, a.channels, b.width, b.height, b.channels));
}

/// Continues the inner part of a map, whose windows begin at @p margin, to its sides.
void extendToSides(Image& map, int margin) {
    for (int y = margin; y < map.height - margin; ++y) {
        float* row = map.row(0, y);
        std::fill(row, row + margin, row[margin]);
        std::fill(row + map.width - margin, row + map.width, row[map.width - margin - 1]);
    }
    for (int y = 0; y < margin; ++y) {
        std::copy_n(map.row(0, margin), map.width, map.row(0, y));
        std::copy_n(map.row(0, map.height - margin - 1), map.width, map.row(0, map.height - 1 - y));
    }
}

} // namespace

Image absoluteErrorMap(const Image& a, const Image& b) {
    requireSameShape(a, b);
    Image map(1, a.height, a.width);
    for (int c = 0; c < a.channels; ++c) {
        const float *planeA = a.plane(c), *planeB = b.plane(c);
        for (std::size_t i = 0; i < map.values.size(); ++i)
            map.values[i] += std::fabs(planeA[i] - planeB[i]);
    }
    for (float& value : map.values)
        value /= static_cast<float>(a.channels);
    return map;
}

Image signedErrorMap(const Image& a, const Image& b) {
    requireSameShape(a, b);
    Image map = toGray(a);
    const Image reference = toGray(b);
    for (std::size_t i = 0; i < map.values.size(); ++i)
        map.values[i] -= reference.values[i];
    return map;
}

Image ssimMap(const ByteImage& a, const ByteImage& b, std::stop_token stop) {
    constexpr int margin = static_cast<int>(gaussianWindow) / 2;
    const MetricRows rows(a, b, PsnrKind::Direct, 0, static_cast<int>(gaussianWindow));
    Image map(1, a.height, a.width);
    const double share = 1.0 / rows.channels();
    forEachSsimRow(rows, gaussianKernel(), 1.0, [&](int, int y, const std::vector<double>& values) {
        if (stop.stop_requested())
            throw Interrupted("The SSIM map was stopped.");
        float* row = map.row(0, y + margin) + margin;
        for (std::size_t x = 0; x < values.size(); ++x)
            row[x] += static_cast<float>(share * values[x]);
    });
    extendToSides(map, margin);
    return map;
}

Image thresholded(Image map, float threshold) {
    map.check();
    for (float& value : map.values)
        if (std::fabs(value) < threshold)
            value = 0.0f;
    return map;
}

ErrorSummary summarize(const Image& map) {
    map.check();
    std::vector<float> magnitudes(map.values.size());
    double sum = 0.0;
    for (std::size_t i = 0; i < magnitudes.size(); ++i)
        sum += magnitudes[i] = std::fabs(map.values[i]);
    const auto rank = (magnitudes.size() * 99 + 99) / 100 - 1; // ceil(0.99 n) - 1
    const auto p99 = magnitudes.begin() + static_cast<std::ptrdiff_t>(rank);
    std::nth_element(magnitudes.begin(), p99, magnitudes.end());
    return {sum / static_cast<double>(magnitudes.size()), *p99, *std::max_element(p99, magnitudes.end())};
}

Histogram histogram(const Image& map, float low, float high, int bins) {
    map.check();
    if (!(low < high) || bins < 1)
        throw InputError(fmt::format("A histogram of {} bins from {} to {} does not exist; give at least one bin and "
                                     "an end above the beginning.",
                                     bins, low, high));
    Histogram result{low, high, std::vector<std::uint64_t>(static_cast<std::size_t>(bins))};
    const float scale = static_cast<float>(bins) / (high - low);
    for (const float value : map.values) {
        const float position = std::clamp((value - low) * scale, 0.0f, static_cast<float>(bins - 1));
        ++result.counts[static_cast<std::size_t>(position)];
    }
    return result;
}

} // namespace kintsugi

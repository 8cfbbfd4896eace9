#pragma once

#include "imaging/image.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace kintsugi {

/// Maps hold one number per pixel: images of one channel. All functions of two images throw InputError when the shapes
/// differ.

/// Mean over the channels of |a - b|.
Image absoluteErrorMap(const Image& a, const Image& b);

/// Difference of the luma that toGray defines (ITU-R BT.601, full range): positive where @p a is brighter than @p b.
Image signedErrorMap(const Image& a, const Image& b);

/// Local SSIM at every pixel, 1 where the images agree: the windows of ssim() (11x11 Gaussian of sigma 1.5, population
/// moments, K1 = 0.01, K2 = 0.03, 8-bit values), mean over the channels. The 5 pixels along each side, where no whole
/// window fits, repeat the nearest one; the mean over the rest is ssim(a, b). Throws InputError for fewer than 11 rows
/// or columns, Interrupted when @p stop asks.
Image ssimMap(const ByteImage& a, const ByteImage& b, std::stop_token stop = {});

/// @p map with 0 for every value whose magnitude is below @p threshold.
Image thresholded(Image map, float threshold);

/// Statistics of the magnitudes |e| of a map.
struct ErrorSummary {
    double mean = 0.0;
    double p99 = 0.0; ///< 99th percentile by nearest rank: the smallest |e| that at least 99 % do not exceed
    double largest = 0.0;
};
ErrorSummary summarize(const Image& map);

/// Counts of a map's values in bins of equal width over [low, high]; values outside count in the outermost bins.
struct Histogram {
    float low = 0.0f, high = 1.0f;
    std::vector<std::uint64_t> counts;
};
/// Throws InputError unless low < high and bins >= 1.
Histogram histogram(const Image& map, float low, float high, int bins);

} // namespace kintsugi

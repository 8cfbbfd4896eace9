#include "device/timing.h"

#include "base/error.h"
#include "base/random.h"

#include <algorithm>
#include <cmath>

namespace kintsugi {

namespace {

double medianOfSorted(std::span<const double> sorted) {
    const std::size_t n = sorted.size();
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

/// Linear between the neighbouring order statistics.
double quantileOfSorted(std::span<const double> sorted, double q) {
    const double at = q * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

} // namespace

double medianOf(std::span<const double> values) {
    if (values.empty())
        throw InputError("There is no median of an empty list; measure at least one value.");
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    return medianOfSorted(sorted);
}

SampleStatistics summarise(std::span<const double> milliseconds) {
    if (milliseconds.empty())
        throw InputError("There are no times to summarise; measure at least one pass.");
    std::vector<double> sorted(milliseconds.begin(), milliseconds.end());
    std::sort(sorted.begin(), sorted.end());
    const std::size_t n = sorted.size();

    SampleStatistics s;
    s.n = static_cast<int>(n);
    s.minimum = sorted.front();
    s.median = medianOfSorted(sorted);
    s.p90 = quantileOfSorted(sorted, 0.9);
    std::vector<double> distances;
    distances.reserve(n);
    for (const double value : sorted)
        distances.push_back(std::abs(value - s.median));
    s.mad = medianOf(distances);

    constexpr int resamples = 2000;
    RandomStream random(0x6b696e747375u);
    std::vector<double> medians;
    std::vector<double> resample(n);
    medians.reserve(resamples);
    for (int i = 0; i < resamples; ++i) {
        for (double& value : resample)
            value = sorted[random.below(n)];
        std::sort(resample.begin(), resample.end());
        medians.push_back(medianOfSorted(resample));
    }
    std::sort(medians.begin(), medians.end());
    s.low95 = quantileOfSorted(medians, 0.025);
    s.high95 = quantileOfSorted(medians, 0.975);

    if (n >= 8) {
        const double first = medianOf(milliseconds.first(n / 4));
        s.trendPercent = first > 0 ? 100 * (medianOf(milliseconds.last(n / 4)) / first - 1) : 0;
        s.throttled = s.trendPercent > 5;
    }
    return s;
}

} // namespace kintsugi

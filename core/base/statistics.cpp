#include "base/statistics.h"

#include <cmath>

namespace kintsugi {

double meanOf(const std::vector<double>& values) {
    double sum = 0;
    for (const double v : values)
        sum += v;
    return values.empty() ? std::nan("") : sum / static_cast<double>(values.size());
}

std::optional<Interval> interval95(const std::vector<double>& values) {
    if (values.size() < 2)
        return std::nullopt;
    const double n = static_cast<double>(values.size()), mean = meanOf(values);
    double squares = 0;
    for (const double v : values)
        squares += (v - mean) * (v - mean);
    if (!std::isfinite(squares))
        return std::nullopt;
    // Student's quantile from the normal one by the expansion of Abramowitz and Stegun 26.7.5; exact values for the two
    // smallest samples, where the expansion is poor.
    const double z = 1.959963984540054, d = n - 1;
    const double t =
        d == 1 ? 12.7062
        : d == 2
            ? 4.3027
            : z + (std::pow(z, 3) + z) / (4 * d) + (5 * std::pow(z, 5) + 16 * std::pow(z, 3) + 3 * z) / (96 * d * d) +
                  (3 * std::pow(z, 7) + 19 * std::pow(z, 5) + 17 * std::pow(z, 3) - 15 * z) / (384 * d * d * d);
    const double half = t * std::sqrt(squares / d / n);
    return Interval{mean - half, mean + half};
}

} // namespace kintsugi

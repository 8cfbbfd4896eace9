#pragma once

#include <optional>
#include <vector>

namespace kintsugi {

struct Interval {
    double low = 0;
    double high = 0;

    bool operator==(const Interval&) const = default;
};

/// Not a number for an empty list.
double meanOf(const std::vector<double>& values);

/// Student's 95 % interval of the mean; nothing for fewer than two values or values that are not finite.
std::optional<Interval> interval95(const std::vector<double>& values);

} // namespace kintsugi

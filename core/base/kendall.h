#pragma once

#include <cmath>
#include <cstddef>
#include <span>

namespace kintsugi {

/// Kendall's tau-b of two equally long lists: 1 when they order all pairs alike, -1 when oppositely; pairs tied in one
/// list count as neither (M. G. Kendall, "The treatment of ties in ranking problems", Biometrika 33, 1945). Not a
/// number when a list is constant.
inline double kendallTau(std::span<const double> a, std::span<const double> b) {
    double agreed = 0, untiedA = 0, untiedB = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = i + 1; j < a.size(); ++j) {
            const double x = (a[i] > a[j]) - (a[i] < a[j]), y = (b[i] > b[j]) - (b[i] < b[j]);
            agreed += x * y;
            untiedA += x * x;
            untiedB += y * y;
        }
    return agreed / std::sqrt(untiedA * untiedB);
}

} // namespace kintsugi

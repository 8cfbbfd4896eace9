#include "search/ehvi.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace kintsugi {

double expectedShortfall(const Belief& value, double threshold) {
    const double gap = threshold - value.mean;
    if (value.deviation <= 0)
        return std::max(0.0, gap);
    const double z = gap / value.deviation;
    if (std::abs(z) > 8) // the rest is below the last digit
        return std::max(0.0, gap);
    const double density = std::exp(-0.5 * z * z) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
    const double below = 0.5 * std::erfc(-z / std::numbers::sqrt2);
    return std::max(0.0, gap * below + value.deviation * density); // the sum cancels to below 0 far out
}

ExpectedImprovement::ExpectedImprovement(std::span<const Objectives> points, const ReferencePoint& reference) {
    const auto front = paretoFront(points, reference);
    double cost = reference.cost;
    for (auto it = front.rbegin(); it != front.rend(); ++it) { // by rising loss
        m_strips.push_back({points[*it].loss, cost});
        cost = points[*it].cost;
    }
    m_strips.push_back({reference.loss, cost});
}

double ExpectedImprovement::operator()(const Belief& loss, const Belief& cost) const {
    double sum = 0, before = 0;
    for (const Strip& strip : m_strips) {
        const double upTo = expectedShortfall(loss, strip.lossEnd);
        sum += std::max(0.0, upTo - before) * expectedShortfall(cost, strip.cost);
        before = upTo;
    }
    return sum;
}

} // namespace kintsugi

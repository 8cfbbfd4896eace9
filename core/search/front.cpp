#include "search/front.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <pagmo/utils/hypervolume.hpp>

namespace kintsugi {

namespace {

/// A front scaled to [0, 1] between its extreme points; a front without extent in an objective keeps 0 there.
std::vector<Objectives> scaled(std::span<const Objectives> front) {
    std::vector<Objectives> result;
    const Objectives first = front.front(), last = front.back();
    const double losses = first.loss - last.loss, costs = last.cost - first.cost;
    for (const Objectives& point : front)
        result.push_back(
            {losses > 0 ? (point.loss - last.loss) / losses : 0, costs > 0 ? (point.cost - first.cost) / costs : 0});
    return result;
}

} // namespace

std::vector<std::size_t> paretoFront(std::span<const Objectives> points,
                                     const std::optional<ReferencePoint>& reference) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!reference || reference->contains(points[i]))
            order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return points[a].cost != points[b].cost ? points[a].cost < points[b].cost : points[a].loss < points[b].loss;
    });
    std::vector<std::size_t> front;
    for (std::size_t i : order) {
        if (front.empty() || points[i].loss < points[front.back()].loss)
            front.push_back(i);
    }
    return front;
}

std::optional<std::size_t> knee(std::span<const Objectives> front) {
    if (front.empty())
        return std::nullopt;
    const auto points = scaled(front);
    std::size_t best = front.size() - 1; // the order makes it the one with the least loss
    for (std::size_t i = front.size(); i-- > 0;) {
        // The chord is loss + cost = 1, so the sum orders by the distance to it. Rounding must not decide a tie.
        if (points[i].loss + points[i].cost < points[best].loss + points[best].cost - 1e-12)
            best = i;
    }
    return best;
}

std::vector<std::size_t> nearestKnee(std::span<const Objectives> front, std::size_t count) {
    const auto middle = knee(front);
    if (!middle)
        return {};
    const auto points = scaled(front);
    const auto distance = [&](std::size_t i) {
        return std::hypot(points[i].loss - points[*middle].loss, points[i].cost - points[*middle].cost);
    };
    std::vector<std::size_t> order(front.size());
    std::iota(order.rbegin(), order.rend(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return distance(a) < distance(b); });
    order.resize(std::min(count, order.size()));
    return order;
}

double hypervolume(std::span<const Objectives> points, const ReferencePoint& reference) {
    std::vector<pagmo::vector_double> inside;
    for (std::size_t i : paretoFront(points, reference))
        inside.push_back({points[i].loss, points[i].cost});
    if (inside.empty())
        return 0;
    return pagmo::hypervolume(std::move(inside), false).compute({reference.loss, reference.cost});
}

} // namespace kintsugi

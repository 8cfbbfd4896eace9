#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace kintsugi {

/// Loss in dB and cost in the problem's unit; less is better in both.
struct Objectives {
    double loss = 0;
    double cost = 0;

    bool operator==(const Objectives&) const = default;
};

/// The corner that hypervolume is measured from. What is not better than it in both objectives does not count.
struct ReferencePoint {
    double loss = 3;
    double cost = 1;

    bool contains(const Objectives& point) const { return point.loss < loss && point.cost < cost; }
};

/// Indices of the points that no other one beats, by rising cost and so by falling loss. Of equal points the first one
/// stands for all. With a @p reference, only points that it contains are looked at.
std::vector<std::size_t> paretoFront(std::span<const Objectives> points,
                                     const std::optional<ReferencePoint>& reference = std::nullopt);

/// Index of the knee of a front, by the largest distance to the chord: both objectives are scaled to [0, 1] between the
/// front's two extreme points, and the knee lies farthest from the straight line through those, on the side of the
/// ideal point (I. Das, "On characterizing the knee of the Pareto curve based on normal-boundary intersection",
/// Structural Optimization 18, 1999). Of equally far ones, as in a front of two points, the one with the least loss.
/// None for an empty front. @p front is in the order of paretoFront.
std::optional<std::size_t> knee(std::span<const Objectives> front);

/// Indices of the @p count members (or all, when there are fewer) nearest the knee in the same scale, itself included,
/// nearest first; of equally near ones the one with the lesser loss first.
std::vector<std::size_t> nearestKnee(std::span<const Objectives> front, std::size_t count);

/// Area that the points dominate inside the reference, by pagmo's hypervolume; 0 when none lies inside.
double hypervolume(std::span<const Objectives> points, const ReferencePoint& reference);

} // namespace kintsugi

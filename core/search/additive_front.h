#pragma once

#include "search/search.h"

#include <cstddef>
#include <functional>
#include <vector>

namespace kintsugi {

/// Loss that an edge adds to a path, in dB; may be negative.
using EdgeLoss = std::function<double(const PlacedEdge&)>;

/// The exact Pareto front of the additive model: a path loses the sum of what its edges lose, and costs the problem's
/// baseCost plus the sum of what they cost. Teacher edges lose nothing; @p edgeLoss is not asked for them.
///
/// Label setting over the stages' block boundaries: a boundary keeps the ways to it that no other way beats, and since
/// both sums are the same for every continuation, no path of the front is lost. Stages' fronts are then added up in the
/// same manner. Sums that differ by less than 1e-12 of the whole are taken as equal; of equal paths one stands for all.
class AdditiveFront {
public:
    /// @p maximumLabels bounds memory: a boundary with more labels keeps the best of each of that many equal ranges of
    /// cost. Real costs of large spaces can need it; then isExact() is false.
    AdditiveFront(const SearchProblem& problem, const EdgeLoss& edgeLoss, std::size_t maximumLabels = 200'000);

    /// By rising cost.
    const std::vector<Objectives>& points() const { return m_points; }
    bool isExact() const { return m_exact; }

    /// A path of the point with that index.
    Architecture architecture(std::size_t index) const;

private:
    struct Label {
        double cost, loss;
        std::size_t from; ///< label of the boundary, or point of the stages before, that it continues
        std::size_t step; ///< edge of the stage, or point of the stage's front, that it adds
    };
    using Labels = std::vector<Label>; ///< by rising cost and falling loss
    struct StageFront {
        std::vector<PlacedEdge> edges;
        std::vector<Labels> boundaries;
    };

    StageFront frontOfStage(const SearchProblem& problem, StageId stage, const EdgeLoss& edgeLoss);
    Labels merged(const Labels& a, const Labels& b) const;
    void collect(std::vector<Labels>& collected, Labels list) const;
    Labels finish(std::vector<Labels> collected);

    std::size_t m_maximumLabels;
    bool m_exact = true;
    double m_costTolerance = 0, m_lossTolerance = 0;
    std::vector<StageFront> m_stages;
    std::vector<Labels> m_totals; ///< after each stage
    std::vector<Objectives> m_points;
};

} // namespace kintsugi

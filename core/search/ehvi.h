#pragma once

#include "search/front.h"

#include <span>
#include <vector>

namespace kintsugi {

/// A value that is known up to a normal distribution; deviation 0: known exactly.
struct Belief {
    double mean = 0;
    double deviation = 0;
};

/// E[max(0, threshold - value)].
double expectedShortfall(const Belief& value, double threshold);

/// Expected hypervolume improvement over a front, exactly, for two independent normal objectives that are minimised.
///
/// The region that the front leaves inside the reference is cut into strips along the loss. In each strip the
/// improvement is a product of one length per objective, so its expectation is a product of closed forms (K. Yang,
/// M. Emmerich, A. Deutz, T. Bäck, "Efficient computation of expected hypervolume improvement using box decomposition
/// algorithms", J. Global Optimization 75, 2019). Linear in the size of the front.
class ExpectedImprovement {
public:
    /// Points that are dominated or outside the reference are ignored.
    ExpectedImprovement(std::span<const Objectives> points, const ReferencePoint& reference);

    double operator()(const Belief& loss, const Belief& cost) const;

private:
    struct Strip {
        double lossEnd; ///< from the end of the strip before, the first one from minus infinity
        double cost;    ///< what the strip leaves below
    };
    std::vector<Strip> m_strips;
};

} // namespace kintsugi

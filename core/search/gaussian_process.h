#pragma once

#include "search/ehvi.h"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace kintsugi {

using Features = std::vector<double>;

/// Length scales belong to groups of features: one group for all is an isotropic kernel, one a feature is automatic
/// relevance determination, anything between shares a scale where the data are too few for more.
struct GaussianProcessScales {
    double mean = 0;                  ///< of the prior, the same everywhere
    double signalVariance = 1;        ///< of the prior
    double noiseVariance = 1e-8;      ///< of an observation; greater than 0
    std::vector<double> lengthScales; ///< one a group, in units of the features; each greater than 0
};

/// Exact Gaussian-process regression with the Matern 5/2 kernel (C. Rasmussen, C. Williams, "Gaussian Processes for
/// Machine Learning", 2006, equations 2.25, 2.26, 2.30, 4.17 and 5.9). Cubic in the observations when built.
class GaussianProcess {
public:
    /// @p groups names the group of each feature, 0 to the number of length scales - 1. Inputs and values are equally
    /// many, at least one. Throws Error when the covariance is not positive definite in double precision.
    GaussianProcess(std::span<const Features> inputs, std::span<const double> values, std::span<const int> groups,
                    const GaussianProcessScales& scales);
    ~GaussianProcess();
    GaussianProcess(GaussianProcess&&) noexcept;
    GaussianProcess& operator=(GaussianProcess&&) noexcept;

    /// Posterior of the function itself, without the noise of an observation.
    std::vector<Belief> predict(std::span<const Features> inputs) const;

    /// Its mean alone, which is linear in the observations where the deviation is quadratic.
    std::vector<double> predictMeans(std::span<const Features> inputs) const;

    double logMarginalLikelihood() const;

    /// Its derivatives by the natural logarithms of signal variance, noise variance and each length scale, in this
    /// order.
    std::vector<double> likelihoodGradient() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Scales that maximise the log marginal likelihood, with the prior's mean as given in @p start, or else the mean of
/// the values. Quasi-Newton steps from
/// @p start, or else from three fixed starts; deterministic. Length
/// scales stay within 0.05 to 50, the signal variance within 0.01 to 100 and the noise within 1e-8 to 1 times the mean
/// square of the values about the prior's mean. Of more than 200 observations an even selection of 200 is used.
GaussianProcessScales fitScales(std::span<const Features> inputs, std::span<const double> values,
                                std::span<const int> groups,
                                const std::optional<GaussianProcessScales>& start = std::nullopt,
                                std::optional<double> mean = std::nullopt);

} // namespace kintsugi

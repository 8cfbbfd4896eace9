#include "search/gaussian_process.h"

#include "base/error.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace kintsugi {

using Eigen::ArrayXXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

const double sqrt5 = std::sqrt(5.0);
constexpr std::size_t atOnce = 256; // points of a prediction, so that its temporaries stay in cache

/// Features divided by their length scales, one column a point.
MatrixXd scaledInputs(std::span<const Features> inputs, std::span<const int> groups,
                      const std::vector<double>& lengthScales) {
    MatrixXd result(static_cast<Eigen::Index>(groups.size()), static_cast<Eigen::Index>(inputs.size()));
    for (Eigen::Index column = 0; column < result.cols(); ++column) {
        const Features& point = inputs[static_cast<std::size_t>(column)];
        for (Eigen::Index row = 0; row < result.rows(); ++row) {
            const auto feature = static_cast<std::size_t>(row);
            result(row, column) = point[feature] / lengthScales[static_cast<std::size_t>(groups[feature])];
        }
    }
    return result;
}

/// Squared distances between the columns of both, to the last digits.
ArrayXXd squaredDistances(const MatrixXd& a, const MatrixXd& b) {
    ArrayXXd result(a.cols(), b.cols());
    for (Eigen::Index column = 0; column < b.cols(); ++column)
        result.col(column) = (a.colwise() - b.col(column)).colwise().squaredNorm().transpose().array();
    return result;
}

/// The same by one matrix product, several times as fast; 1e-16 of the points' squared lengths off, which the kernel,
/// flat at distance 0, does not feel.
ArrayXXd quickSquaredDistances(const MatrixXd& a, const MatrixXd& b) {
    ArrayXXd result = -2 * (a.transpose() * b).array();
    result.colwise() += a.colwise().squaredNorm().transpose().array();
    result.rowwise() += b.colwise().squaredNorm().array();
    return result.max(0.0);
}

/// Matern 5/2 at unit variance.
ArrayXXd matern(const ArrayXXd& squared) {
    const ArrayXXd r = sqrt5 * squared.sqrt();
    return (1 + r + (5.0 / 3.0) * squared) * (-r).exp();
}

} // namespace

struct GaussianProcess::State {
    std::vector<int> groups;
    GaussianProcessScales scales;
    MatrixXd inputs; ///< scaled
    VectorXd values; ///< less the prior's mean
    Eigen::LLT<MatrixXd> factor;
    VectorXd weights; ///< covariance^-1 values

    MatrixXd covarianceWith(std::span<const Features> points) const {
        return scales.signalVariance *
               matern(quickSquaredDistances(inputs, scaledInputs(points, groups, scales.lengthScales))).matrix();
    }
};

GaussianProcess::GaussianProcess(std::span<const Features> inputs, std::span<const double> values,
                                 std::span<const int> groups, const GaussianProcessScales& scales)
    : m_state(std::make_unique<State>()) {
    State& s = *m_state;
    s.groups.assign(groups.begin(), groups.end());
    s.scales = scales;
    s.inputs = scaledInputs(inputs, groups, scales.lengthScales);
    s.values =
        Eigen::Map<const VectorXd>(values.data(), static_cast<Eigen::Index>(values.size())).array() - scales.mean;
    MatrixXd covariance = scales.signalVariance * matern(squaredDistances(s.inputs, s.inputs)).matrix();
    covariance.diagonal().array() += scales.noiseVariance;
    s.factor.compute(covariance);
    if (s.factor.info() != Eigen::Success)
        throw Error("The covariance of a Gaussian process cannot be factored; give it more noise.");
    s.weights = s.factor.solve(s.values);
}

GaussianProcess::~GaussianProcess() = default;
GaussianProcess::GaussianProcess(GaussianProcess&&) noexcept = default;
GaussianProcess& GaussianProcess::operator=(GaussianProcess&&) noexcept = default;

std::vector<Belief> GaussianProcess::predict(std::span<const Features> inputs) const {
    const State& s = *m_state;
    std::vector<Belief> beliefs;
    beliefs.reserve(inputs.size());
    for (std::size_t begin = 0; begin < inputs.size(); begin += atOnce) {
        MatrixXd cross = s.covarianceWith(inputs.subspan(begin, std::min(atOnce, inputs.size() - begin)));
        const VectorXd means = cross.transpose() * s.weights;
        s.factor.matrixL().solveInPlace(cross);
        const VectorXd explained = cross.colwise().squaredNorm().transpose();
        for (Eigen::Index i = 0; i < means.size(); ++i)
            beliefs.push_back(
                {s.scales.mean + means(i), std::sqrt(std::max(0.0, s.scales.signalVariance - explained(i)))});
    }
    return beliefs;
}

std::vector<double> GaussianProcess::predictMeans(std::span<const Features> inputs) const {
    const State& s = *m_state;
    std::vector<double> result;
    result.reserve(inputs.size());
    for (std::size_t begin = 0; begin < inputs.size(); begin += atOnce) {
        const auto part = inputs.subspan(begin, std::min(atOnce, inputs.size() - begin));
        const VectorXd means = s.covarianceWith(part).transpose() * s.weights;
        for (double mean : means)
            result.push_back(s.scales.mean + mean);
    }
    return result;
}

double GaussianProcess::logMarginalLikelihood() const {
    const State& s = *m_state;
    const double halfLogDeterminant = s.factor.matrixLLT().diagonal().array().log().sum();
    const auto n = static_cast<double>(s.values.size());
    return -0.5 * s.values.dot(s.weights) - halfLogDeterminant - 0.5 * n * std::log(2 * std::numbers::pi);
}

std::vector<double> GaussianProcess::likelihoodGradient() const {
    const State& s = *m_state;
    const Eigen::Index n = s.values.size();
    const ArrayXXd squared = squaredDistances(s.inputs, s.inputs);
    const MatrixXd inverse = s.factor.solve(MatrixXd::Identity(n, n));
    const ArrayXXd outer = 0.5 * (s.weights * s.weights.transpose() - inverse).array();

    std::vector<double> gradient{(outer * matern(squared)).sum() * s.scales.signalVariance,
                                 outer.matrix().trace() * s.scales.noiseVariance};
    const ArrayXXd r = sqrt5 * squared.sqrt();
    const ArrayXXd slope = outer * (5.0 / 3.0) * s.scales.signalVariance * (1 + r) * (-r).exp();
    gradient.resize(2 + s.scales.lengthScales.size(), 0.0);
    for (Eigen::Index feature = 0; feature < s.inputs.rows(); ++feature) {
        double sum = 0;
        for (Eigen::Index column = 0; column < n; ++column)
            sum +=
                (slope.col(column) * (s.inputs.row(feature).transpose().array() - s.inputs(feature, column)).square())
                    .sum();
        gradient[2 + static_cast<std::size_t>(s.groups[static_cast<std::size_t>(feature)])] += sum;
    }
    return gradient;
}

namespace {

/// The scales as free numbers: each logarithm runs between its bounds along a logistic curve, so that an unconstrained
/// method never leaves them.
struct Bounds {
    VectorXd low, high;

    Bounds(double variance, std::size_t lengths) : low(static_cast<Eigen::Index>(2 + lengths)), high(low.size()) {
        low.setConstant(std::log(0.05));
        high.setConstant(std::log(50.0));
        low(0) = std::log(0.01 * variance), high(0) = std::log(100 * variance);
        low(1) = std::log(1e-8 * variance), high(1) = std::log(variance);
    }
    VectorXd toFree(const VectorXd& logs) const {
        const Eigen::ArrayXd share = ((logs - low).array() / (high - low).array()).max(1e-3).min(1 - 1e-3);
        return (share / (1 - share)).log().matrix();
    }
    VectorXd toLogs(const VectorXd& free) const {
        return low.array() + (high - low).array() / (1 + (-free.array()).exp());
    }
    VectorXd slope(const VectorXd& free) const {
        const Eigen::ArrayXd share = 1 / (1 + (-free.array()).exp());
        return (high - low).array() * share * (1 - share);
    }
};

class Likelihood {
public:
    Likelihood(std::span<const Features> inputs, std::span<const double> values, std::span<const int> groups,
               double mean, const Bounds& bounds)
        : m_inputs(inputs), m_values(values), m_groups(groups), m_mean(mean), m_bounds(bounds) {}

    GaussianProcessScales scalesAt(const VectorXd& free) const {
        const VectorXd values = m_bounds.toLogs(free).array().exp();
        return {m_mean, values(0), values(1), std::vector<double>(values.data() + 2, values.data() + values.size())};
    }

    /// Negative log marginal likelihood and its gradient; infinite where the covariance cannot be factored.
    double operator()(const VectorXd& free, VectorXd& gradient) const {
        try {
            const GaussianProcess process(m_inputs, m_values, m_groups, scalesAt(free));
            const auto logs = process.likelihoodGradient();
            gradient = -Eigen::Map<const VectorXd>(logs.data(), free.size()).cwiseProduct(m_bounds.slope(free));
            return -process.logMarginalLikelihood();
        } catch (const Error&) {
            return std::numeric_limits<double>::infinity();
        }
    }

private:
    std::span<const Features> m_inputs;
    std::span<const double> m_values;
    std::span<const int> m_groups;
    double m_mean;
    const Bounds& m_bounds;
};

/// BFGS with steps halved until they descend enough (Nocedal, Wright, "Numerical Optimization", 2006, algorithm 6.1).
double minimise(const Likelihood& f, VectorXd& x) {
    const Eigen::Index n = x.size();
    VectorXd gradient(n), nextGradient(n);
    double value = f(x, gradient);
    if (!std::isfinite(value))
        return value;
    MatrixXd inverseHessian = MatrixXd::Identity(n, n) / std::max(1.0, gradient.norm());
    for (int iteration = 0; iteration < 40; ++iteration) {
        VectorXd direction = -inverseHessian * gradient;
        if (direction.norm() > 3) // a free number of 3 is already near a bound
            direction *= 3 / direction.norm();
        const double descent = gradient.dot(direction);
        double step = 1, next = value;
        VectorXd candidate;
        for (; step > 1e-4; step /= 2) {
            candidate = x + step * direction;
            next = f(candidate, nextGradient);
            if (next <= value + 1e-4 * step * descent)
                break;
        }
        if (!(next < value))
            break;
        const VectorXd s = candidate - x, y = nextGradient - gradient;
        const double curvature = s.dot(y), gain = value - next;
        x = candidate, value = next, gradient = nextGradient;
        if (gain < 1e-4)
            break;
        if (curvature > 1e-10 * s.norm() * y.norm()) {
            const MatrixXd shrink = MatrixXd::Identity(n, n) - s * y.transpose() / curvature;
            inverseHessian = shrink * inverseHessian * shrink.transpose() + s * s.transpose() / curvature;
        }
    }
    return value;
}

} // namespace

GaussianProcessScales fitScales(std::span<const Features> inputs, std::span<const double> values,
                                std::span<const int> groups, const std::optional<GaussianProcessScales>& start,
                                std::optional<double> mean) {
    constexpr std::size_t most = 200;
    std::vector<Features> someInputs;
    std::vector<double> someValues;
    const std::size_t count = std::min(most, inputs.size());
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = count == 1 ? 0 : i * (inputs.size() - 1) / (count - 1);
        someInputs.push_back(inputs[at]);
        someValues.push_back(values[at]);
    }
    const Eigen::Map<const VectorXd> y(someValues.data(), static_cast<Eigen::Index>(count));
    const double priorMean = mean ? *mean : start ? start->mean : y.mean();
    const double variance = std::max((y.array() - priorMean).square().mean(), 1e-18);
    const auto lengths = static_cast<std::size_t>(*std::max_element(groups.begin(), groups.end())) + 1;
    const Bounds bounds(variance, lengths);
    const Likelihood likelihood(someInputs, someValues, groups, priorMean, bounds);

    std::vector<VectorXd> starts;
    if (start) {
        VectorXd logs(static_cast<Eigen::Index>(2 + lengths));
        logs(0) = std::log(start->signalVariance), logs(1) = std::log(start->noiseVariance);
        for (std::size_t i = 0; i < lengths; ++i)
            logs(static_cast<Eigen::Index>(2 + i)) = std::log(start->lengthScales[i]);
        starts.push_back(bounds.toFree(logs));
    } else {
        for (double length : {0.3, 1.0, 4.0}) {
            VectorXd logs = VectorXd::Constant(static_cast<Eigen::Index>(2 + lengths), std::log(length));
            logs(0) = std::log(variance), logs(1) = std::log(1e-4 * variance);
            starts.push_back(bounds.toFree(logs));
        }
    }
    VectorXd best = starts.front();
    double least = std::numeric_limits<double>::infinity();
    for (VectorXd& free : starts) {
        const double value = minimise(likelihood, free);
        if (value < least)
            least = value, best = free;
    }
    return likelihood.scalesAt(best);
}

} // namespace kintsugi

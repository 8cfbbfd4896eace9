#pragma once

#include "scan/selective_scan.h"

#include <cmath>
#include <cstdint>
#include <vector>

/// The selective scan in double precision, one scalar at a time, on dense tensors in scan order.
namespace kintsugi::reference {

struct ScanTensors {
    std::int64_t batch = 1, dim = 1, states = 1, groups = 1, length = 1;
    bool constantB = false, constantC = false, softplus = false;
    std::vector<double> u, delta, z;  ///< (batch, dim, length); z may be empty
    std::vector<double> A;            ///< (dim, states)
    std::vector<double> B, C;         ///< (batch, groups, states, length) or (dim, states)
    std::vector<double> D, deltaBias; ///< (dim) or empty

    std::size_t sequenceIndex(std::int64_t b, std::int64_t c, std::int64_t l) const {
        return static_cast<std::size_t>((b * dim + c) * length + l);
    }
    std::size_t stateIndex(bool constant, std::int64_t b, std::int64_t c, std::int64_t n, std::int64_t l) const {
        const std::int64_t g = c / (dim / groups);
        return static_cast<std::size_t>(constant ? c * states + n : ((b * groups + g) * states + n) * length + l);
    }
};

struct ScanResult {
    std::vector<double> y, lastState;
};

struct ScanGradients {
    std::vector<double> u, delta, A, B, C, D, z, deltaBias;
};

inline double stepSize(const ScanTensors& t, std::int64_t b, std::int64_t c, std::int64_t l) {
    double x = t.delta[t.sequenceIndex(b, c, l)];
    if (!t.deltaBias.empty())
        x += t.deltaBias[static_cast<std::size_t>(c)];
    return !t.softplus ? x : x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

inline double logistic(double x) {
    return 1.0 / (1.0 + std::exp(-x));
}

inline ScanResult scanForward(const ScanTensors& t) {
    ScanResult result{std::vector<double>(t.u.size()),
                      std::vector<double>(static_cast<std::size_t>(t.batch * t.dim * t.states))};
    for (std::int64_t b = 0; b < t.batch; ++b)
        for (std::int64_t c = 0; c < t.dim; ++c) {
            std::vector<double> h(static_cast<std::size_t>(t.states));
            for (std::int64_t l = 0; l < t.length; ++l) {
                const std::size_t at = t.sequenceIndex(b, c, l);
                const double d = stepSize(t, b, c, l);
                double y = t.D.empty() ? 0.0 : t.D[static_cast<std::size_t>(c)] * t.u[at];
                for (std::int64_t n = 0; n < t.states; ++n) {
                    double& state = h[static_cast<std::size_t>(n)];
                    state = std::exp(d * t.A[static_cast<std::size_t>(c * t.states + n)]) * state +
                            d * t.B[t.stateIndex(t.constantB, b, c, n, l)] * t.u[at];
                    y += state * t.C[t.stateIndex(t.constantC, b, c, n, l)];
                }
                result.y[at] = t.z.empty() ? y : y * t.z[at] * logistic(t.z[at]);
            }
            for (std::int64_t n = 0; n < t.states; ++n)
                result.lastState[static_cast<std::size_t>((b * t.dim + c) * t.states + n)] =
                    h[static_cast<std::size_t>(n)];
        }
    return result;
}

/// Gradients of sum(y * gradY) + sum(lastState * gradLastState); the latter may be empty.
inline ScanGradients scanBackward(const ScanTensors& t, const std::vector<double>& gradY,
                                  const std::vector<double>& gradLastState) {
    ScanGradients g;
    g.u.resize(t.u.size());
    g.delta.resize(t.u.size());
    g.z.resize(t.z.size());
    g.A.resize(t.A.size());
    g.B.resize(t.B.size());
    g.C.resize(t.C.size());
    g.D.resize(static_cast<std::size_t>(t.dim));
    g.deltaBias.resize(static_cast<std::size_t>(t.dim));
    const auto states = static_cast<std::size_t>(t.states);
    for (std::int64_t b = 0; b < t.batch; ++b)
        for (std::int64_t c = 0; c < t.dim; ++c) {
            const auto channel = static_cast<std::size_t>(c);
            std::vector<double> h(static_cast<std::size_t>(t.length + 1) * states);
            for (std::int64_t l = 0; l < t.length; ++l)
                for (std::int64_t n = 0; n < t.states; ++n) {
                    const double d = stepSize(t, b, c, l);
                    const auto before = static_cast<std::size_t>(l) * states + static_cast<std::size_t>(n);
                    h[before + states] = std::exp(d * t.A[static_cast<std::size_t>(c * t.states + n)]) * h[before] +
                                         d * t.B[t.stateIndex(t.constantB, b, c, n, l)] * t.u[t.sequenceIndex(b, c, l)];
                }
            std::vector<double> carry(states);
            if (!gradLastState.empty())
                for (std::size_t n = 0; n < states; ++n)
                    carry[n] = gradLastState[(static_cast<std::size_t>(b * t.dim + c)) * states + n];
            for (std::int64_t l = t.length - 1; l >= 0; --l) {
                const std::size_t at = t.sequenceIndex(b, c, l);
                const double d = stepSize(t, b, c, l);
                const double u = t.u[at];
                const double skip = t.D.empty() ? 0.0 : t.D[channel];
                double grad = gradY[at];
                if (!t.z.empty()) {
                    double y = skip * u;
                    for (std::int64_t n = 0; n < t.states; ++n)
                        y += h[static_cast<std::size_t>(l + 1) * states + static_cast<std::size_t>(n)] *
                             t.C[t.stateIndex(t.constantC, b, c, n, l)];
                    const double s = logistic(t.z[at]);
                    g.z[at] = grad * y * s * (1.0 + t.z[at] * (1.0 - s));
                    grad *= t.z[at] * s;
                }
                g.D[channel] += grad * u;
                g.u[at] += grad * skip;
                double gradStep = 0.0;
                for (std::int64_t n = 0; n < t.states; ++n) {
                    const auto k = static_cast<std::size_t>(n);
                    const std::size_t atA = channel * states + k;
                    const std::size_t atB = t.stateIndex(t.constantB, b, c, n, l);
                    const std::size_t atC = t.stateIndex(t.constantC, b, c, n, l);
                    const double before = h[static_cast<std::size_t>(l) * states + k];
                    const double after = h[static_cast<std::size_t>(l + 1) * states + k];
                    const double decay = std::exp(d * t.A[atA]);
                    const double gradState = carry[k] + grad * t.C[atC];
                    g.C[atC] += grad * after;
                    g.B[atB] += gradState * d * u;
                    g.u[at] += gradState * d * t.B[atB];
                    gradStep += gradState * (t.B[atB] * u + t.A[atA] * decay * before);
                    g.A[atA] += gradState * d * decay * before;
                    carry[k] = gradState * decay;
                }
                if (t.softplus) {
                    double x = t.delta[at];
                    if (!t.deltaBias.empty())
                        x += t.deltaBias[channel];
                    gradStep *= logistic(x);
                }
                g.delta[at] = gradStep;
                g.deltaBias[channel] += gradStep;
            }
        }
    return g;
}

} // namespace kintsugi::reference

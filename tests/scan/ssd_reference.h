#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

/// The recurrence of the state-space duality in double precision, on dense tensors (batch, length, heads, row).
namespace kintsugi::reference {

struct SsdTensors {
    std::int64_t batch = 1, length = 1, heads = 1, headDim = 1, states = 1, groups = 1;
    std::vector<double> X, A, B, C;   ///< A (batch, length, heads); B, C (batch, length, groups, states)
    std::vector<double> initialState; ///< (batch, heads, headDim, states), or empty

    std::size_t at(std::int64_t b, std::int64_t l, std::int64_t h) const {
        return static_cast<std::size_t>((b * length + l) * heads + h);
    }
    std::size_t shared(std::int64_t b, std::int64_t l, std::int64_t h, std::int64_t n) const {
        return static_cast<std::size_t>(((b * length + l) * groups + h / (heads / groups)) * states + n);
    }
};

struct SsdResult {
    std::vector<double> Y, finalState;
};

struct SsdGradients {
    std::vector<double> X, A, B, C, initialState;
};

/// Fills `gradients`, if not null, with those of sum(Y * gradY) + sum(finalState * gradFinalState).
inline SsdResult ssd(const SsdTensors& t, const std::vector<double>& gradY = {},
                     const std::vector<double>& gradFinalState = {}, SsdGradients* gradients = nullptr) {
    const auto dim = static_cast<std::size_t>(t.headDim);
    const std::size_t stateSize = dim * static_cast<std::size_t>(t.states);
    SsdResult result{std::vector<double>(t.X.size()),
                     std::vector<double>(static_cast<std::size_t>(t.batch * t.heads) * stateSize)};
    if (gradients != nullptr)
        *gradients = {std::vector<double>(t.X.size()), std::vector<double>(t.A.size()), std::vector<double>(t.B.size()),
                      std::vector<double>(t.C.size()), std::vector<double>(result.finalState.size())};
    for (std::int64_t b = 0; b < t.batch; ++b)
        for (std::int64_t h = 0; h < t.heads; ++h) {
            const std::size_t first = static_cast<std::size_t>(b * t.heads + h) * stateSize;
            std::vector<double> states(static_cast<std::size_t>(t.length + 1) * stateSize);
            for (std::size_t i = 0; i < stateSize && !t.initialState.empty(); ++i)
                states[i] = t.initialState[first + i];
            for (std::int64_t l = 0; l < t.length; ++l) {
                const double* before = states.data() + static_cast<std::size_t>(l) * stateSize;
                double* after = states.data() + static_cast<std::size_t>(l + 1) * stateSize;
                const std::size_t row = t.at(b, l, h);
                for (std::size_t p = 0; p < dim; ++p)
                    for (std::int64_t n = 0; n < t.states; ++n) {
                        const std::size_t i = p * static_cast<std::size_t>(t.states) + static_cast<std::size_t>(n);
                        after[i] = std::exp(t.A[row]) * before[i] + t.X[row * dim + p] * t.B[t.shared(b, l, h, n)];
                        result.Y[row * dim + p] += after[i] * t.C[t.shared(b, l, h, n)];
                    }
            }
            for (std::size_t i = 0; i < stateSize; ++i)
                result.finalState[first + i] = states[static_cast<std::size_t>(t.length) * stateSize + i];
            if (gradients == nullptr)
                continue;
            std::vector<double> carry(stateSize);
            for (std::size_t i = 0; i < stateSize && !gradFinalState.empty(); ++i)
                carry[i] = gradFinalState[first + i];
            for (std::int64_t l = t.length - 1; l >= 0; --l) {
                const double* before = states.data() + static_cast<std::size_t>(l) * stateSize;
                const double* after = before + stateSize;
                const std::size_t row = t.at(b, l, h);
                const double decay = std::exp(t.A[row]);
                for (std::size_t p = 0; p < dim; ++p)
                    for (std::int64_t n = 0; n < t.states; ++n) {
                        const std::size_t i = p * static_cast<std::size_t>(t.states) + static_cast<std::size_t>(n);
                        const std::size_t s = t.shared(b, l, h, n);
                        const double grad = carry[i] + gradY[row * dim + p] * t.C[s];
                        gradients->C[s] += gradY[row * dim + p] * after[i];
                        gradients->X[row * dim + p] += grad * t.B[s];
                        gradients->B[s] += grad * t.X[row * dim + p];
                        gradients->A[row] += grad * decay * before[i];
                        carry[i] = grad * decay;
                    }
            }
            for (std::size_t i = 0; i < stateSize; ++i)
                gradients->initialState[first + i] = carry[i];
        }
    return result;
}

} // namespace kintsugi::reference

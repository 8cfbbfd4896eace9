#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace kintsugi {

/// AdamW with decoupled weight decay (Loshchilov and Hutter 2019), on flat buffers. The same sequence of calls gives
/// the same bits, and its whole state is two buffers and a step count, so a resumed run continues exactly.
class AdamW {
public:
    struct Options {
        double beta1 = 0.9;
        double beta2 = 0.999;
        double epsilon = 1e-8;
        double weightDecay = 1e-4;
    };
    AdamW(std::size_t parameters, const Options& options);

    void step(std::span<float> values, std::span<const float> gradients, double learningRate);

    std::vector<float> firstMoment, secondMoment;
    std::int64_t steps = 0;

private:
    Options m_options;
};

/// Euclidean norm of all gradients; scales them down to @p maximum when it is larger (0: never). Returns the norm
/// before.
double clipGradientNorm(std::span<float> gradients, double maximum);

/// Linear warm-up to @p peak over @p warmUp iterations, then half a cosine down to @p last at @p total.
double cosineLearningRate(std::int64_t iteration, std::int64_t total, std::int64_t warmUp, double peak, double last);

/// Running average of weights: average += (1 - d) (value - average), with d = min(decay, (1 + step) / (10 + step)) so
/// that the first steps do not hold on to random weights.
void updateAverage(std::span<float> average, std::span<const float> values, double decay, std::int64_t step);

} // namespace kintsugi

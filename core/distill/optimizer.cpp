#include "distill/optimizer.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace kintsugi {

AdamW::AdamW(std::size_t parameters, const Options& options)
    : firstMoment(parameters, 0.0f), secondMoment(parameters, 0.0f), m_options(options) {}

void AdamW::step(std::span<float> values, std::span<const float> gradients, double learningRate) {
    ++steps;
    const double correction1 = 1.0 - std::pow(m_options.beta1, static_cast<double>(steps));
    const double correction2 = 1.0 - std::pow(m_options.beta2, static_cast<double>(steps));
    const float b1 = static_cast<float>(m_options.beta1), b2 = static_cast<float>(m_options.beta2);
    const float stepSize = static_cast<float>(learningRate / correction1);
    const float scale2 = static_cast<float>(1.0 / std::sqrt(correction2));
    const float epsilon = static_cast<float>(m_options.epsilon);
    const float keep = static_cast<float>(1.0 - learningRate * m_options.weightDecay);
    float* m = firstMoment.data();
    float* v = secondMoment.data();
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float g = gradients[i];
        m[i] = b1 * m[i] + (1.0f - b1) * g;
        v[i] = b2 * v[i] + (1.0f - b2) * g * g;
        values[i] = keep * values[i] - stepSize * m[i] / (std::sqrt(v[i]) * scale2 + epsilon);
    }
}

double clipGradientNorm(std::span<float> gradients, double maximum) {
    double sum = 0;
    for (const float g : gradients)
        sum += static_cast<double>(g) * g;
    const double norm = std::sqrt(sum);
    if (maximum > 0 && norm > maximum) {
        const float scale = static_cast<float>(maximum / (norm + 1e-6));
        for (float& g : gradients)
            g *= scale;
    }
    return norm;
}

double cosineLearningRate(std::int64_t iteration, std::int64_t total, std::int64_t warmUp, double peak, double last) {
    if (iteration < warmUp)
        return peak * static_cast<double>(iteration + 1) / static_cast<double>(warmUp);
    const double span = static_cast<double>(std::max<std::int64_t>(1, total - warmUp));
    const double done = std::min(1.0, static_cast<double>(iteration - warmUp) / span);
    return last + (peak - last) * 0.5 * (1.0 + std::cos(std::numbers::pi * done));
}

void updateAverage(std::span<float> average, std::span<const float> values, double decay, std::int64_t step) {
    const double d = std::min(decay, (1.0 + static_cast<double>(step)) / (10.0 + static_cast<double>(step)));
    const float take = static_cast<float>(1.0 - d);
    for (std::size_t i = 0; i < average.size(); ++i)
        average[i] += take * (values[i] - average[i]);
}

} // namespace kintsugi

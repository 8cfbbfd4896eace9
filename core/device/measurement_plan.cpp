#include "device/measurement_plan.h"

#include "base/error.h"
#include "base/random.h"

#include <algorithm>
#include <cmath>

namespace kintsugi {

namespace {

/// Indices of the cores that are at least @p share of the best; empty when unknown or all alike.
std::vector<int> best(const std::vector<std::optional<double>>& values, double share) {
    double top = 0;
    for (const auto& value : values) {
        if (!value)
            return {};
        top = std::max(top, *value);
    }
    std::vector<int> cores;
    for (std::size_t core = 0; core < values.size(); ++core)
        if (*values[core] >= share * top)
            cores.push_back(static_cast<int>(core));
    return cores.size() < values.size() ? cores : std::vector<int>();
}

} // namespace

CorePlan defaultCores(const DeviceFacts& facts) {
    CorePlan plan;
    plan.cores = best(facts.capacity, 0.6);
    if (plan.cores.empty())
        plan.cores = best(facts.maxKhz, 0.85);
    plan.threads = plan.cores.empty() ? std::clamp(facts.cores, 1, 4) : static_cast<int>(plan.cores.size());
    return plan;
}

std::vector<int> interleavedOrder(int models, int passesEach) {
    std::vector<int> order;
    for (int round = 0; round < passesEach; ++round)
        for (int i = 0; i < models; ++i)
            order.push_back(round % 2 == 0 ? i : models - 1 - i);
    return order;
}

std::string interleavedText(int models, int passesEach) {
    const std::vector<int> order = interleavedOrder(models, passesEach);
    const std::size_t shown = std::min(order.size(), static_cast<std::size_t>(std::max(8, 3 * models)));
    std::string text;
    for (std::size_t i = 0; i < shown; ++i) {
        text += i == 0 ? "" : " ";
        text += order[i] < 26 ? std::string(1, static_cast<char>('A' + order[i])) : std::to_string(order[i] + 1);
    }
    return shown < order.size() ? text + " …" : text;
}

Gain gainOf(std::span<const double> before, std::span<const double> after) {
    Gain gain;
    gain.ratio = medianOf(before) / medianOf(after);
    constexpr int resamples = 2000;
    RandomStream random(0x6b696e747375u);
    const auto resampledMedian = [&](std::span<const double> values) {
        std::vector<double> drawn(values.size());
        for (double& value : drawn)
            value = values[random.below(values.size())];
        return medianOf(drawn);
    };
    std::vector<double> ratios;
    ratios.reserve(resamples);
    for (int i = 0; i < resamples; ++i) {
        const double top = resampledMedian(before);
        ratios.push_back(top / resampledMedian(after));
    }
    std::sort(ratios.begin(), ratios.end());
    gain.low95 = ratios[static_cast<std::size_t>(0.025 * (resamples - 1))];
    gain.high95 = ratios[static_cast<std::size_t>(0.975 * (resamples - 1))];
    gain.clear = gain.low95 > 1 || gain.high95 < 1;
    return gain;
}

PredictionError predictionError(std::span<const std::pair<double, double>> predictedAndMeasured) {
    std::vector<double> errors;
    PredictionError result;
    for (const auto& [predicted, measured] : predictedAndMeasured) {
        if (!(measured > 0))
            throw InputError("A measured time of " + std::to_string(measured) +
                             " ms cannot judge a prediction; measure again.");
        const double percent = 100 * (predicted / measured - 1);
        errors.push_back(std::abs(percent));
        result.maximumPercent = std::max(result.maximumPercent, std::abs(percent));
        result.biasPercent += percent / static_cast<double>(predictedAndMeasured.size());
    }
    result.medianPercent = medianOf(errors);
    result.n = static_cast<int>(errors.size());
    return result;
}

} // namespace kintsugi

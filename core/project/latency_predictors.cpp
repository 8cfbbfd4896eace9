#include "project/latency_predictors.h"

#include "base/kendall.h"
#include "project/device_times.h"
#include "space/costs.h"

#include <algorithm>
#include <cmath>

namespace kintsugi {

namespace {

/// What is known of some networks, one value each. The time may be measured or a sum of edges.
struct Networks {
    std::vector<double> times, transformers, operations, predictions;
};

std::optional<double> agreement(const std::vector<double>& values, const std::vector<double>& times) {
    constexpr std::size_t fewest = 3;
    if (times.size() < fewest || values.size() != times.size())
        return std::nullopt;
    const double tau = kendallTau(values, times);
    return std::isfinite(tau) ? std::optional(tau) : std::nullopt;
}

LatencyPredictors::Agreement agreementOf(const Networks& networks) {
    return {networks.times.size(), agreement(networks.transformers, networks.times),
            agreement(networks.operations, networks.times), agreement(networks.predictions, networks.times)};
}

} // namespace

std::vector<LatencyPredictors> latencyPredictors(const ProjectStore& store, const RestormerConfig& config,
                                                 const std::string& validationSet) {
    const CostModel costs(config, 256, 256);
    const auto add = [&](Networks& networks, const Architecture& path, double time) {
        const Cost cost = costs.network(path);
        networks.times.push_back(time);
        networks.transformers.push_back(cost.transformers);
        networks.operations.push_back(static_cast<double>(cost.macs.total()));
    };
    std::vector<LatencyPredictors> all;
    for (const std::string& device : store.latencyDevices()) {
        const DeviceTimes times = deviceTimes(store, device);
        LatencyPredictors entry;
        entry.device = device;
        entry.name = times.name;
        entry.machine = times.machine;
        entry.conditions = times.conditions;

        Networks measured, foretold;
        std::vector<double> errors;
        for (const auto& [subject, milliseconds] : times.milliseconds) {
            if (subject.find('/') == std::string::npos) // an edge, or the base
                continue;
            const Architecture path = parseArchitecture(subject, costs.stages());
            add(measured, path, milliseconds);
            if (const auto sum = times.path(path)) {
                measured.predictions.push_back(*sum);
                errors.push_back(100 * std::abs(*sum / milliseconds - 1));
            }
        }
        for (const EvaluationRecord& record : store.evaluations(validationSet)) {
            const Architecture path = parseArchitecture(record.architecture, costs.stages());
            if (const auto sum = times.path(path))
                add(foretold, path, *sum);
        }
        entry.measured = agreementOf(measured);
        entry.foretold = agreementOf(foretold);
        if (!errors.empty()) {
            std::sort(errors.begin(), errors.end());
            entry.medianPercent = (errors[(errors.size() - 1) / 2] + errors[errors.size() / 2]) / 2;
            entry.largestPercent = errors.back();
        }
        if (entry.measured.networks > 0 || entry.foretold.networks > 0)
            all.push_back(std::move(entry));
    }
    return all;
}

} // namespace kintsugi

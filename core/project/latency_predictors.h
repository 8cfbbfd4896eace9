#pragma once

#include "project/project_store.h"
#include "space/restormer_config.h"
#include "space/stage.h"

#include <optional>
#include <string>
#include <vector>

namespace kintsugi {

/// Whether a cost that needs no device foretells what a device takes. Kendall's tau-b, -1 to 1; absent for fewer than
/// three networks or where one of the lists is constant.
struct LatencyPredictors {
    struct Agreement {
        std::size_t networks = 0;
        std::optional<double> transformers, operations, predictions;
    };
    std::string device, name, machine;
    std::string conditions; ///< JSON, as DeviceTimes has it
    /// Against whole networks that were timed there.
    Agreement measured;
    /// Against the sums of edges' times, for the architectures that were evaluated on this validation set.
    Agreement foretold;
    /// Distance of those sums from the measured networks, in percent; absent where none has both.
    std::optional<double> medianPercent, largestPercent;
};

/// One entry a device that has times in the project, in the order of their names.
std::vector<LatencyPredictors> latencyPredictors(const ProjectStore& store, const RestormerConfig& config,
                                                 const std::string& validationSet);

} // namespace kintsugi

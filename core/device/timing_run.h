#pragma once

#include "device/device.h"
#include "device/record_parser.h"

namespace kintsugi {

/// Deadlines of a run.
struct RunLimits {
    /// Longest silence of the runner, which beats every five seconds.
    std::chrono::milliseconds silence{20'000};
    /// Beyond the runner's own time limit.
    std::chrono::milliseconds grace{30'000};
    /// How long to wait for a lost device to come back for its log.
    std::chrono::milliseconds salvage{10'000};
};

struct TimingProgress {
    /// "identify", "place", then the runner's stages, "salvage" after a lost connection.
    std::string stage;
    int done = 0;
    /// 0 when it is not known.
    int total = 0;
    /// A file's name while files are sent.
    std::string detail;
};

struct RunObserver {
    std::function<void(const TimingProgress&)> progress;
    std::function<void(const TimingSample&)> sample;
};

/// Times the models on the device and waits for it. Whatever happens on the way is told in the report: no error is
/// thrown. A stop request ends it within a second.
TimingReport runTiming(Device& device, const TimingRequest& request, const RunLimits& limits,
                       const RunObserver& observer, const std::stop_token& stop);

} // namespace kintsugi

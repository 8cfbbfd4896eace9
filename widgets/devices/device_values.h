#pragma once

#include "device/timing.h"

#include <QString>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// What the Device workspace shows besides core/device/timing.h, as plain values.
namespace kintsugi {

/// A path that can be timed.
struct TimedChoice {
    std::string architecture;   ///< canonical text
    QString name;               ///< "trial 271", "all transformer"
    std::optional<double> loss; ///< dB lost against the teacher, positive when worse
    bool isA = false;
    bool isB = false;
};

/// A device's cores. capacity and maxKhz are empty, or have one entry a core; empty: not available.
struct DeviceCores {
    int count = 0; ///< 0: the device has not been asked yet
    std::vector<double> capacity;
    std::vector<double> maxKhz;
    std::vector<int> suggested; ///< to time on, unless the user chooses others; all when empty
};

/// What the latency table says about a path, on the chosen device.
struct PredictedTimes {
    std::string architecture;
    std::optional<double> wholeMs;
    std::map<std::string, double> stageMs;
};

/// What a run shall measure. Exactly one of runs and seconds has a value.
struct RunRequest {
    std::string device;
    std::vector<std::string> architectures; ///< A first, then B, then others
    int height = 256;
    int width = 256;
    int threads = 1;
    std::vector<int> cores;    ///< empty: as the device chooses
    std::optional<int> warmup; ///< none: until the times are steady
    std::optional<int> runs;
    std::optional<double> seconds; ///< for all architectures together
    int coolSeconds = 0;           ///< at most so long for a hot device to cool; 0: it does not wait
    bool perStage = true;
    bool parity = true;
    bool operator==(const RunRequest&) const = default;
};

enum class RunStep { Export, Check, Push, WarmUp, Measure, PerStage, Fetch };
inline constexpr std::array runSteps{RunStep::Export,  RunStep::Check,    RunStep::Push, RunStep::WarmUp,
                                     RunStep::Measure, RunStep::PerStage, RunStep::Fetch};

enum class StepState { Waiting, Active, Done, Failed, Skipped };

struct StepProgress {
    StepState state = StepState::Waiting;
    QString detail; ///< "71.4 MB, 3.1 s"
    int done = 0;
    int total = 0; ///< 0: not counted
};

/// How far a run is.
struct RunProgress {
    std::string device;
    bool isRunning = false;
    bool isCancelling = false;
    std::array<StepProgress, runSteps.size()> steps;
    std::optional<double> secondsLeft;
    QString failure; ///< one sentence, after a run that failed

    StepProgress& at(RunStep step) { return steps[static_cast<std::size_t>(step)]; }
    const StepProgress& at(RunStep step) const { return steps[static_cast<std::size_t>(step)]; }
};

/// A stored report.
struct HistoryEntry {
    std::int64_t id = 0;
    TimingReport report;
    bool isUsed = false; ///< its medians are the measured times of its architectures
    QString stale;       ///< why its times hold no longer; empty: they do
};

} // namespace kintsugi

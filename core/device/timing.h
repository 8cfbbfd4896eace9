#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kintsugi {

/// What a list of times says. All times in milliseconds.
struct SampleStatistics {
    int n = 0;
    double median = 0;
    double minimum = 0;
    double p90 = 0;
    /// Median of the absolute distances from the median.
    double mad = 0;
    /// 95 % interval of the median: percentile bootstrap with 2000 resamples and a fixed seed.
    double low95 = 0;
    double high95 = 0;
    /// Median of the last quarter over that of the first, minus one, in percent; 0 for fewer than eight times.
    double trendPercent = 0;
    /// trendPercent above 5.
    bool throttled = false;
};

/// Statistics of times in the order in which they were measured. Throws InputError when there are none.
SampleStatistics summarise(std::span<const double> milliseconds);

/// Median of any list; the mean of the two middle values for an even count. Throws InputError when empty.
double medianOf(std::span<const double> values);

/// Time of one stage: as a model of its own, and as its share of a profiled pass of the whole network.
struct StageTime {
    /// A stage's name, "base" for what belongs to no stage, "unattributed" (last) for what no name claims.
    std::string stage;
    std::optional<double> aloneMs;
    std::optional<double> profiledMs;
};

/// Distance of a model's output from the expected one; relative to the largest expected magnitude.
struct Parity {
    double maxAbs = 0;
    double maxRel = 0;
    double allowed = 0;
    bool pass = false;
};

/// One model's measured passes. celsius and khz are empty or as long as milliseconds; an unreadable value is absent.
struct TimedModel {
    std::string architecture;
    std::vector<double> milliseconds;
    /// Position of each pass in the common sequence of all models of the run.
    std::vector<int> order;
    std::vector<std::optional<double>> celsius;
    std::vector<std::optional<double>> khz;
    double loadMs = 0;
    std::optional<Parity> parity;
    std::vector<StageTime> stages;
    std::optional<double> profiledWholeMs;
    std::optional<double> nodesSumMs;
    std::optional<std::uint64_t> peakBytes;
};

/// What the times hold for.
struct Conditions {
    std::string runtime;
    /// Why the runtime of choice was not used; empty where it was.
    std::string fallbackReason;
    std::string runner;
    std::string scanTarget;
    std::string os;
    std::string cpu;
    int height = 0;
    int width = 0;
    int threads = 0;
    std::vector<int> cores;
    std::map<std::string, double> celsiusBefore;
    std::map<std::string, double> celsiusAfter;
    /// Android's own word for how hot the device is, 0 (none) to 6 (about to shut down).
    std::optional<int> thermalBefore;
    std::optional<int> thermalAfter;
    /// Seconds that were spent waiting for a hot device to cool.
    double cooledSeconds = 0;
    std::vector<double> khzBefore;
    std::vector<double> khzAfter;
    std::optional<double> chargePercent;
    /// Measured on a test fixture, which is no phone.
    bool isFixture = false;
};

/// One run of the runner. Times count as results only when complete; otherwise failure says in one sentence why not.
struct TimingReport {
    /// "local" or adb's serial.
    std::string device;
    std::string deviceName;
    /// ISO 8601, UTC.
    std::string started;
    Conditions conditions;
    std::vector<TimedModel> models;
    bool complete = false;
    std::string failure;
};

/// One JSON object; timingReportFromJson(toJson(r)) equals r. Unreadable values are null, never 0.
std::string toJson(const TimingReport& report);

/// Throws InputError naming the field that is missing or wrong.
TimingReport timingReportFromJson(std::string_view json);

enum class DeviceState {
    Ready,
    Unauthorized,
    Authorizing,
    Offline,
    NoPermissions,
    Connecting,
    Recovery,
    Sideload,
    Bootloader,
    AdbMissing,
    AdbClash,
    Unsupported,
    Unknown
};

/// One entry of the list of devices.
struct DeviceCard {
    /// "local" or adb's serial.
    std::string id;
    std::string name;
    /// adb's own line.
    std::string raw;
    /// One English sentence: what to do; the interface translates by state.
    std::string advice;
    DeviceState state = DeviceState::Unknown;
    bool isLocal = false;
    bool isFixture = false;
    std::vector<std::pair<std::string, std::string>> facts;
};

} // namespace kintsugi

#pragma once

#include "device/device_heat.h"
#include "device/timing.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <filesystem>
#include <functional>
#include <stop_token>

class QProcess;

namespace kintsugi {

struct ModelToTime {
    std::filesystem::path file;
    /// Input and expected output; empty for none.
    std::filesystem::path check;
    std::string architecture;
};

/// What to time. Several models run interleaved, A B B A A B B A …
struct TimingRequest {
    std::vector<ModelToTime> models;
    int threads = 1;
    /// Cores to run on; empty leaves the choice to the system.
    std::vector<int> cores;
    /// Absent: until stable.
    std::optional<int> warmUp;
    /// Passes per model, or seconds in all where given.
    int runs = 30;
    std::optional<double> seconds;
    /// A second, profiled pass for times of stages.
    bool profile = false;
    /// For models of dynamic size; 0 leaves it to the model.
    int height = 0;
    int width = 0;
    /// A device that is hot before the first pass gets so long to cool; 0 starts at once.
    double coolSeconds = 0;
    /// Rest between passes.
    int pauseMs = 0;
    /// The runner ends itself after so long.
    double maxSeconds = 900;
    /// Without a passed comparison of its output no model's times count.
    bool parity = true;
};

/// What is known of a device before anything is timed on it. Unreadable values are absent.
struct DeviceFacts {
    std::string name;
    /// "aarch64" or "x86_64"; anything else is the device's own word and has no runner.
    std::string architecture;
    std::string os;
    int cores = 0;
    /// By core; relative speed as the kernel tells it, and the highest clock.
    std::vector<std::optional<double>> capacity;
    std::vector<std::optional<double>> maxKhz;
    std::optional<double> chargePercent;
    bool isFixture = false;
    /// For display, in order.
    std::vector<std::pair<std::string, std::string>> rows;
};

/// Files that came so far, of all.
using PlaceProgress = std::function<void(int done, int total, const std::string& name)>;

/// Something that can time a model: this computer, or a phone. One object serves one run; its calls wait, so they
/// belong in a worker thread, and throw Error with one sentence.
class Device {
public:
    virtual ~Device() = default;

    virtual std::string id() const = 0;
    virtual DeviceFacts identify(const std::stop_token& stop) = 0;
    /// Empty where nothing can be read; never throws for that.
    virtual DeviceHeat heat(const std::stop_token& stop) = 0;
    /// Brings runner, models and checks to the device, unless they are there.
    virtual void place(const TimingRequest& request, const std::string& nonce, const PlaceProgress& progress,
                       const std::stop_token& stop) = 0;
    /// Starts the runner on what was placed; its records arrive at the process's standard output.
    virtual void start(QProcess& process) = 0;
    /// After a runner that could not do its work there: from the next `start` on, the program that needs no inference
    /// runtime. False when there is none, or it is in use already.
    virtual bool useReferenceRunner() { return false; }
    /// Ends the runner if it still runs and removes what belongs to this run alone; the cache stays. Never throws.
    virtual void cleanUp(std::chrono::milliseconds limit) noexcept = 0;
    /// Waits until a lost device is back, and reads the records that the runner kept; empty when it does not come back.
    virtual QByteArray salvage(std::chrono::milliseconds limit, const std::stop_token& stop) = 0;

protected:
    /// The runner's options without files.
    static QStringList runnerOptions(const TimingRequest& request, const std::string& nonce);
};

} // namespace kintsugi

#pragma once

#include "device/device_list.h"
#include "device/timing_job.h"
#include "devices/device_values.h"
#include "session.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTemporaryDir>
#include <atomic>
#include <list>
#include <map>
#include <memory>
#include <thread>

namespace kintsugi {

/// Runs of the Device workspace: models are exported by the engine, timed on the device, and the report is kept in the
/// project. Jobs that run or wait pause meanwhile, because what else computes makes no honest times.
class TimingController : public QObject {
    Q_OBJECT

public:
    explicit TimingController(Session& session, QObject* parent = nullptr);
    ~TimingController() override;

    /// Follows what is plugged in; from the first call on.
    void watch();
    /// From now on phones are reached by this adb program; empty: the one that the system finds.
    void setAdb(const QString& program);
    void refresh();
    bool isRunning() const { return m_step != Step::None; }

    void run(const RunRequest& request);
    /// Every edge of the library, so that the device's times of any path are foretold.
    void timeEdges(const RunRequest& request);
    void cancel();
    void identify(const QString& device);
    void removeFrom(const QString& device);
    void connectTo(const QString& address);

Q_SIGNALS:
    void devicesChanged(const std::vector<kintsugi::DeviceCard>& devices);
    void identified(const QString& device, const kintsugi::DeviceCores& cores);
    void progress(const kintsugi::RunProgress& progress);
    void finished(const kintsugi::TimingReport& report); ///< complete or not
    void message(const QString& text);
    void problem(const QString& sentence);

private:
    enum class Step { None, Export, Networks, PerStage, Edges };

    void begin(const RunRequest& request, bool edges);
    void takeExported(const std::vector<TimingFile>& files);
    void time(Step step, std::vector<ModelToTime> models);
    void startWhenQuiet();
    void takeProgress(const TimingProgress& progress);
    void takeReport(const TimingReport& report);
    void end(const QString& failure);
    void tell();
    void finishSteps(RunStep upTo);
    template <typename Work> void background(Work work);

    Session& m_session;
    DeviceWatcher* m_watcher = nullptr;
    Step m_step = Step::None;
    bool m_edges = false;
    RunRequest m_request;
    RunProgress m_progress;
    std::uint64_t m_export = 0;
    std::uint64_t m_generation = 0;     ///< the session's: whose project the run is for
    std::vector<std::int64_t> m_paused; ///< jobs, in their order
    std::unique_ptr<QTemporaryDir> m_folder;
    std::map<std::uint64_t, std::unique_ptr<QTemporaryDir>> m_left; ///< of cancelled exports that still write
    std::vector<ModelToTime> m_waiting;                             ///< for the jobs to have paused
    std::vector<ModelToTime> m_stageModels;
    std::unique_ptr<TimingJob> m_job;
    TimingReport m_report;
    QElapsedTimer m_clock;
    struct Asker {
        std::shared_ptr<std::atomic<bool>> done;
        std::jthread thread;
    };
    std::list<Asker> m_askers;
};

} // namespace kintsugi

#pragma once

#include "device/timing_run.h"

#include <QObject>
#include <memory>

class QThread;

namespace kintsugi {

/// Times models on a device in a thread of its own; needs only an event loop, no window.
///
/// All signals come in the thread in which the job lives. finished comes exactly once after start, also after cancel,
/// then within a second; a job that is destroyed cancels itself and says nothing more.
class TimingJob : public QObject {
    Q_OBJECT

public:
    TimingJob(std::unique_ptr<Device> device, TimingRequest request, QObject* parent = nullptr);
    ~TimingJob() override;

    void setLimits(const RunLimits& limits) { m_limits = limits; }
    /// Once only.
    void start();
    void cancel();
    bool isRunning() const { return m_running; }

Q_SIGNALS:
    void progress(const kintsugi::TimingProgress& progress);
    void sample(const kintsugi::TimingSample& sample);
    void finished(const kintsugi::TimingReport& report);

private:
    std::unique_ptr<Device> m_device;
    TimingRequest m_request;
    RunLimits m_limits;
    std::stop_source m_stop;
    std::unique_ptr<QThread> m_thread;
    bool m_running = false;
};

} // namespace kintsugi

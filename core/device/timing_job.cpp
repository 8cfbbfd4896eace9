#include "device/timing_job.h"

#include <QThread>

namespace kintsugi {

TimingJob::TimingJob(std::unique_ptr<Device> device, TimingRequest request, QObject* parent)
    : QObject(parent), m_device(std::move(device)), m_request(std::move(request)) {}

TimingJob::~TimingJob() {
    m_stop.request_stop();
    if (m_thread)
        m_thread->wait();
}

void TimingJob::start() {
    if (m_thread)
        return;
    m_running = true;
    m_thread.reset(QThread::create([this] {
        const RunObserver observer{[this](const TimingProgress& value) {
                                       QMetaObject::invokeMethod(
                                           this, [this, value] { Q_EMIT progress(value); }, Qt::QueuedConnection);
                                   },
                                   [this](const TimingSample& value) {
                                       QMetaObject::invokeMethod(
                                           this, [this, value] { Q_EMIT sample(value); }, Qt::QueuedConnection);
                                   }};
        const TimingReport report = runTiming(*m_device, m_request, m_limits, observer, m_stop.get_token());
        QMetaObject::invokeMethod(
            this,
            [this, report] {
                m_running = false;
                Q_EMIT finished(report);
            },
            Qt::QueuedConnection);
    }));
    m_thread->start();
}

void TimingJob::cancel() {
    m_stop.request_stop();
}

} // namespace kintsugi

#include "compare/latest_work.h"

#include "base/error.h"
#include "common/engine_text.h"

namespace kintsugi {

LatestWork::LatestWork(QObject* parent) : QObject(parent) {
    m_pool.setMaxThreadCount(1);
}

LatestWork::~LatestWork() {
    m_stop.request_stop();
    m_pool.waitForDone();
}

void LatestWork::cancel() {
    m_stop.request_stop();
    ++m_generation;
    setRunning(false);
}

void LatestWork::run(std::function<Delivery(std::stop_token)> work) {
    m_stop.request_stop();
    m_stop = std::stop_source();
    const std::uint64_t generation = ++m_generation;
    setRunning(true);
    m_pool.start([this, generation, work = std::move(work), stop = m_stop.get_token()] {
        if (stop.stop_requested())
            return;
        Delivery delivery;
        QString problem;
        try {
            delivery = work(stop);
        } catch (const Interrupted&) {
        } catch (const std::exception& error) {
            problem = engineText(error);
        }
        QMetaObject::invokeMethod(
            this, [this, generation, delivery, problem] { deliver(generation, delivery, problem); },
            Qt::QueuedConnection);
    });
}

void LatestWork::deliver(std::uint64_t generation, const Delivery& delivery, const QString& problem) {
    if (generation != m_generation)
        return;
    setRunning(false);
    if (delivery)
        delivery();
    else if (!problem.isEmpty())
        Q_EMIT failed(problem);
}

void LatestWork::setRunning(bool running) {
    if (running == m_running)
        return;
    m_running = running;
    Q_EMIT runningChanged(running);
}

} // namespace kintsugi

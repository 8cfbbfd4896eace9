#include "devices/report_worker.h"

#include <QMetaObject>

namespace kintsugi {

ReportWorker::ReportWorker(QObject* parent) : QObject(parent) {
    m_views.setMaxThreadCount(1);
    m_histories.setMaxThreadCount(1);
}

ReportWorker::~ReportWorker() {
    m_stop.request_stop();
    m_views.clear();
    m_views.waitForDone();
    m_histories.waitForDone();
}

void ReportWorker::computeView(std::int64_t id, const TimingReport& report, const std::vector<TimedChoice>& choices,
                               const std::vector<PredictedTimes>& predicted) {
    const std::uint64_t wanted = ++m_viewWanted;
    m_views.clear(); // what has not begun is no longer of interest
    m_views.start([this, wanted, id, report, choices, predicted] {
        ReportViewPointer view = viewOf(id, report, choices, predicted);
        QMetaObject::invokeMethod(
            this,
            [this, wanted, view = std::move(view)] {
                if (wanted == m_viewWanted)
                    Q_EMIT viewReady(view);
            },
            Qt::QueuedConnection);
    });
}

void ReportWorker::computeStatistics(std::vector<HistoryEntry> entries) {
    const std::uint64_t wanted = ++m_historyWanted;
    m_stop.request_stop();
    m_stop = {};
    m_histories.start([this, wanted, entries = std::move(entries), stop = m_stop.get_token()] {
        HistoryStatistics statistics = statisticsOf(entries, stop);
        QMetaObject::invokeMethod(
            this,
            [this, wanted, statistics = std::move(statistics)] {
                if (wanted == m_historyWanted)
                    Q_EMIT statisticsReady(statistics);
            },
            Qt::QueuedConnection);
    });
}

} // namespace kintsugi

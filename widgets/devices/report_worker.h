#pragma once

#include "devices/history_model.h"
#include "devices/report_view.h"

#include <QObject>
#include <QThreadPool>
#include <cstdint>
#include <stop_token>

namespace kintsugi {

/// Computes what reports say beside the interface thread. A newer request drops the result of an older one.
class ReportWorker : public QObject {
    Q_OBJECT

public:
    explicit ReportWorker(QObject* parent = nullptr);
    ~ReportWorker() override;

    void computeView(std::int64_t id, const TimingReport& report, const std::vector<TimedChoice>& choices,
                     const std::vector<PredictedTimes>& predicted);
    /// Drops the view that is being computed.
    void dropView() { ++m_viewWanted; }
    void computeStatistics(std::vector<HistoryEntry> entries);

Q_SIGNALS:
    void viewReady(const kintsugi::ReportViewPointer& view);
    void statisticsReady(const kintsugi::HistoryStatistics& statistics);

private:
    QThreadPool m_views, m_histories;
    std::stop_source m_stop;
    std::uint64_t m_viewWanted = 0, m_historyWanted = 0;
};

} // namespace kintsugi

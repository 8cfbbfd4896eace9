#pragma once

#include "jobs/engine.h"
#include "jobs/job_queue.h"
#include "jobs/lanes.h"

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace kintsugi {

/// Carries requests to the engine and its results back to the interface thread. Nothing here blocks: every result comes
/// as a signal, with the number of its request, so that late ones can be told from wanted ones.
///
/// Four threads work: one for previews and measuring, where a new preview overtakes and a newer request of the same
/// sort replaces an older one; two that restore whole images, each on one core; and the queue of jobs, which yields to
/// them.
class EngineBridge : public QObject {
    Q_OBJECT

public:
    explicit EngineBridge(QObject* parent = nullptr);
    /// Stops everything and waits; work in flight ends within a second or so.
    ~EngineBridge() override;

    /// Loads the engine in the background; requests may be made at once.
    void open(const EngineSetup& setup);
    void close();
    bool isOpen() const { return m_open; }

    /// What `requestPreview` restores.
    void setPreview(const Image& degraded);
    std::uint64_t requestPreview(const Architecture& architecture);
    /// A second preview, of what A is compared with; the two do not replace each other.
    std::uint64_t requestReference(const Architecture& architecture);
    std::uint64_t requestMeasure(const Architecture& architecture);

    /// Whole images, in the order asked for.
    std::uint64_t requestRestore(const Image& degraded, const Architecture& architecture);
    void cancelRestores();
    /// Models to time, one request at a time; what they were exported for goes on beside it.
    std::uint64_t requestTimingExport(const TimingExport& what);
    void cancelTimingExport();

    JobQueue& jobs() { return *m_jobs; }
    std::int64_t startSearch(const SearchSpec& request, bool resume);
    std::int64_t startDistill(const DistillPlan& plan);
    const Lanes& lanes() const { return m_lanes; }

Q_SIGNALS:
    void ready();
    void failed(const QString& sentence);
    void previewReady(std::uint64_t request, const kintsugi::Architecture& architecture,
                      std::shared_ptr<const kintsugi::Image> restored, double seconds);
    void previewFailed(std::uint64_t request, const QString& sentence);
    void measured(std::uint64_t request, const kintsugi::EvaluationRecord& record);
    void measureFailed(std::uint64_t request, const QString& sentence);
    void restoreProgress(std::uint64_t request, int done, int total);
    void restored(std::uint64_t request, std::shared_ptr<const kintsugi::RestoredImage> result);
    void restoreFailed(std::uint64_t request, const QString& sentence);
    void timingExportProgress(std::uint64_t request, int done, int total);
    void timingExported(std::uint64_t request, const std::vector<kintsugi::TimingFile>& files);
    void timingExportFailed(std::uint64_t request, const QString& sentence);
    void jobChanged(const kintsugi::JobInfo& info);
    void searchBegun(std::int64_t job, std::int64_t search);
    void searchStep(const kintsugi::SearchStep& step);
    void searchEnded(std::int64_t job);
    void distillStep(std::int64_t job, const kintsugi::DistillStep& step);
    void distillEnded(std::int64_t job);

private:
    struct Request {
        std::uint64_t number = 0;
        Architecture architecture;
        std::shared_ptr<const Image> image;
    };
    void previewLoop(std::stop_token stop);
    void restoreLoop(std::stop_token stop);
    void runPreview(const Request& request);
    void runMeasure(const Request& request);
    template <typename Signal> void post(Signal signal);
    std::uint64_t next() { return ++m_lastRequest; }
    std::shared_ptr<Engine> engine(std::stop_token stop);

    bool m_open = false;
    std::atomic<std::uint64_t> m_lastRequest = 0;
    Lanes m_lanes;
    EngineSetup m_setup;

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::shared_ptr<Engine> m_engine;
    bool m_loadFailed = false;
    std::shared_ptr<const Image> m_newPreviewImage;
    std::optional<Request> m_preview, m_reference, m_measure;
    std::stop_source m_measureStop, m_restoreStop, m_exportStop;
    std::deque<Request> m_restores;

    std::unique_ptr<JobQueue> m_jobs;
    std::jthread m_previewThread;
    QThreadPool m_exports; ///< of one thread: a newer one waits for the end of what it cancelled
    std::array<std::jthread, 2> m_restoreThreads;
};

} // namespace kintsugi

#pragma once

#include "jobs/engine.h"
#include "jobs/job.h"

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>

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
    /// Stops everything and returns at once: work in flight ends beside, and its results come no more.
    void close();
    bool isOpen() const { return m_work != nullptr; }
    /// Until all that was stopped has ended, and with it what it held of its project. From any thread.
    void waitForStopped() { m_stopped.waitForDone(); }

    /// What `requestPreview` restores.
    void setPreview(const Image& degraded);
    std::uint64_t requestPreview(const Architecture& architecture);
    /// A second preview, of what A is compared with; the two do not replace each other.
    std::uint64_t requestReference(const Architecture& architecture);
    std::uint64_t requestMeasure(const Architecture& architecture);
    void cancelMeasure();

    /// Whole images, in the order asked for.
    std::uint64_t requestRestore(const Image& degraded, const Architecture& architecture);
    void cancelRestores();
    /// Models to time, one request at a time; what they were exported for goes on beside it.
    std::uint64_t requestTimingExport(const TimingExport& what);
    void cancelTimingExport();

    /// Nothing happens to jobs of a project that is closed.
    void pauseJob(std::int64_t job);
    void resumeJob(std::int64_t job);
    void cancelJob(std::int64_t job);
    std::int64_t startSearch(const SearchSpec& request, bool resume);
    std::int64_t startDistill(const DistillPlan& plan);
    std::int64_t startTeacher(const TeacherPlan& plan);
    std::int64_t startFinetune(const FinetunePlan& plan);

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
    void teacherStep(std::int64_t job, const kintsugi::TeacherStep& step);
    void finetuned(std::int64_t job, const kintsugi::FinetuneRecord& record);

private:
    struct Work;
    using JobRun =
        std::function<void(Work& work, Engine& loaded, JobControl& control, const std::atomic<std::int64_t>& id)>;
    /// Another job, run with the engine when its turn comes. @p id may still be 0 before the first report.
    std::int64_t addJob(const QString& title, JobRun run);
    std::uint64_t next() { return ++m_lastRequest; }

    std::uint64_t m_lastRequest = 0;
    std::int64_t m_lastJob = 0;     ///< no two jobs have the same id, whatever was open
    std::uint64_t m_generation = 0; ///< of m_work; what older work still tells is not wanted
    std::shared_ptr<Work> m_work;   ///< of the open project
    QThreadPool m_stopped;          ///< in which closed projects' work ends
};

} // namespace kintsugi

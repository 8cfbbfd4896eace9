#include "engine_work.h"

#include "base/error.h"
#include "common/engine_text.h"

#include <functional>

namespace kintsugi {

namespace {

/// Does something when its scope is left, however that is.
class AtEnd {
public:
    explicit AtEnd(std::function<void()> act) : m_act(std::move(act)) {}
    ~AtEnd() { m_act(); }
    AtEnd(const AtEnd&) = delete;
    AtEnd& operator=(const AtEnd&) = delete;

private:
    std::function<void()> m_act;
};

} // namespace

EngineBridge::EngineBridge(QObject* parent) : QObject(parent) {}

EngineBridge::~EngineBridge() {
    close();
    waitForStopped();
}

void EngineBridge::open(const EngineSetup& setup) {
    close();
    m_work = std::make_shared<Work>(*this, setup);
}

void EngineBridge::close() {
    if (!m_work)
        return;
    ++m_generation;
    m_work->stop();
    m_stopped.start([work = std::exchange(m_work, nullptr)]() mutable { work.reset(); });
}

void EngineBridge::setPreview(const Image& degraded) {
    if (!m_work)
        return;
    const std::lock_guard lock(m_work->mutex);
    m_work->newPreviewImage = std::make_shared<const Image>(degraded);
    m_work->preview.reset();
    m_work->reference.reset();
}

std::uint64_t EngineBridge::requestPreview(const Architecture& architecture) {
    const std::uint64_t number = next();
    if (!m_work)
        return number;
    {
        const std::lock_guard lock(m_work->mutex);
        m_work->preview = Work::Request{number, architecture, nullptr};
        // Measuring takes many times as long; it begins again afterwards.
        m_work->measureStop.request_stop();
    }
    m_work->wake.notify_all();
    return number;
}

std::uint64_t EngineBridge::requestReference(const Architecture& architecture) {
    const std::uint64_t number = next();
    if (!m_work)
        return number;
    {
        const std::lock_guard lock(m_work->mutex);
        m_work->reference = Work::Request{number, architecture, nullptr};
    }
    m_work->wake.notify_all();
    return number;
}

std::uint64_t EngineBridge::requestMeasure(const Architecture& architecture) {
    const std::uint64_t number = next();
    if (!m_work)
        return number;
    {
        const std::lock_guard lock(m_work->mutex);
        m_work->measure = Work::Request{number, architecture, nullptr};
        m_work->measureStop.request_stop();
    }
    m_work->wake.notify_all();
    return number;
}

void EngineBridge::cancelMeasure() {
    if (!m_work)
        return;
    const std::lock_guard lock(m_work->mutex);
    m_work->unwanted = m_lastRequest;
    m_work->measure.reset();
    m_work->measureStop.request_stop();
}

std::uint64_t EngineBridge::requestRestore(const Image& degraded, const Architecture& architecture) {
    const std::uint64_t number = next();
    if (!m_work)
        return number;
    {
        const std::lock_guard lock(m_work->mutex);
        m_work->restores.push_back({number, architecture, std::make_shared<const Image>(degraded)});
    }
    m_work->wake.notify_all();
    return number;
}

void EngineBridge::cancelRestores() {
    if (!m_work)
        return;
    const std::lock_guard lock(m_work->mutex);
    m_work->restores.clear();
    m_work->restoreStop.request_stop();
    m_work->restoreStop = std::stop_source();
}

std::uint64_t EngineBridge::requestTimingExport(const TimingExport& what) {
    const std::uint64_t number = next();
    if (!m_work)
        return number;
    Work* work = m_work.get(); // waits for its exports before it goes
    work->exportStop.request_stop();
    work->exportStop = std::stop_source();
    work->exports.start([this, work, what, number, stop = work->exportStop.get_token()] {
        try {
            const std::shared_ptr<Engine> loaded = work->loadedEngine(stop);
            if (!loaded)
                throw Error("The engine could not be loaded.");
            const auto files = loaded->exportForTiming(
                what,
                [&](int done, int total) {
                    work->post([this, number, done, total] { Q_EMIT timingExportProgress(number, done, total); });
                },
                stop);
            // Also when the project is closed by then: whoever asked keeps a folder for the files.
            QMetaObject::invokeMethod(
                this, [this, number, files] { Q_EMIT timingExported(number, files); }, Qt::QueuedConnection);
        } catch (const std::exception& e) {
            QMetaObject::invokeMethod(
                this, [this, number, text = engineText(e)] { Q_EMIT timingExportFailed(number, text); },
                Qt::QueuedConnection);
        }
    });
    return number;
}

void EngineBridge::cancelTimingExport() {
    if (m_work)
        m_work->exportStop.request_stop();
}

void EngineBridge::pauseJob(std::int64_t job) {
    if (m_work)
        m_work->jobs->pause(job);
}

void EngineBridge::resumeJob(std::int64_t job) {
    if (m_work)
        m_work->jobs->resume(job);
}

void EngineBridge::cancelJob(std::int64_t job) {
    if (m_work)
        m_work->jobs->cancel(job);
}

std::int64_t EngineBridge::addJob(const QString& title, JobRun run) {
    if (!m_work)
        return 0;
    Work* work = m_work.get(); // waits for its jobs before it goes
    auto id = std::make_shared<std::atomic<std::int64_t>>(0);
    *id = work->jobs->add(title.toStdString(), true, [work, id, run = std::move(run)](JobControl& control) {
        const std::shared_ptr<Engine> loaded = work->loadedEngine(control.stop());
        if (!loaded && control.stop().stop_requested())
            throw Interrupted("Stopped before it began.");
        if (!loaded)
            throw Error("The engine could not be loaded.");
        run(*work, *loaded, control, *id);
    });
    m_lastJob = *id;
    return m_lastJob;
}

std::int64_t EngineBridge::startSearch(const SearchSpec& request, bool resume) {
    const auto run = [this, request, resumes = std::make_shared<bool>(resume)](
                         Work& work, Engine& loaded, JobControl& control, const std::atomic<std::int64_t>& id) {
        SearchHooks hooks;
        hooks.begun = [&](std::int64_t search, const std::string&, bool) {
            work.post([this, job = id.load(), search] { Q_EMIT searchBegun(job, search); });
        };
        hooks.step = [&](const SearchStep& step) {
            control.report(step.evaluations, step.budget, step.secondsLeft, {});
            work.post([this, step] { Q_EMIT searchStep(step); });
        };
        const AtEnd ended([&] { work.post([this, job = id.load()] { Q_EMIT searchEnded(job); }); });
        // Paused and run again, it goes on with what it stored.
        loaded.search(request, std::exchange(*resumes, true), hooks, control.stop(),
                      [&] { return control.isPausing(); });
    };
    return addJob(tr("Search: %1, %2 trials").arg(QString::fromStdString(request.method)).arg(request.budget), run);
}

std::int64_t EngineBridge::startDistill(const DistillPlan& plan) {
    const auto run = [this, plan](Work& work, Engine& loaded, JobControl& control,
                                  const std::atomic<std::int64_t>& id) {
        const AtEnd ended([&] { work.post([this, job = id.load()] { Q_EMIT distillEnded(job); }); });
        loaded.distill(
            plan,
            [&](const DistillStep& s) {
                const double share =
                    s.iterations > 0 ? static_cast<double>(s.iteration) / static_cast<double>(s.iterations) : 0;
                const double inGroup = static_cast<double>(s.group) * (s.output ? 0.5 + share / 2 : share / 2);
                control.report(static_cast<double>(s.finished) + inGroup, static_cast<double>(s.total), s.secondsLeft,
                               tr("%1, step %2 of %3, loss %4")
                                   .arg(s.output ? tr("on the output") : tr("on features"))
                                   .arg(s.iteration)
                                   .arg(s.iterations)
                                   .arg(s.meanLoss, 0, 'g', 3)
                                   .toStdString());
                work.post([this, job = id.load(), s] { Q_EMIT distillStep(job, s); });
            },
            control.stop());
    };
    return addJob(tr("Distil %n surrogate(s)", nullptr, static_cast<int>(plan.edges.size())), run);
}

std::int64_t EngineBridge::startTeacher(const TeacherPlan& plan) {
    const auto run = [this, plan, resumes = std::make_shared<bool>(plan.resume)](
                         Work& work, Engine& loaded, JobControl& control, const std::atomic<std::int64_t>& id) {
        TeacherPlan now = plan;
        now.resume = std::exchange(*resumes, true); // paused and run again, it goes on with its checkpoint
        loaded.trainTeacher(
            now,
            [&](const TeacherStep& s) {
                control.report(static_cast<double>(s.iteration), static_cast<double>(s.iterations), s.secondsLeft,
                               tr("iteration %1 of %2, loss %3, %4 patches/s")
                                   .arg(s.iteration)
                                   .arg(s.iterations)
                                   .arg(s.loss, 0, 'g', 3)
                                   .arg(s.patchesPerSecond, 0, 'f', 1)
                                   .toStdString());
                work.post([this, job = id.load(), s] { Q_EMIT teacherStep(job, s); });
            },
            control.stop());
    };
    return addJob(tr("Train the teacher, %1 iterations").arg(plan.iterations), run);
}

std::int64_t EngineBridge::startFinetune(const FinetunePlan& plan) {
    const auto run = [this, plan](Work& work, Engine& loaded, JobControl& control,
                                  const std::atomic<std::int64_t>& id) {
        const FinetuneRecord record = loaded.finetune(
            plan,
            [&](const FinetuneStep& s) {
                control.report(static_cast<double>(s.iteration), static_cast<double>(s.iterations), s.secondsLeft,
                               tr("iteration %1 of %2, loss %3")
                                   .arg(s.iteration)
                                   .arg(s.iterations)
                                   .arg(s.loss, 0, 'g', 3)
                                   .toStdString());
            },
            control.stop());
        work.post([this, job = id.load(), record] { Q_EMIT finetuned(job, record); });
    };
    return addJob(tr("Fine-tune, %1 iterations").arg(plan.iterations), run);
}

} // namespace kintsugi

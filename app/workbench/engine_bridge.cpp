#include "engine_bridge.h"

#include "base/error.h"
#include "base/thread_setup.h"
#include "jobs/engine_loader.h"

#include <QMetaObject>
#include <chrono>

namespace kintsugi {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

/// LibTorch appends a stack trace to its messages; the first line says what happened.
QString sentenceOf(const std::exception& e) {
    return QString::fromUtf8(e.what()).section(QLatin1Char('\n'), 0, 0);
}

} // namespace

/// Calls @p signal on the interface thread; dropped when this is gone by then.
template <typename Signal> void EngineBridge::post(Signal signal) {
    QMetaObject::invokeMethod(this, std::move(signal), Qt::QueuedConnection);
}

EngineBridge::EngineBridge(QObject* parent) : QObject(parent) {
    m_exports.setMaxThreadCount(1);
}

EngineBridge::~EngineBridge() {
    close();
}

void EngineBridge::open(const EngineSetup& setup) {
    close();
    m_setup = setup;
    m_setup.yield = [this] { m_lanes.yield(); };
    m_open = true;
    m_jobs =
        std::make_unique<JobQueue>([this](const JobInfo& info) { post([this, info] { Q_EMIT jobChanged(info); }); });
    m_previewThread = std::jthread([this](std::stop_token stop) {
        yieldToOtherThreads(niceForAnswers);
        previewLoop(stop);
    });
    for (std::jthread& thread : m_restoreThreads)
        thread = std::jthread([this](std::stop_token stop) {
            yieldToOtherThreads(niceForAnswers);
            restoreLoop(stop);
        });
}

void EngineBridge::close() {
    if (!m_open)
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_measureStop.request_stop();
        m_restoreStop.request_stop();
        m_restores.clear();
    }
    m_previewThread.request_stop();
    m_exportStop.request_stop();
    for (std::jthread& thread : m_restoreThreads)
        thread.request_stop();
    m_jobs.reset();
    m_previewThread = {};
    m_exports.waitForDone();
    for (std::jthread& thread : m_restoreThreads)
        thread = {};
    m_restoreStop = std::stop_source();
    m_engine.reset();
    m_loadFailed = false;
    m_preview.reset();
    m_reference.reset();
    m_measure.reset();
    m_newPreviewImage.reset();
    m_open = false;
}

void EngineBridge::setPreview(const Image& degraded) {
    const std::lock_guard lock(m_mutex);
    m_newPreviewImage = std::make_shared<const Image>(degraded);
    m_preview.reset();
    m_reference.reset();
}

std::uint64_t EngineBridge::requestPreview(const Architecture& architecture) {
    const std::uint64_t number = next();
    {
        const std::lock_guard lock(m_mutex);
        m_preview = Request{number, architecture, nullptr};
        // Measuring takes many times as long; it begins again afterwards.
        m_measureStop.request_stop();
    }
    m_wake.notify_all();
    return number;
}

std::uint64_t EngineBridge::requestReference(const Architecture& architecture) {
    const std::uint64_t number = next();
    {
        const std::lock_guard lock(m_mutex);
        m_reference = Request{number, architecture, nullptr};
    }
    m_wake.notify_all();
    return number;
}

std::uint64_t EngineBridge::requestMeasure(const Architecture& architecture) {
    const std::uint64_t number = next();
    {
        const std::lock_guard lock(m_mutex);
        m_measure = Request{number, architecture, nullptr};
        m_measureStop.request_stop();
    }
    m_wake.notify_all();
    return number;
}

std::uint64_t EngineBridge::requestRestore(const Image& degraded, const Architecture& architecture) {
    const std::uint64_t number = next();
    {
        const std::lock_guard lock(m_mutex);
        m_restores.push_back({number, architecture, std::make_shared<const Image>(degraded)});
    }
    m_wake.notify_all();
    return number;
}

void EngineBridge::cancelRestores() {
    const std::lock_guard lock(m_mutex);
    m_restores.clear();
    m_restoreStop.request_stop();
    m_restoreStop = std::stop_source();
}

std::uint64_t EngineBridge::requestTimingExport(const TimingExport& what) {
    const std::uint64_t number = next();
    m_exportStop.request_stop();
    m_exportStop = std::stop_source();
    m_exports.start([this, what, number, stop = m_exportStop.get_token()] {
        try {
            const std::shared_ptr<Engine> loaded = engine(stop);
            if (!loaded)
                throw Error("The engine could not be loaded.");
            const auto files = loaded->exportForTiming(
                what,
                [&](int done, int total) {
                    post([this, number, done, total] { Q_EMIT timingExportProgress(number, done, total); });
                },
                stop);
            post([this, number, files] { Q_EMIT timingExported(number, files); });
        } catch (const std::exception& e) {
            post([this, number, text = sentenceOf(e)] { Q_EMIT timingExportFailed(number, text); });
        }
    });
    return number;
}

void EngineBridge::cancelTimingExport() {
    m_exportStop.request_stop();
}

/// Waits until it is loaded; null when it never will be.
std::shared_ptr<Engine> EngineBridge::engine(std::stop_token stop) {
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, stop, [&] { return m_engine || m_loadFailed; });
    return m_engine;
}

void EngineBridge::previewLoop(std::stop_token stop) {
    try {
        std::shared_ptr<Engine> loaded = loadEngine(m_setup);
        {
            const std::lock_guard lock(m_mutex);
            m_engine = std::move(loaded);
        }
        post([this] { Q_EMIT ready(); });
    } catch (const std::exception& e) {
        {
            const std::lock_guard lock(m_mutex);
            m_loadFailed = true;
        }
        post([this, text = sentenceOf(e)] { Q_EMIT failed(text); });
    }
    m_wake.notify_all();
    if (m_loadFailed)
        return;
    while (!stop.stop_requested()) {
        enum class Sort { Preview, Reference, Measure } sort = Sort::Preview;
        Request request;
        std::shared_ptr<const Image> image;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [&] { return m_preview || m_reference || m_measure; }))
                return;
            image = std::exchange(m_newPreviewImage, nullptr);
            std::optional<Request>& wanted = m_preview ? m_preview : m_reference ? m_reference : m_measure;
            sort = m_preview ? Sort::Preview : m_reference ? Sort::Reference : Sort::Measure;
            request = *wanted;
            wanted.reset();
            if (sort == Sort::Measure)
                m_measureStop = std::stop_source();
        }
        if (image)
            m_engine->setPreview(*image);
        if (sort == Sort::Measure) {
            runMeasure(request); // takes its time, and shares the cores with a search
        } else {
            const Lanes::Interactive first(m_lanes);
            runPreview(request);
        }
    }
}

void EngineBridge::runPreview(const Request& request) {
    try {
        const auto begun = Clock::now();
        auto restored = std::make_shared<const Image>(m_engine->preview(request.architecture));
        const double seconds = secondsSince(begun);
        post([this, request, restored = std::shared_ptr<const Image>(restored), seconds] {
            Q_EMIT previewReady(request.number, request.architecture, restored, seconds);
        });
    } catch (const std::exception& e) {
        post([this, request, text = sentenceOf(e)] { Q_EMIT previewFailed(request.number, text); });
    }
}

void EngineBridge::runMeasure(const Request& request) {
    std::stop_token token;
    {
        const std::lock_guard lock(m_mutex);
        token = m_measureStop.get_token();
    }
    try {
        const EvaluationRecord record = m_engine->measure(request.architecture, token);
        post([this, request, record] { Q_EMIT measured(request.number, record); });
    } catch (const Interrupted&) {
        // A preview overtook it: it begins again, unless a newer one took its place.
        const std::lock_guard lock(m_mutex);
        if (!m_measure)
            m_measure = request;
    } catch (const std::exception& e) {
        post([this, request, text = sentenceOf(e)] { Q_EMIT measureFailed(request.number, text); });
    }
}

void EngineBridge::restoreLoop(std::stop_token stop) {
    const std::shared_ptr<Engine> loaded = engine(stop);
    while (loaded && !stop.stop_requested()) {
        Request request;
        std::stop_token token;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [&] { return !m_restores.empty(); }))
                return;
            request = m_restores.front();
            m_restores.pop_front();
            token = m_restoreStop.get_token();
        }
        const Lanes::Interactive first(m_lanes);
        try {
            const auto progress = [&](std::size_t done, std::size_t total) {
                post([this, request, done, total] {
                    Q_EMIT restoreProgress(request.number, static_cast<int>(done), static_cast<int>(total));
                });
            };
            auto result = std::make_shared<const RestoredImage>(
                loaded->restore(*request.image, request.architecture, progress, token));
            post([this, request, result] { Q_EMIT restored(request.number, result); });
        } catch (const Interrupted&) { // nobody waits for it any more
        } catch (const std::exception& e) {
            post([this, request, text = sentenceOf(e)] { Q_EMIT restoreFailed(request.number, text); });
        }
    }
}

std::int64_t EngineBridge::startSearch(const SearchSpec& request, bool resume) {
    auto id = std::make_shared<std::atomic<std::int64_t>>(0);
    auto resumes = std::make_shared<bool>(resume);
    const auto work = [this, request, resumes, id](JobControl& control) {
        const std::shared_ptr<Engine> loaded = engine(control.stop());
        if (!loaded)
            throw Error("The engine could not be loaded.");
        SearchHooks hooks;
        hooks.begun = [&](std::int64_t search, const std::string&, bool) {
            post([this, id, search] { Q_EMIT searchBegun(*id, search); });
        };
        hooks.step = [&](const SearchStep& step) {
            control.report(step.evaluations, step.budget, step.secondsLeft, {});
            post([this, step] { Q_EMIT searchStep(step); });
        };
        // Paused and run again, it goes on with what it stored.
        const bool again = std::exchange(*resumes, true);
        try {
            loaded->search(request, again, hooks, control.stop(), [&] { return control.isPausing(); });
        } catch (...) {
            post([this, id] { Q_EMIT searchEnded(*id); });
            throw;
        }
        post([this, id] { Q_EMIT searchEnded(*id); });
    };
    *id = m_jobs->add(
        tr("Search: %1, %2 trials").arg(QString::fromStdString(request.method)).arg(request.budget).toStdString(), true,
        work);
    return *id;
}

std::int64_t EngineBridge::startDistill(const DistillPlan& plan) {
    auto id = std::make_shared<std::atomic<std::int64_t>>(0);
    const auto work = [this, plan, id](JobControl& control) {
        const std::shared_ptr<Engine> loaded = engine(control.stop());
        if (!loaded)
            throw Error("The engine could not be loaded.");
        const auto step = [&](const DistillStep& s) {
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
            post([this, id, s] { Q_EMIT distillStep(*id, s); });
        };
        try {
            loaded->distill(plan, step, control.stop());
        } catch (...) {
            post([this, id] { Q_EMIT distillEnded(*id); });
            throw;
        }
        post([this, id] { Q_EMIT distillEnded(*id); });
    };
    *id = m_jobs->add(tr("Distil %n surrogate(s)", nullptr, static_cast<int>(plan.edges.size())).toStdString(), true,
                      work);
    return *id;
}

} // namespace kintsugi

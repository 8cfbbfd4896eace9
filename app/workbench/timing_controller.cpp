#include "timing_controller.h"

#include "base/error.h"
#include "common/engine_text.h"
#include "device/measurement_plan.h"
#include "device/open_device.h"
#include "project/device_results.h"

#include <QTimer>
#include <algorithm>

namespace kintsugi {

namespace {

DeviceCores coresOf(const DeviceFacts& facts) {
    DeviceCores cores;
    cores.count = facts.cores;
    const auto known = [](const std::vector<std::optional<double>>& values) {
        std::vector<double> all;
        for (const auto& value : values)
            if (value)
                all.push_back(*value);
        return all.size() == values.size() ? all : std::vector<double>{};
    };
    cores.capacity = known(facts.capacity);
    cores.maxKhz = known(facts.maxKhz);
    cores.suggested = defaultCores(facts).cores;
    return cores;
}

RunStep stepOf(const std::string& stage) {
    if (stage == "identify" || stage == "place" || stage == "start" || stage == "load")
        return RunStep::Push;
    if (stage == "check")
        return RunStep::Check;
    if (stage == "warm" || stage == "cool")
        return RunStep::WarmUp;
    if (stage == "node" || stage == "profile")
        return RunStep::PerStage;
    if (stage == "after" || stage == "end" || stage == "salvage")
        return RunStep::Fetch;
    return RunStep::Measure;
}

} // namespace

TimingController::TimingController(Session& session, QObject* parent) : QObject(parent), m_session(session) {
    EngineBridge& engine = session.engine();
    connect(&engine, &EngineBridge::timingExportProgress, this, [this](std::uint64_t request, int done, int total) {
        if (request != m_export || m_step != Step::Export)
            return;
        StepProgress& step = m_progress.at(RunStep::Export);
        step.done = done;
        step.total = total;
        tell();
    });
    connect(&engine, &EngineBridge::timingExported, this,
            [this](std::uint64_t request, const std::vector<TimingFile>& files) {
                m_left.erase(request);
                if (request == m_export && m_step == Step::Export)
                    takeExported(files);
            });
    connect(&engine, &EngineBridge::timingExportFailed, this, [this](std::uint64_t request, const QString& sentence) {
        m_left.erase(request);
        if (request == m_export && m_step == Step::Export)
            end(sentence);
    });
    connect(&session, &Session::jobsChanged, this, &TimingController::startWhenQuiet);
    connect(&session, &Session::closed, this, [this] {
        m_paused.clear(); // went with the project
        cancel();
    });
}

TimingController::~TimingController() {
    for (Asker& asker : m_askers)
        asker.thread.request_stop(); // all at once, before each is waited for
}

void TimingController::watch() {
    if (m_watcher)
        return;
    m_watcher = new DeviceWatcher({}, this);
    connect(m_watcher, &DeviceWatcher::devicesChanged, this, &TimingController::devicesChanged);
    m_watcher->start();
    identify(QStringLiteral("local"));
}

void TimingController::setAdb(const QString& program) {
    qputenv("KINTSUGI_ADB", program.toUtf8());
    if (!m_watcher)
        return;
    delete m_watcher;
    m_watcher = nullptr;
    watch();
}

void TimingController::refresh() {
    if (m_watcher)
        m_watcher->recheck();
}

void TimingController::run(const RunRequest& request) {
    begin(request, false);
}

void TimingController::timeEdges(const RunRequest& request) {
    begin(request, true);
}

void TimingController::begin(const RunRequest& request, bool edges) {
    if (isRunning() || !m_session.isOpen())
        return;
    if (m_session.isReadOnly()) {
        Q_EMIT problem(engineText(m_session.values().readOnlyReason));
        return;
    }
    m_folder = std::make_unique<QTemporaryDir>();
    if (!m_folder->isValid()) {
        Q_EMIT problem(tr("No temporary folder for the exported models can be made; free some space."));
        return;
    }
    m_request = request;
    m_edges = edges;
    m_progress = {};
    m_progress.device = request.device;
    m_progress.isRunning = true;
    m_progress.at(RunStep::Export).state = StepState::Active;
    if (!request.perStage || edges)
        m_progress.at(RunStep::PerStage).state = StepState::Skipped;
    if (!request.parity)
        m_progress.at(RunStep::Check).state = StepState::Skipped;
    m_generation = m_session.generation();
    for (const auto& [id, job] : m_session.jobs())
        if (job.canPause())
            m_paused.push_back(id);
    // From the last on: one that waits would begin as soon as the one before it has paused.
    for (auto id = m_paused.rbegin(); id != m_paused.rend(); ++id)
        m_session.pauseJob(*id);
    m_session.setTiming(true);
    if (!m_paused.empty())
        Q_EMIT message(tr("%n job(s) pause while timing", nullptr, static_cast<int>(m_paused.size())));
    TimingExport what;
    try {
        if (!edges)
            for (const std::string& text : request.architectures)
                what.architectures.push_back(parseArchitecture(text, m_session.values().stages));
    } catch (const std::exception& e) {
        end(engineText(e));
        return;
    }
    what.stages = request.perStage && !edges;
    what.edges = edges;
    what.size = {request.height, request.width};
    what.folder = m_folder->path().toStdString();
    m_step = Step::Export;
    m_clock.start();
    m_export = m_session.engine().requestTimingExport(what);
    tell();
}

void TimingController::takeExported(const std::vector<TimingFile>& files) {
    m_progress.at(RunStep::Export).state = StepState::Done;
    m_progress.at(RunStep::Export).detail = tr("%n model(s)", nullptr, static_cast<int>(files.size()));
    std::vector<ModelToTime> networks;
    m_stageModels.clear();
    for (const TimingFile& file : files)
        (file.subject.find('|') == std::string::npos ? networks : m_stageModels)
            .push_back({file.model, file.check, file.subject});
    time(m_edges ? Step::Edges : Step::Networks, std::move(networks));
}

void TimingController::time(Step step, std::vector<ModelToTime> models) {
    m_step = step;
    m_waiting = std::move(models);
    startWhenQuiet();
}

/// A job that was asked to pause stops at its next step; one that is begun meanwhile waits, too, unless it is told to
/// go on.
void TimingController::startWhenQuiet() {
    if (isRunning())
        for (const auto& [id, job] : m_session.jobs())
            if (job.canPause() && std::find(m_paused.begin(), m_paused.end(), id) == m_paused.end()) {
                m_paused.push_back(id);
                m_session.pauseJob(id);
            }
    const auto& jobs = m_session.jobs();
    if (m_waiting.empty() ||
        std::any_of(jobs.begin(), jobs.end(), [](const auto& job) { return job.second.state == JobState::Pausing; }))
        return;
    const Step step = m_step;
    TimingRequest request;
    request.models = std::exchange(m_waiting, {});
    request.threads = m_request.threads;
    request.cores = m_request.cores;
    request.warmUp = m_request.warmup;
    request.runs = m_request.runs.value_or(30);
    request.seconds = m_request.seconds;
    request.coolSeconds = m_request.coolSeconds;
    request.parity = m_request.parity;
    request.profile = step == Step::Networks && m_request.perStage;
    request.maxSeconds = 3600;
    if (step == Step::Edges) { // many, and each for itself: fewer passes tell enough
        request.runs = std::min(request.runs, 12);
        request.seconds.reset();
    }
    try {
        m_job = std::make_unique<TimingJob>(openDevice(m_request.device), request);
    } catch (const std::exception& e) {
        end(engineText(e));
        return;
    }
    connect(m_job.get(), &TimingJob::progress, this, &TimingController::takeProgress);
    connect(m_job.get(), &TimingJob::finished, this, &TimingController::takeReport, Qt::QueuedConnection);
    m_clock.restart();
    m_job->start();
}

void TimingController::takeProgress(const TimingProgress& progress) {
    const RunStep step = m_step == Step::PerStage ? RunStep::PerStage : stepOf(progress.stage);
    if (m_step != Step::PerStage)
        finishSteps(step);
    StepProgress& at = m_progress.at(step);
    if (at.state != StepState::Skipped)
        at.state = StepState::Active;
    at.done = progress.done;
    at.total = progress.total;
    at.detail = progress.stage == "cool" ? tr("cooling: %1").arg(QString::fromStdString(progress.detail))
                                         : QString::fromStdString(progress.detail);
    m_progress.secondsLeft.reset();
    if (progress.done > 0 && progress.total > progress.done)
        m_progress.secondsLeft =
            1e-3 * static_cast<double>(m_clock.elapsed()) * (progress.total - progress.done) / progress.done;
    tell();
}

void TimingController::finishSteps(RunStep upTo) {
    for (const RunStep step : runSteps) {
        if (step == upTo)
            return;
        if (m_progress.at(step).state != StepState::Skipped)
            m_progress.at(step).state = StepState::Done;
    }
}

void TimingController::takeReport(const TimingReport& report) {
    if (m_step == Step::PerStage) {
        if (!report.complete) {
            Q_EMIT problem(tr("The stages were not timed: %1").arg(engineText(report.failure)));
        } else {
            std::map<std::string, double> alone;
            for (const TimedModel& model : report.models)
                alone[model.architecture] = summarise(model.milliseconds).median;
            addStageTimes(m_report, alone);
        }
    } else {
        m_report = report;
        if (report.complete && m_step == Step::Networks && !m_stageModels.empty()) {
            time(Step::PerStage, std::move(m_stageModels));
            return;
        }
    }
    const TimingReport kept = m_report;
    if (!kept.complete)
        refresh(); // perhaps it is gone
    if (m_session.isOpen() && m_session.generation() == m_generation) {
        if (m_edges && kept.complete)
            m_session.change([kept](ProjectStore& store) { storeTable(store, kept); });
        else if (!m_edges)
            m_session.change([kept](ProjectStore& store) { storeReport(store, kept); });
    }
    const bool edges = m_edges, isThere = m_session.isOpen() && m_session.generation() == m_generation;
    end(kept.complete ? QString() : engineText(kept.failure));
    if (!isThere) // of a project that was closed meanwhile
        return;
    if (!edges)
        Q_EMIT finished(kept);
    else if (kept.complete)
        Q_EMIT message(tr("Every block was timed; predicted times are those of this device now"));
}

void TimingController::end(const QString& failure) {
    m_step = Step::None;
    m_export = 0;
    if (m_job)
        m_job.release()->deleteLater(); // its signal may be what brought us here
    m_folder.reset();
    m_waiting.clear();
    m_session.setTiming(false);
    for (const std::int64_t job : std::exchange(m_paused, {}))
        m_session.resumeJob(job);
    m_progress.isRunning = m_progress.isCancelling = false;
    m_progress.secondsLeft.reset();
    m_progress.failure = failure;
    for (const RunStep step : runSteps) {
        StepProgress& at = m_progress.at(step);
        if (failure.isEmpty() && at.state != StepState::Skipped)
            at.state = StepState::Done;
        else if (!failure.isEmpty() && at.state == StepState::Active)
            at.state = StepState::Failed;
    }
    tell();
}

void TimingController::cancel() {
    if (!isRunning())
        return;
    m_progress.isCancelling = true;
    tell();
    if (m_step == Step::Export) {
        m_session.engine().cancelTimingExport();
        m_left[m_export] = std::move(m_folder);
        end(tr("Cancelled; nothing was timed."));
    } else if (m_job) {
        m_job->cancel();
    } else { // waits for the jobs
        end(tr("Cancelled; nothing was timed."));
    }
}

void TimingController::tell() {
    Q_EMIT progress(m_progress);
}

/// Calls @p work in a thread of its own; its sentence, where it fails, comes as problem().
template <typename Work> void TimingController::background(Work work) {
    m_askers.remove_if([](const Asker& asker) { return asker.done->load(); });
    auto done = std::make_shared<std::atomic<bool>>(false);
    m_askers.push_back({done, std::jthread([this, done, work = std::move(work)](const std::stop_token& stop) {
                            try {
                                work(stop);
                            } catch (const std::exception& e) {
                                if (!stop.stop_requested())
                                    QMetaObject::invokeMethod(
                                        this, [this, text = engineText(e)] { Q_EMIT problem(text); },
                                        Qt::QueuedConnection);
                            }
                            done->store(true);
                        })});
}

void TimingController::identify(const QString& device) {
    background([this, device](const std::stop_token& stop) {
        const DeviceCores cores = coresOf(openDevice(device.toStdString())->identify(stop));
        QMetaObject::invokeMethod(
            this, [this, device, cores] { Q_EMIT identified(device, cores); }, Qt::QueuedConnection);
    });
}

void TimingController::removeFrom(const QString& device) {
    background([this, device](const std::stop_token& stop) {
        openPhone(device.toStdString()).removeEverything(stop);
        QMetaObject::invokeMethod(
            this, [this, device] { Q_EMIT message(tr("Removed everything from %1").arg(device)); },
            Qt::QueuedConnection);
    });
}

void TimingController::connectTo(const QString& address) {
    background([this, address](const std::stop_token& stop) {
        const auto client = AdbClient::find();
        if (!client)
            throw Error("adb is not installed, so phones cannot be reached. Install it (Debian: apt install adb).");
        // It returns 0 also when it fails; the text tells.
        const CommandResult result = client->run({QStringLiteral("connect"), address}, std::chrono::seconds(12), stop);
        QMetaObject::invokeMethod(
            this,
            [this, said = result.lastWords()] {
                Q_EMIT message(said);
                refresh();
            },
            Qt::QueuedConnection);
    });
}

} // namespace kintsugi

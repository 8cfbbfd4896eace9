#include "session.h"

#include "base/error.h"
#include "common/engine_text.h"
#include "common/wording.h"
#include "jobs/engine_loader.h"

#include <QFileInfo>
#include <QMetaObject>
#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace kintsugi {

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> toPaths(const QStringList& names) {
    std::vector<fs::path> paths;
    for (const QString& name : names)
        paths.emplace_back(name.toStdString());
    return paths;
}

} // namespace

void Session::setTiming(bool isTiming) {
    m_isTiming = isTiming;
    if (!isTiming)
        measureIfNeeded();
}

Session::Session(QObject* parent) : QObject(parent) {
    m_background.setMaxThreadCount(1);
    m_openers.setMaxThreadCount(1);
    connect(&m_engine, &EngineBridge::failed, this, &Session::problem);
    connect(&m_engine, &EngineBridge::jobChanged, this, &Session::followJob);
    connect(&m_engine, &EngineBridge::measured, this, [this](std::uint64_t request, const EvaluationRecord& record) {
        if (m_teacherJob != 0) // of a teacher on its way
            return;
        if (request == m_measureA)
            m_measureProblem.clear();
        if (isOpen())
            takeMeasured(record);
        Q_EMIT knowledgeChanged();
    });
    connect(&m_engine, &EngineBridge::measureFailed, this, [this](std::uint64_t request, const QString& sentence) {
        if (request != m_measureA)
            return;
        m_measureProblem = sentence;
        Q_EMIT knowledgeChanged();
    });
    connect(&m_engine, &EngineBridge::searchBegun, this, [this](std::int64_t, std::int64_t search) {
        m_runningSearch = search;
        reload();
    });
    connect(&m_engine, &EngineBridge::searchStep, this, [this](const SearchStep& step) {
        if (!isOpen())
            return;
        try {
            addEvaluation(step.evaluation, &step);
        } catch (const std::exception& e) {
            Q_EMIT problem(engineText(e));
        }
        for (SearchHistory& history : m_values->searches)
            if (history.record.id == step.search && static_cast<int>(history.hypervolume.size()) < step.evaluations)
                history.hypervolume.push_back(step.hypervolume);
        Q_EMIT searchProgress(step);
    });
    connect(&m_engine, &EngineBridge::searchEnded, this, [this] { reload(); });
    connect(&m_engine, &EngineBridge::distillStep, this, &Session::setTraining);
    connect(&m_engine, &EngineBridge::distillEnded, this, [this] { reload(); });
    connect(&m_engine, &EngineBridge::teacherStep, this, [this](std::int64_t, const TeacherStep& step) {
        if (!std::exchange(m_teacherBegan, true))
            return noteTeacher();
        if (m_teacherCurve.phases.empty())
            m_teacherCurve.phases.push_back({tr("training"), {}, {}});
        m_teacherCurve.phases.back().train.push_back({double(step.iteration), step.loss});
        m_teacherCurve.steps = double(step.iteration);
        if (step.psnr)
            m_teacherPsnr = step.psnr;
        Q_EMIT teacherProgress(step);
    });
    connect(&m_engine, &EngineBridge::finetuned, this, [this](std::int64_t, const FinetuneRecord& record) {
        reload();
        Q_EMIT finetuned(record);
        Q_EMIT notice(tr("Fine-tuned: %1 to %2").arg(decibels(record.psnrBefore, 3), decibels(record.psnrAfter, 3)));
    });
    // While one edit follows another, measuring each would only take time from the previews and from a search.
    m_measureTimer.setSingleShot(true);
    m_measureTimer.setInterval(300);
    connect(&m_measureTimer, &QTimer::timeout, this, &Session::measureIfNeeded);
    connect(&m_selection, &Selection::aChanged, &m_measureTimer, qOverload<>(&QTimer::start));
    connect(&m_selection, &Selection::bChanged, &m_measureTimer, qOverload<>(&QTimer::start));
    connect(&m_selection, &Selection::deviceChanged, this, &Session::followDevice);
}

Session::~Session() {
    close();
    m_isEnding = true;
    m_openers.waitForDone();
    m_background.waitForDone();
}

QString Session::name() const {
    return QFileInfo(m_path).fileName();
}

Task Session::task() const {
    return parseTask(m_values->task);
}

void Session::open(const QString& path, const QStringList& validation) {
    close();
    m_path = QFileInfo(path).absoluteFilePath();
    m_opening = true;
    Q_EMIT opening(m_path);
    const std::uint64_t generation = ++m_generation;
    const fs::path folder = m_path.toStdString();
    const auto post = [this](auto call) { QMetaObject::invokeMethod(this, std::move(call), Qt::QueuedConnection); };
    m_openers.start([this, generation, folder, post, images = toPaths(validation)] {
        waitForStore(folder);
        if (generation != m_generation)
            return;
        std::jthread preload(preloadEngine);
        try {
            const ProjectFolder project(folder);
            // Counted until it is really gone: a weak pointer is empty before the file is closed.
            const auto held = storesOf(folder);
            const std::shared_ptr<ProjectStore> store(new ProjectStore(folder), [held](ProjectStore* gone) {
                delete gone;
                --*held;
            });
            ++*held;
            if (!images.empty() && !store->isReadOnly())
                setProjectImages(*store, ImageRole::Validation, images);
            auto values = std::make_shared<ProjectValues>(readProjectValues(project, *store));
            if (!images.empty())
                values->validationImages = images;
            ImageShelf shelf;
            QString problemWithImages;
            for (const fs::path& source : values->validationImages) {
                try {
                    shelf.addSource(source);
                } catch (const Error& e) {
                    problemWithImages = engineText(e);
                }
            }
            preload.join();
            if (generation != m_generation)
                return;
            post([this, generation, store, values, shelf, problemWithImages] {
                take(generation, store, values, shelf);
                if (!problemWithImages.isEmpty() && generation == m_generation)
                    Q_EMIT problem(problemWithImages);
            });
        } catch (const std::exception& e) {
            post([this, generation, text = engineText(e)] {
                if (generation != m_generation)
                    return;
                m_opening = false;
                Q_EMIT failed(text);
            });
        }
    });
}

/// Waits until nothing of this session holds the same project any more, which only one may write.
void Session::waitForStore(const fs::path& folder) {
    const auto held = storesOf(folder);
    while (*held > 0 && !m_isEnding)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

std::shared_ptr<std::atomic<int>> Session::storesOf(const fs::path& folder) {
    const std::lock_guard lock(m_storesMutex);
    std::shared_ptr<std::atomic<int>>& held = m_stores[folder];
    if (!held)
        held = std::make_shared<std::atomic<int>>(0);
    return held;
}

void Session::close() {
    ++m_generation;
    const bool wasOpening = std::exchange(m_opening, false);
    m_reloading = m_reloadAgain = false;
    m_device.clear();
    m_engine.close();
    m_jobs.clear();
    m_distilling.clear();
    m_live.clear();
    m_searchJob = m_runningSearch = m_notedDistill = m_teacherJob = 0;
    m_teacherCurve = {};
    m_teacherPsnr.reset();
    m_teacherBegan = false;
    m_settingTraining = 0;
    m_measureTimer.stop();
    m_measureA = 0;
    m_measuredSet.clear();
    m_measureProblem.clear();
    m_isTiming = false;
    m_shelf = {};
    m_costs.reset();
    const bool wasOpen = m_values != nullptr;
    // Closing a database and dropping thousands of rows takes its time.
    if (m_store || m_values)
        m_background.start(
            [store = std::exchange(m_store, nullptr), values = std::exchange(m_values, nullptr)]() mutable {
                store.reset();
                values.reset();
            });
    if (wasOpen)
        m_selection.clear();
    if (wasOpen || wasOpening)
        Q_EMIT closed();
}

void Session::take(std::uint64_t generation, std::shared_ptr<ProjectStore> store, std::shared_ptr<ProjectValues> values,
                   ImageShelf shelf) {
    if (generation != m_generation)
        return;
    m_opening = false;
    m_store = std::move(store);
    m_values = std::move(values);
    m_shelf = std::move(shelf);
    m_costs = std::make_unique<RowCosts>(m_values->config, m_values->times, m_values->timeIntervals);
    openEngine();
    m_selection.reset(m_values->stages);
    if (m_values->knee) {
        m_selection.showTrial(m_values->kneeTrial, *m_values->knee);
        m_selection.undoStack().clear();
    }
    if (!m_shelf.isEmpty())
        m_selection.setImage(m_shelf.names().front());
    Q_EMIT opened();
}

void Session::openEngine() {
    EngineSetup setup;
    setup.project = m_path.toStdString();
    setup.store = m_store;
    setup.validation = m_values->validationImages;
    setup.crop = m_values->crop;
    setup.crops = m_values->crops;
    setup.threads = std::max(1u, std::thread::hardware_concurrency());
    m_engine.open(setup);
}

void Session::showImageAfter(int step) {
    const QStringList names = m_shelf.names();
    const qsizetype at = names.indexOf(m_selection.image());
    if (!names.isEmpty())
        m_selection.setImage(names[(at + step + names.size()) % names.size()]);
}

/// Reads everything anew after something was stored beside the single trials that are followed one by one.
void Session::reload() {
    if (!isOpen())
        return;
    m_reloadAgain = m_reloading;
    if (m_reloading)
        return;
    m_reloading = true;
    const auto post = [this](auto call) { QMetaObject::invokeMethod(this, std::move(call), Qt::QueuedConnection); };
    m_background.start([this, post, generation = m_generation.load(), store = m_store, folder = m_path.toStdString(),
                        device = m_device, set = m_measuredSet] {
        try {
            post([this, generation,
                  values = std::make_shared<ProjectValues>(readProjectValues(
                      ProjectFolder(folder), *store, device, set))] { takeReloaded(generation, std::move(*values)); });
        } catch (const std::exception& e) {
            post([this, generation, text = engineText(e)] {
                if (generation != m_generation)
                    return;
                m_reloading = false;
                Q_EMIT problem(text);
            });
        }
    });
}

void Session::takeReloaded(std::uint64_t generation, ProjectValues&& values) {
    if (generation != m_generation)
        return;
    m_reloading = false;
    // Trials that landed, and surrogates in training, are not in what was read before.
    if (values.validationSet == m_values->validationSet)
        for (std::size_t i = m_values->read; i < m_values->trials.size(); ++i) {
            const TrialRow& row = m_values->trials[i];
            const bool isNew = row.search > 0 ? values.places.emplace(row.search, row.index).second
                                              : !values.rows.contains(row.architecture);
            if (!isNew)
                continue;
            values.rows.try_emplace(row.architecture, values.trials.size());
            values.trials.push_back(row);
        }
    if (m_settingTraining > 0) // newer than what was read
        values.trainingImages = m_values->trainingImages;
    if (isReadOnly()) { // which cannot keep what was chosen
        values.validationImages = m_values->validationImages;
        values.trainingImages = m_values->trainingImages;
    }
    for (const EdgeChoice& choice : m_values->choices) {
        const bool inWork = std::any_of(m_distilling.begin(), m_distilling.end(), [&](const auto& job) {
            return std::find(job.second.begin(), job.second.end(), choice.placed) != job.second.end();
        });
        if (!inWork && choice.state != EdgeState::Failed)
            continue;
        const auto read = std::find_if(values.choices.begin(), values.choices.end(),
                                       [&](const EdgeChoice& c) { return c.placed == choice.placed; });
        if (read == values.choices.end())
            values.choices.push_back(choice);
        else if (read->state == EdgeState::Missing)
            *read = choice;
    }
    // Thousands of rows are shown anew only where one of them is another: a search that merely begins changes none.
    const bool sameRows = sameTrials(values, *m_values);
    const bool sameChoices = values.choices == m_values->choices;
    const bool sameTimings =
        values.times == m_values->times && values.tables == m_values->tables &&
        std::equal(values.timings.begin(), values.timings.end(), m_values->timings.begin(), m_values->timings.end(),
                   [](const StoredTiming& a, const StoredTiming& b) { return a.record == b.record; });
    // Thousands of rows also take their time to go.
    m_background.start([old = std::make_shared<ProjectValues>(std::exchange(*m_values, std::move(values)))] {});
    m_costs = std::make_unique<RowCosts>(m_values->config, m_values->times, m_values->timeIntervals);
    if (!sameRows)
        Q_EMIT trialsChanged();
    if (!sameTimings) // whose statistics take their time, too
        Q_EMIT timingsChanged();
    if (!sameChoices)
        Q_EMIT choicesChanged();
    Q_EMIT searchesChanged();
    Q_EMIT knowledgeChanged();
    measureIfNeeded();
    if (m_reloadAgain)
        reload();
}

void Session::followDevice() {
    if (!isOpen())
        return;
    for (const DeviceTimes& times : m_values->tables)
        if (deviceText(times) == m_selection.device() && times.device != m_values->times.device) {
            m_device = times.device;
            reload();
        }
}

void Session::change(std::function<void(ProjectStore&)> work) {
    m_background.start([this, generation = m_generation.load(), store = m_store, work = std::move(work)] {
        QString failure;
        try {
            work(*store);
        } catch (const std::exception& e) {
            failure = engineText(e);
        }
        QMetaObject::invokeMethod(
            this,
            [this, generation, failure] {
                if (generation != m_generation)
                    return;
                if (!failure.isEmpty())
                    Q_EMIT problem(failure);
                reload();
            },
            Qt::QueuedConnection);
    });
}

/// Says why not.
bool Session::mayChangeValidation() {
    if (m_isTiming) {
        Q_EMIT problem(tr("Networks are being timed. Choose other images when that is over."));
        return false;
    }
    if (std::any_of(m_jobs.begin(), m_jobs.end(), [](const auto& job) { return !job.second.isOver(); })) {
        Q_EMIT problem(tr("Jobs measure on the validation images. Stop them before you choose others."));
        return false;
    }
    return true;
}

void Session::setImages(ImageRole role, const QStringList& paths) {
    if (!isOpen())
        return;
    if (role == ImageRole::Validation && !mayChangeValidation())
        return;
    const std::vector<fs::path> chosen = toPaths(paths);
    if (role == ImageRole::Training) {
        m_values->trainingImages = chosen;
        ++m_settingTraining;
    }
    m_background.start([this, role, chosen, generation = m_generation.load(), store = m_store] {
        try {
            ImageShelf shelf;
            if (role == ImageRole::Validation)
                for (const fs::path& source : chosen)
                    shelf.addSource(source);
            if (!store->isReadOnly())
                setProjectImages(*store, role, chosen);
            QMetaObject::invokeMethod(
                this,
                [this, role, chosen, shelf, generation] {
                    if (role == ImageRole::Validation)
                        takeValidation(generation, chosen, shelf);
                    else if (generation == m_generation)
                        --m_settingTraining;
                },
                Qt::QueuedConnection);
        } catch (const std::exception& e) {
            QMetaObject::invokeMethod(
                this,
                [this, generation, text = engineText(e)] {
                    if (generation == m_generation)
                        Q_EMIT problem(text);
                },
                Qt::QueuedConnection);
        }
    });
}

void Session::takeValidation(std::uint64_t generation, const std::vector<fs::path>& images, const ImageShelf& shelf) {
    if (generation != m_generation || !isOpen() || !mayChangeValidation())
        return;
    m_searchJob = m_runningSearch = m_notedDistill = 0; // of the engine that goes
    m_distilling.clear();
    m_live.clear();
    m_shelf = shelf;
    m_values->validationImages = images;
    m_jobs.clear();
    m_measuredSet.clear();
    openEngine();
    Q_EMIT jobsChanged();
    Q_EMIT shelfChanged();
    m_selection.setImage(m_shelf.isEmpty() ? QString() : m_shelf.names().front());
    measureIfNeeded();
    Q_EMIT knowledgeChanged();
}

} // namespace kintsugi

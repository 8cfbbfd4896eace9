#include "device_workspace.h"

#include "common/engine_text.h"
#include "common/wording.h"
#include "project/device_results.h"
#include "timing_controller.h"

#include <QAction>
#include <algorithm>

namespace kintsugi {

DeviceWorkspace::DeviceWorkspace(Session& session, TimingController& timing, QWidget* parent)
    : Workspace(parent), m_session(session), m_timing(timing), m_board(new DeviceBoard(parent)),
      m_timeEdges(new QAction(tr("Time every &block on this device"), this)) {
    m_board->hide(); // its parts are docked one by one
    m_timeEdges->setToolTip(tr("Time every edge of the library alone, so that the time of any network is predicted"));
    connect(m_timeEdges, &QAction::triggered, this, [this] {
        if (m_session.isOpen())
            m_timing.timeEdges(m_board->request());
    });
    connect(&timing, &TimingController::devicesChanged, this, [this](const std::vector<DeviceCard>& devices) {
        m_board->setDevices(devices);
        if (m_startsAtOnce && !devices.empty())
            startWanted();
    });
    connect(&timing, &TimingController::identified, this, [this](const QString& device, const DeviceCores& cores) {
        m_board->setCores(device.toStdString(), cores);
    });
    connect(&timing, &TimingController::progress, this, [this](const RunProgress& progress) {
        m_board->setProgress(progress);
        m_timeEdges->setEnabled(!progress.isRunning);
    });
    connect(&timing, &TimingController::finished, this, [this](const TimingReport& report) {
        m_isFresh = true;
        m_board->setReport(0, report);
    });
    connect(&timing, &TimingController::message, this, &Workspace::message);
    connect(&timing, &TimingController::problem, this, &Workspace::problem);

    connect(m_board, &DeviceBoard::runRequested, &timing, &TimingController::run);
    connect(m_board, &DeviceBoard::cancelRequested, &timing, &TimingController::cancel);
    connect(m_board, &DeviceBoard::identifyRequested, &timing, &TimingController::identify);
    connect(m_board, &DeviceBoard::removeRequested, &timing, &TimingController::removeFrom);
    connect(m_board, &DeviceBoard::connectRequested, &timing, &TimingController::connectTo);
    connect(m_board, &DeviceBoard::refreshRequested, &timing, &TimingController::refresh);
    connect(m_board, &DeviceBoard::failed, this, &Workspace::problem);
    connect(m_board, &DeviceBoard::currentDeviceChanged, this, &DeviceWorkspace::showPredictions);
    connect(m_board, &DeviceBoard::reportChosen, this, &DeviceWorkspace::showReport);
    connect(m_board, &DeviceBoard::useRequested, this,
            [this](qint64 id) { m_session.change([id](ProjectStore& store) { useReport(store, id); }); });
    connect(m_board, &DeviceBoard::deleteRequested, this, [this](const QList<qint64>& ids) {
        m_session.change([ids](ProjectStore& store) {
            for (const qint64 id : ids)
                store.removeTiming(id);
        });
    });

    connect(&session, &Session::opened, this, &DeviceWorkspace::showProject);
    connect(&session, &Session::closed, this, [this] {
        m_asked.clear();
        m_startsAtOnce = false;
        m_board->setArchitectures({});
        m_board->setHistory({});
        m_board->clearReport();
    });
    connect(&session, &Session::timingsChanged, this, [this] {
        if (m_session.isOpen())
            showProject();
    });
    for (const auto signal : {&Selection::aChanged, &Selection::bChanged})
        connect(&session.selection(), signal, this, &DeviceWorkspace::showChoices);
}

QList<WorkspacePanel> DeviceWorkspace::panels() const {
    QList<WorkspacePanel> panels;
    for (const BoardPart& part : m_board->parts())
        panels << WorkspacePanel{part.id, part.title, part.widget, part.area, part.size};
    return panels;
}

QList<QAction*> DeviceWorkspace::commands() const {
    return QList<QAction*>{m_timeEdges} + m_board->commands();
}

QString DeviceWorkspace::hint() const {
    return tr("Run times A and B in turns, A B B A; this computer is a device, too.");
}

void DeviceWorkspace::setActive(bool active) {
    if (active)
        m_timing.watch();
}

void DeviceWorkspace::time(const std::vector<Architecture>& architectures) {
    if (!m_session.isOpen() || architectures.empty())
        return;
    if (m_timing.isRunning()) {
        Q_EMIT problem(tr("A run is going on; wait for its end, or cancel it first."));
        return;
    }
    m_asked = architectures;
    m_startsAtOnce = true;
    showChoices();
    RunRequest request = m_board->request();
    request.architectures.clear();
    for (const Architecture& architecture : architectures)
        request.architectures.push_back(architecture.text());
    m_board->setRequest(request);
    m_timing.watch();
    if (!m_board->currentDevice().empty())
        startWanted();
}

void DeviceWorkspace::startWanted() {
    m_startsAtOnce = false;
    if (const QString sentence = m_board->problem(); !sentence.isEmpty())
        Q_EMIT problem(sentence);
    else
        m_timing.run(m_board->request());
}

void DeviceWorkspace::showProject() {
    std::vector<HistoryEntry> entries;
    for (const StoredTiming& timing : m_session.values().timings)
        entries.push_back({timing.record.id, timing.report, timing.record.used, {}});
    m_board->setHistory(std::move(entries));
    showChoices();
    showNewest();
}

void DeviceWorkspace::showChoices() {
    if (!m_session.isOpen())
        return;
    const Selection& selection = m_session.selection();
    std::vector<TimedChoice> choices;
    const auto add = [&](const Architecture& architecture, const QString& name, bool isA, bool isB) {
        const std::string text = architecture.text();
        for (TimedChoice& known : choices)
            if (known.architecture == text) {
                known.isA |= isA;
                known.isB |= isB;
                return;
            }
        const Knowledge known = m_session.knowledge(architecture);
        QString called = name;
        if (called.isEmpty())
            called = known.row.number > 0 ? tr("trial %1").arg(known.row.number) : tr("edited");
        choices.push_back({text, called, known.isMeasured ? std::optional(known.row.loss) : std::nullopt, isA, isB});
    };
    const Architecture teacher = allTeacher(m_session.values().stages);
    const QString teacherName = tr("all transformer");
    add(selection.a(), selection.a() == teacher ? teacherName : QString(), true, false);
    add(selection.b(), selection.b() == teacher ? teacherName : QString(), false, true);
    add(teacher, teacherName, false, false);
    add(m_session.allSurrogate(), tr("all surrogate"), false, false);
    if (const auto knee = m_session.knee())
        add(*knee, tr("knee"), false, false);
    for (const Architecture& architecture : m_asked)
        add(architecture, {}, false, false);
    m_board->setArchitectures(choices);
    showPredictions();
}

void DeviceWorkspace::showPredictions() {
    if (!m_session.isOpen())
        return;
    const std::string device = m_board->currentDevice();
    std::vector<PredictedTimes> predictions;
    for (const DeviceTimes& times : m_session.values().tables) {
        if (times.device != device)
            continue;
        for (const std::string& text : m_board->request().architectures) {
            const Architecture path = parseArchitecture(text, m_session.values().stages);
            PredictedTimes predicted{text, times.path(path), {}};
            for (const PlacedEdge& placed : path.placedEdges())
                if (const auto ms = times.edge(placed))
                    predicted.stageMs[std::string(stageName(placed.span.stage))] += *ms;
            if (const auto base = times.milliseconds.find(baseSubject); base != times.milliseconds.end())
                predicted.stageMs["base"] = base->second;
            predictions.push_back(std::move(predicted));
        }
    }
    m_board->setPredictedMs(predictions);
}

void DeviceWorkspace::showReport(qint64 id) {
    for (const StoredTiming& timing : m_session.values().timings) {
        if (timing.record.id != id)
            continue;
        m_board->setReport(id, timing.report);
        if (!timing.report.models.empty())
            try {
                const Architecture path =
                    parseArchitecture(timing.report.models.front().architecture, m_session.values().stages);
                m_session.selection().edit(path, tr("Show timed network"));
            } catch (const std::exception& e) {
                Q_EMIT problem(engineText(e));
            }
    }
}

void DeviceWorkspace::showNewest() {
    const auto& timings = m_session.values().timings;
    if (timings.empty()) {
        m_board->clearReport();
        return;
    }
    if (m_isFresh || !m_board->report()) {
        m_isFresh = false;
        m_board->setReport(timings.back().record.id, timings.back().report);
    }
}

} // namespace kintsugi

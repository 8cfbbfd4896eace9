#include "search_workspace.h"

#include "common/engine_text.h"
#include "common/wording.h"
#include "compare/preview_strip.h"
#include "plots/front_plot.h"
#include "plots/hypervolume_plot.h"
#include "preview_controller.h"
#include "session.h"
#include "space/space.h"
#include "trials/front_walker.h"
#include "trials/search_form.h"
#include "trials/search_list_model.h"
#include "trials/trial_model.h"
#include "trials/trial_table.h"
#include "trials/walk_front.h"

#include <algorithm>

namespace kintsugi {

namespace {

SearchSpec specOf(const SearchRequest& request, const std::string& device) {
    SearchSpec spec;
    spec.method = std::string(methodName(request.method));
    spec.spans = spanChoiceKey(request.spans).toStdString();
    spec.kinds = request.kinds;
    spec.shortest = request.shortest;
    spec.cost = request.cost == TrialCost::PredictedMs ? "latency:" + device : costKey(request.cost).toStdString();
    spec.budget = request.trials;
    spec.seed = request.seed;
    return spec;
}

RunState runStateOf(SearchState state) {
    switch (state) {
    case SearchState::Running:
        return RunState::Running;
    case SearchState::Paused:
        return RunState::Paused;
    case SearchState::Interrupted:
        return RunState::Interrupted;
    case SearchState::Finished:
        return RunState::Finished;
    case SearchState::Failed:
        return RunState::Failed;
    }
    return RunState::Idle;
}

} // namespace

SearchWorkspace::SearchWorkspace(Session& session, PreviewController& preview, QWidget* parent)
    : Workspace(parent), m_session(session), m_trials(new TrialModel(this)),
      m_walker(new FrontWalker(*m_trials, session.selection(), this)),
      m_plot(new FrontPlot(*m_trials, session.selection(), *m_walker, parent)),
      m_table(new TrialTable(*m_trials, session.selection(), parent)),
      m_hypervolume(new HypervolumePlot(*m_trials, parent)),
      m_walk(new WalkFront(*m_trials, session.selection(), *m_walker, parent)), m_form(new SearchForm(parent)),
      m_list(new SearchListModel(*m_trials, this)),
      m_pictures(new PreviewStrip(preview.images(), parent, {Slot::A, Slot::B})) {
    m_form->setMinimumWidth(std::max(250, m_form->minimumSizeHint().width()));
    m_form->setSearchList(m_list);
    m_form->addBelow(tr("Hypervolume"), m_hypervolume);
    // Every trial's picture is one click away from its point and its row.
    const auto showReference = [this] {
        if (m_session.isOpen())
            m_pictures->setReferenceIsTeacher(m_session.selection().b() == allTeacher(m_session.values().stages));
    };
    connect(&session, &Session::opened, this, showReference);
    connect(&session.selection(), &Selection::bChanged, this, showReference);
    connect(&preview, &PreviewController::updated, this,
            [this] { m_pictures->setImageInfo(m_session.selection().image(), {}, std::nullopt); });
    connect(m_pictures, &PreviewStrip::inspectRequested, this,
            [this] { Q_EMIT showWorkspace(QStringLiteral("inspect")); });
    connect(m_pictures, &PreviewStrip::stepRequested, this, [this](int step) { m_session.showImageAfter(step); });
    connect(m_pictures, &PreviewStrip::browseRequested, this, &SearchWorkspace::browseRequested);
    m_flush.setSingleShot(true);
    m_flush.setInterval(100);
    connect(&m_flush, &QTimer::timeout, this, &SearchWorkspace::flush);

    connect(&session, &Session::opened, this, &SearchWorkspace::showProject);
    connect(&session, &Session::closed, this, [this] {
        m_flush.stop();
        m_pending.clear();
        m_trials->clear();
        m_costs.clear();
        m_list->setSearches({});
        m_chosen = 0;
        m_form->showProgress({});
    });
    connect(&session, &Session::trialsChanged, this, &SearchWorkspace::showTrials);
    connect(&session, &Session::timingsChanged, this, &SearchWorkspace::showCosts);
    connect(&session, &Session::trialAdded, this, [this](const TrialRow& row) {
        m_pending.push_back(row);
        if (!m_flush.isActive())
            m_flush.start();
    });
    connect(&session, &Session::searchesChanged, this, [this] {
        showSearches();
        showProgress();
    });
    connect(&session, &Session::choicesChanged, this, &SearchWorkspace::showForm);
    connect(&session, &Session::choicesChanged, this, &SearchWorkspace::showEdges);
    connect(&session, &Session::shelfChanged, this, &SearchWorkspace::showForm);
    connect(&session, &Session::jobsChanged, this, &SearchWorkspace::showProgress);
    connect(&session, &Session::searchProgress, this, &SearchWorkspace::showProgress);

    connect(m_form, &SearchForm::startRequested, this, &SearchWorkspace::start);
    connect(m_form, &SearchForm::pauseRequested, this, [this] { m_session.pauseJob(m_session.searchJob()); });
    connect(m_form, &SearchForm::resumeRequested, this, &SearchWorkspace::resume);
    connect(m_form, &SearchForm::stopRequested, this, [this] { m_session.cancelJob(m_session.searchJob()); });
    connect(m_form, &SearchForm::extendRequested, this, &SearchWorkspace::extend);
    connect(m_form, &SearchForm::searchChosen, this, [this](qint64 search) {
        m_chosen = search;
        showProgress();
    });
    // A new one is what is looked at from then on.
    connect(&session.engine(), &EngineBridge::searchBegun, this, [this] { m_chosen = 0; });
    connect(m_form, &SearchForm::requestChanged, this, &SearchWorkspace::showSpace);
    connect(m_form, &SearchForm::limitChanged, m_trials, &TrialModel::setLimit);
    connect(m_trials, &TrialModel::limitChanged, this, [this] { m_form->setLimit(m_trials->limit()); });
    connect(m_plot, &FrontPlot::searchWanted, this, [this] { m_form->setFocus(); });
    connect(m_plot, &FrontPlot::failed, this, &Workspace::problem);
    connect(m_plot, &FrontPlot::timeRequested, this,
            [this](const Architecture& architecture) { Q_EMIT timingWanted({architecture}); });
    connect(m_table, &TrialTable::failed, this, &Workspace::problem);
    connect(m_table, &TrialTable::timeRequested, this, [this](const QList<qint64>& numbers) {
        std::vector<Architecture> wanted;
        for (int row = 0; row < m_trials->size(); ++row) {
            const TrialRow& trial = m_trials->trial(row);
            if (numbers.contains(trial.number) &&
                std::find(wanted.begin(), wanted.end(), trial.architecture) == wanted.end())
                wanted.push_back(trial.architecture);
        }
        Q_EMIT timingWanted(wanted);
    });
}

QWidget* SearchWorkspace::center() const {
    return m_plot;
}

QList<WorkspacePanel> SearchWorkspace::panels() const {
    return {
        {QStringLiteral("search.form"), tr("Search setup"), m_form, Qt::LeftDockWidgetArea, 290},
        {QStringLiteral("search.trials"), tr("Trials"), m_table, Qt::BottomDockWidgetArea, 290},
        {QStringLiteral("search.walk"), tr("Walk the front"), m_walk, Qt::RightDockWidgetArea, 290},
        {QStringLiteral("search.pictures"), tr("Pictures of A and B"), m_pictures, Qt::BottomDockWidgetArea, 290, 380}};
}

QList<QAction*> SearchWorkspace::commands() const {
    return m_form->commands() + m_plot->commands() + m_table->commands() + m_walker->commands();
}

QList<QAction*> SearchWorkspace::walkCommands() const {
    return m_walker->commands();
}

void SearchWorkspace::showProject() {
    m_trials->setStages(m_session.values().stages);
    m_freshlyOpened = true;
    showTrials();
    showSearches();
    showForm();
    showProgress();
    const QString provenance = tr("%1, task %2, measured on %3")
                                   .arg(m_session.name(), QString::fromStdString(m_session.values().task),
                                        engineText(m_session.values().validationText));
    m_plot->setProvenance(provenance);
    m_table->setProvenance(provenance);
    const std::vector<TrialCost> costs = showCosts();
    // What the newest search weighs is what the plot shows first.
    if (const auto& searches = m_session.values().searches; !searches.empty()) {
        const std::string& weighed = searches.back().record.definition.cost;
        for (const TrialCost cost : costs)
            if (weighed == costKey(cost).toStdString() ||
                (cost == TrialCost::PredictedMs && weighed.starts_with("latency:")))
                m_trials->setCost(cost);
    }
    m_plot->fit();
}

/// A device that was timed is a cost from then on.
std::vector<TrialCost> SearchWorkspace::showCosts() {
    std::vector<TrialCost> costs{TrialCost::Transformers, TrialCost::Penalty, TrialCost::Gmacs, TrialCost::Parameters};
    if (!m_session.isOpen())
        return costs;
    if (m_session.values().hasLatency())
        costs.push_back(TrialCost::PredictedMs);
    if (costs != m_costs) {
        m_costs = costs;
        m_form->setCosts(costs);
        m_plot->setCosts(costs);
    }
    return costs;
}

void SearchWorkspace::showTrials() {
    m_pending.clear();
    // The same searches stay hidden and the same trials picked.
    std::vector<std::int64_t> hidden;
    for (const std::int64_t search : m_trials->searches())
        if (!m_trials->isSearchVisible(search))
            hidden.push_back(search);
    std::set<std::pair<std::int64_t, std::int64_t>> picked;
    for (const int row : m_trials->picked())
        picked.emplace(m_trials->trial(row).search, m_trials->trial(row).number);
    m_trials->setStages(m_session.values().stages);
    m_trials->append(m_session.values().trials);
    if (!m_freshlyOpened) {
        for (const std::int64_t search : hidden)
            m_trials->setSearchVisible(search, false);
        std::vector<int> rows;
        for (int row = 0; row < m_trials->size() && !picked.empty(); ++row)
            if (picked.contains({m_trials->trial(row).search, m_trials->trial(row).number}))
                rows.push_back(row);
        m_trials->setPicked(rows);
    }
    showEdges();
    if (m_freshlyOpened)
        m_plot->fit();
    m_freshlyOpened = false;
}

void SearchWorkspace::showEdges() {
    m_walk->setEdges(m_session.values().choices);
    m_walker->setEdges(m_session.values().choices);
}

void SearchWorkspace::flush() {
    m_trials->append(std::exchange(m_pending, {}));
}

void SearchWorkspace::showSearches() {
    std::vector<SearchEntry> entries;
    for (const SearchHistory& history : m_session.values().searches) {
        const SearchDefinition& definition = history.record.definition;
        SearchEntry entry;
        entry.id = history.record.id;
        entry.method = QString::fromStdString(definition.method);
        entry.state = runStateOf(history.record.state);
        entry.trials = static_cast<int>(history.hypervolume.size());
        entry.budget = static_cast<int>(definition.budget);
        if (!history.hypervolume.empty())
            entry.hypervolume = history.hypervolume.back();
        entry.description = tr("%1; cost %2; seed %3")
                                .arg(QString::fromStdString(definition.space), QString::fromStdString(definition.cost))
                                .arg(definition.seed);
        entry.message = engineText(history.record.message);
        entries.push_back(entry);
    }
    m_list->setSearches(std::move(entries));
}

void SearchWorkspace::showForm() {
    if (!m_session.isOpen())
        return;
    const ProjectValues& values = m_session.values();
    std::set<BlockKind> kinds{BlockKind::Skip};
    for (const EdgeChoice& choice : values.choices)
        if (choice.state == EdgeState::Ready && !choice.placed.edge.isTeacher())
            kinds.insert(choice.placed.edge.kind);
    m_form->setKinds({kinds.begin(), kinds.end()});
    m_form->setValidationSummary(values.validationImages.empty() ? tr("No validation images chosen")
                                 : values.validationText.empty()
                                     ? tr("%n photograph(s)", nullptr, int(m_session.shelf().names().size()))
                                     : engineText(values.validationText));
    showSpace();
}

/// How many paths the form's request allows.
void SearchWorkspace::showSpace() {
    if (!m_session.isOpen())
        return;
    const ProjectValues& values = m_session.values();
    const SearchRequest request = m_form->request();
    Space space(values.stages);
    const EdgeChoice* last = nullptr;
    for (const EdgeChoice& choice : values.choices) {
        const PlacedEdge& placed = choice.placed;
        if (choice.state != EdgeState::Ready || placed.edge.isTeacher() ||
            std::find(request.kinds.begin(), request.kinds.end(), placed.edge.kind) == request.kinds.end())
            continue;
        const int blocks = values.stages[static_cast<std::size_t>(indexOf(placed.span.stage))].blocks;
        if ((request.spans == SpanChoice::WholeStages && placed.span.length() != blocks) ||
            (request.spans == SpanChoice::SingleBlocks && placed.span.length() != 1))
            continue;
        // In the order of span, kind and run: the first of each kind and span is the shortest.
        if (request.shortest && last && last->placed.span == placed.span && last->placed.edge.kind == placed.edge.kind)
            continue;
        space.allow(placed.span, placed.edge);
        last = &choice;
    }
    m_form->setSpaceSummary(tr("%1 paths").arg(QString::fromStdString(space.pathCount().text())));
}

/// The one that runs, else the chosen one, else the newest.
const SearchHistory* SearchWorkspace::shownSearch() const {
    const auto& searches = m_session.values().searches;
    for (const std::int64_t wanted : {m_session.runningSearch(), m_chosen})
        for (const SearchHistory& history : searches)
            if (history.record.id == wanted)
                return &history;
    return searches.empty() ? nullptr : &searches.back();
}

void SearchWorkspace::showProgress() {
    if (!m_session.isOpen())
        return;
    SearchProgress progress;
    if (const SearchHistory* history = shownSearch()) {
        progress.search = history->record.id;
        progress.state = runStateOf(history->record.state);
        progress.done = static_cast<int>(history->hypervolume.size());
        progress.budget = static_cast<int>(history->record.definition.budget);
        progress.message = engineText(history->record.message);
    }
    const auto job = m_session.jobs().find(m_session.searchJob());
    if (job != m_session.jobs().end() && !job->second.isOver()) {
        const JobInfo& info = job->second;
        progress.search = m_session.runningSearch() > 0 ? m_session.runningSearch() : progress.search;
        progress.state = info.state == JobState::Pausing  ? RunState::Pausing
                         : info.state == JobState::Paused ? RunState::Paused
                                                          : RunState::Running;
        if (info.total > 0) {
            progress.done = static_cast<int>(info.done);
            progress.budget = static_cast<int>(info.total);
        }
        if (info.secondsLeft >= 0)
            progress.secondsLeft = info.secondsLeft;
    } else if (isActive(progress.state)) {
        progress.state = RunState::Interrupted; // another program's, an earlier session's, or about to be read anew
    }
    m_form->showProgress(progress);
}

void SearchWorkspace::start(const SearchRequest& request) {
    if (!m_session.isOpen()) {
        Q_EMIT problem(tr("No project is open. Open one, or the demo project, in the File menu."));
        return;
    }
    if (m_session.isReadOnly()) {
        Q_EMIT problem(engineText(m_session.values().readOnlyReason));
        return;
    }
    m_session.startSearch(specOf(request, m_session.values().times.device), false);
}

void SearchWorkspace::resume() {
    const auto job = m_session.jobs().find(m_session.searchJob());
    if (job != m_session.jobs().end() && job->second.canResume()) {
        m_session.resumeJob(job->first);
        return;
    }
    if (const SearchHistory* history = shownSearch())
        m_session.resumeSearch(history->record.id);
}

void SearchWorkspace::extend(int more) {
    if (const SearchHistory* history = shownSearch())
        m_session.resumeSearch(history->record.id, more);
}

} // namespace kintsugi

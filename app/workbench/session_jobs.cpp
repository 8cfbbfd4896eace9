// Session: searches and distillations.
#include "session.h"

#include "base/error.h"
#include "common/engine_text.h"
#include "common/wording.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace kintsugi {

/// Whether a job may begin now.
bool Session::mayStart() {
    if (!isOpen())
        return false;
    if (isReadOnly()) {
        Q_EMIT problem(engineText(m_values->readOnlyReason));
        return false;
    }
    if (m_teacherJob != 0) {
        Q_EMIT problem(tr("The teacher is being trained, and all else follows from it. Wait for its end, or cancel it "
                          "in the list of jobs."));
        return false;
    }
    return true;
}

std::int64_t Session::startSearch(const SearchSpec& request, bool resume) {
    if (!mayStart())
        return 0;
    m_searchMethod = QString::fromStdString(request.method);
    m_searchJob = m_engine.startSearch(request, resume);
    return m_searchJob;
}

std::int64_t Session::resumeSearch(std::int64_t search, int more) {
    if (!isOpen())
        return 0;
    for (const SearchHistory& history : m_values->searches)
        if (history.record.id == search) {
            try {
                SearchSpec spec = requestOf(history.record.definition);
                spec.budget += more;
                spec.search = search;
                return startSearch(spec, true);
            } catch (const Error& e) {
                Q_EMIT problem(engineText(e));
            }
        }
    return 0;
}

bool Session::canResume(const SearchRecord& search) const {
    return search.definition.validationSet == m_values->validationSet;
}

std::int64_t Session::startDistill(const DistillPlan& plan) {
    if (!mayStart())
        return 0;
    DistillPlan whole = plan;
    if (whole.images.empty())
        whole.images = m_values->trainingImages;
    // The next start offers to go on where a kill cut it off.
    nlohmann::json note{{"iterations", whole.featureIterations}, {"output_iterations", whole.outputIterations}};
    for (const PlacedEdge& placed : whole.edges)
        note["edges"].push_back({stageName(placed.span.stage), placed.span.begin, placed.span.end,
                                 kindName(placed.edge.kind), placed.edge.run});
    change([text = note.dump()](ProjectStore& store) { store.setNote(distillNote, text); });
    const std::int64_t job = m_engine.startDistill(whole);
    m_notedDistill = job;
    m_distilling[job] = whole.edges;
    for (const PlacedEdge& placed : whole.edges) {
        const auto known = std::find_if(m_values->choices.begin(), m_values->choices.end(),
                                        [&](const EdgeChoice& c) { return c.placed == placed; });
        EdgeChoice choice;
        choice.placed = placed;
        choice.state = EdgeState::Waiting;
        m_costs->fill(choice);
        if (known == m_values->choices.end())
            m_values->choices.push_back(choice);
        else if (known->state != EdgeState::Ready)
            *known = choice;
    }
    Q_EMIT choicesChanged();
    return job;
}

DistillPlan Session::interruptedDistill() const {
    DistillPlan plan;
    const auto note = nlohmann::json::parse(m_values->distilling, nullptr, false);
    if (!note.is_object() || !m_distilling.empty())
        return plan;
    try {
        plan.featureIterations = note.at("iterations").get<std::int64_t>();
        plan.outputIterations = note.at("output_iterations").get<std::int64_t>();
        for (const auto& edge : note.at("edges")) {
            PlacedEdge placed;
            placed.span = {parseStage(edge.at(0).get<std::string>()), edge.at(1).get<int>(), edge.at(2).get<int>()};
            placed.edge = {parseKind(edge.at(3).get<std::string>()), edge.at(4).get<int>(), placed.span.length()};
            const bool ready =
                std::any_of(m_values->choices.begin(), m_values->choices.end(),
                            [&](const EdgeChoice& c) { return c.placed == placed && c.state == EdgeState::Ready; });
            if (!ready)
                plan.edges.push_back(placed);
        }
    } catch (const std::exception&) { // of another version
        return {};
    }
    return plan;
}

std::int64_t Session::startTeacher(const TeacherPlan& plan) {
    if (!mayStart())
        return 0;
    if (std::any_of(m_jobs.begin(), m_jobs.end(), [](const auto& job) { return !job.second.isOver(); })) {
        Q_EMIT problem(tr("Other jobs work with the teacher as it is. Stop them before you train it."));
        return 0;
    }
    TeacherPlan whole = plan;
    if (whole.images.empty())
        whole.images = m_values->trainingImages;
    m_measureTimer.stop();
    m_engine.cancelMeasure();
    m_teacherPlan = whole;
    m_teacherBegan = false;
    m_teacherCurve = whole.resume ? m_values->teacherCurve : LossCurve();
    m_teacherJob = m_engine.startTeacher(whole);
    Q_EMIT choicesChanged(); // the teacher's card is among what shows them
    Q_EMIT knowledgeChanged();
    return m_teacherJob;
}

/// The next start offers to go on where a kill cut it off; only once there is a run to go on with.
void Session::noteTeacher() {
    const TeacherPlan& whole = m_teacherPlan;
    nlohmann::json note{{"iterations", whole.iterations}, {"patch", whole.patch},     {"batch", whole.batch},
                        {"best_of", whole.bestOf},        {"lr", whole.learningRate}, {"grow", whole.growth},
                        {"late_skip", whole.lateSkip},    {"seed", whole.seed}};
    for (const std::filesystem::path& image : whole.images)
        note["images"].push_back(image.string());
    m_background.start([text = note.dump(), store = m_store] {
        try {
            store->setNote(trainNote, text);
        } catch (const std::exception&) { // it trains all the same, and tells of a disk that is full
        }
    });
}

std::optional<TeacherPlan> Session::interruptedTeacher() const {
    const auto note = nlohmann::json::parse(m_values->training, nullptr, false);
    if (!note.is_object() || m_teacherJob != 0)
        return std::nullopt;
    try {
        TeacherPlan plan;
        plan.iterations = note.at("iterations").get<std::int64_t>();
        plan.patch = note.at("patch").get<int>();
        plan.batch = note.at("batch").get<int>();
        plan.bestOf = note.at("best_of").get<int>();
        plan.learningRate = note.at("lr").get<double>();
        plan.growth = note.at("grow").get<double>();
        plan.lateSkip = note.at("late_skip").get<double>();
        plan.seed = note.at("seed").get<std::uint64_t>();
        for (const auto& image : note.at("images"))
            plan.images.emplace_back(image.get<std::string>());
        plan.resume = true;
        return plan;
    } catch (const std::exception&) { // of another version
        return std::nullopt;
    }
}

const LossCurve& Session::teacherCurve() const {
    return m_teacherJob != 0 || !isOpen() ? m_teacherCurve : m_values->teacherCurve;
}

/// Another teacher is another project but for its name.
void Session::endTeacher(const JobInfo& info) {
    m_teacherJob = 0;
    const QString text =
        info.state == JobState::Failed
            ? tr("%1 stopped: %2").arg(QString::fromStdString(info.title), engineText(info.message))
        : info.state == JobState::Cancelled ? tr("The training of the teacher was stopped; what it has learnt is kept.")
        : m_teacherPsnr ? tr("The teacher is trained: %1 on the validation images").arg(decibels(m_teacherPsnr))
                        : tr("The teacher is trained");
    const bool failed = info.state == JobState::Failed;
    if (!failed)
        m_background.start([store = m_store] {
            try {
                store->setNote(trainNote, {});
            } catch (const std::exception&) { // then it is offered once more
            }
        });
    open(m_path);
    connect(
        this, &Session::opened, this,
        [this, text, failed, generation = m_generation.load()] {
            if (generation != m_generation)
                return;
            if (failed)
                Q_EMIT problem(text);
            else
                Q_EMIT notice(text);
        },
        static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
}

std::int64_t Session::startFinetune(const FinetunePlan& plan) {
    if (!mayStart())
        return 0;
    FinetunePlan whole = plan;
    if (whole.images.empty())
        whole.images = m_values->trainingImages;
    return m_engine.startFinetune(whole);
}

void Session::forgetDistill() {
    if (!isOpen() || isReadOnly())
        return;
    m_values->distilling.clear();
    change([](ProjectStore& store) { store.setNote(distillNote, {}); });
}

void Session::setTraining(std::int64_t job, const DistillStep& step) {
    const auto edges = m_distilling.find(job);
    if (!isOpen() || edges == m_distilling.end())
        return;
    LossCurve& live = m_live[job];
    // The next group begins anew.
    if (!step.output && (live.phases.size() > 1 || live.steps > double(step.iteration)))
        live = {};
    if (live.phases.size() < (step.output ? 2u : 1u)) {
        m_liveBefore = live.steps;
        live.phases.push_back({step.output ? tr("output") : tr("features"), {}, {}});
    }
    live.steps = m_liveBefore + double(step.iteration);
    live.phases.back().train.push_back({live.steps, step.meanLoss});
    const double share = step.iterations > 0 ? double(step.iteration) / double(step.iterations) : 0;
    const int percent = static_cast<int>(100 * (step.output ? 0.5 + share / 2 : share / 2));
    bool changed = false;
    for (EdgeChoice& choice : m_values->choices) {
        const bool mine = std::find(edges->second.begin(), edges->second.end(), choice.placed) != edges->second.end();
        if (!mine || choice.state == EdgeState::Ready || choice.percent == percent)
            continue;
        choice.state = EdgeState::Training;
        choice.percent = percent;
        changed = true;
    }
    if (changed)
        Q_EMIT choicesChanged();
}

void Session::followJob(const JobInfo& info) {
    m_jobs[info.id] = info;
    if (info.id == m_teacherJob && info.isOver())
        return endTeacher(info);
    if (info.state == JobState::Failed) {
        Q_EMIT problem(tr("%1 stopped: %2").arg(QString::fromStdString(info.title), engineText(info.message)));
        if (const auto edges = m_distilling.find(info.id); edges != m_distilling.end() && isOpen()) {
            for (EdgeChoice& choice : m_values->choices) {
                const bool mine =
                    std::find(edges->second.begin(), edges->second.end(), choice.placed) != edges->second.end();
                if (mine && (choice.state == EdgeState::Training || choice.state == EdgeState::Waiting)) {
                    choice.state = EdgeState::Failed;
                    choice.message = engineText(info.message);
                }
            }
            Q_EMIT choicesChanged();
        }
    }
    if (info.isOver() && m_distilling.erase(info.id) > 0)
        reload();
    if (info.id == m_notedDistill && (info.state == JobState::Finished || info.state == JobState::Cancelled))
        forgetDistill();
    if (info.id == m_searchJob && info.isOver())
        m_runningSearch = 0;
    Q_EMIT jobsChanged();
}

} // namespace kintsugi

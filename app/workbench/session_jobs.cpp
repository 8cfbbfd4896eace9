// Session: searches and distillations.
#include "session.h"

#include "base/error.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace kintsugi {

std::int64_t Session::startSearch(const SearchSpec& request, bool resume) {
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
                return startSearch(spec, true);
            } catch (const Error& e) {
                Q_EMIT problem(QString::fromUtf8(e.what()));
            }
        }
    return 0;
}

std::int64_t Session::startDistill(const DistillPlan& plan) {
    DistillPlan whole = plan;
    if (whole.images.empty())
        whole.images = m_values->trainingImages;
    if (!isReadOnly()) {
        // The next start offers to go on where a kill cut it off.
        nlohmann::json note{{"iterations", whole.featureIterations}, {"output_iterations", whole.outputIterations}};
        for (const PlacedEdge& placed : whole.edges)
            note["edges"].push_back({stageName(placed.span.stage), placed.span.begin, placed.span.end,
                                     kindName(placed.edge.kind), placed.edge.run});
        change([text = note.dump()](ProjectStore& store) { store.setNote(distillNote, text); });
    }
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
    if (info.state == JobState::Failed) {
        Q_EMIT problem(
            tr("%1 stopped: %2").arg(QString::fromStdString(info.title), QString::fromStdString(info.message)));
        if (const auto edges = m_distilling.find(info.id); edges != m_distilling.end() && isOpen()) {
            for (EdgeChoice& choice : m_values->choices) {
                const bool mine =
                    std::find(edges->second.begin(), edges->second.end(), choice.placed) != edges->second.end();
                if (mine && (choice.state == EdgeState::Training || choice.state == EdgeState::Waiting)) {
                    choice.state = EdgeState::Failed;
                    choice.message = QString::fromStdString(info.message);
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

#include "trials/front_walker.h"

#include "common/selection.h"
#include "common/wording.h"
#include "space/cost.h"
#include "trials/architecture_difference.h"
#include "trials/trial_model.h"

#include <algorithm>

namespace kintsugi {

FrontWalker::FrontWalker(TrialModel& trials, Selection& selection, QObject* parent)
    : QObject(parent), m_trials(trials), m_selection(selection), m_faster(new QAction(tr("Faster"), this)),
      m_better(new QAction(tr("Better"), this)), m_knee(new QAction(tr("Show the knee"), this)) {
    m_faster->setToolTip(tr("Walk the front towards less cost ([)"));
    m_faster->setShortcut(Qt::Key_BracketLeft);
    m_better->setToolTip(tr("Walk the front towards less loss (])"));
    m_better->setShortcut(Qt::Key_BracketRight);
    m_knee->setToolTip(tr("Make the knee of the front A"));
    for (QAction* action : commands()) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        action->setStatusTip(action->toolTip());
    }
    connect(m_faster, &QAction::triggered, this, [this] {
        m_towardsBetter = false;
        walk(place().faster);
    });
    connect(m_better, &QAction::triggered, this, [this] {
        m_towardsBetter = true;
        walk(place().better);
    });
    connect(m_knee, &QAction::triggered, this, [this] { walk(m_trials.knee()); });
    connect(&m_selection, &Selection::aChanged, this, &FrontWalker::update);
    connect(&m_trials, &TrialModel::frontChanged, this, &FrontWalker::update);
    connect(&m_trials, &TrialModel::limitChanged, this, &FrontWalker::update);
    update();
}

void FrontWalker::setEdges(const std::vector<EdgeChoice>& edges) {
    m_edges.clear();
    for (const EdgeChoice& edge : edges)
        m_edges.emplace(edge.placed, edge);
    Q_EMIT changed();
}

FrontWalker::Place FrontWalker::place() const {
    const std::vector<int> front = m_trials.shownFront();
    Place place;
    place.count = static_cast<int>(front.size());
    if (front.empty())
        return place;
    const auto a = m_trials.rowOfA(m_selection);
    const auto cost = a ? costOf(m_trials.trial(*a), m_trials.cost()) : std::nullopt;
    if (!cost || m_trials.trial(*a).failed) {
        place.faster = place.better = m_trials.knee();
        return place;
    }
    const TrialRow& own = m_trials.trial(*a);
    for (int i = 0; i < place.count; ++i) {
        const TrialRow& member = m_trials.trial(front[static_cast<std::size_t>(i)]);
        if (costOf(member, m_trials.cost()) == cost && member.loss == own.loss)
            place.position = i;
    }
    for (const int row : front) {
        const TrialRow& member = m_trials.trial(row);
        if (*costOf(member, m_trials.cost()) < *cost)
            place.faster = row;
        if (member.loss < own.loss && !place.better)
            place.better = row;
    }
    return place;
}

void FrontWalker::walk(const std::optional<int>& row) {
    if (!row)
        return;
    const TrialRow& trial = m_trials.trial(*row);
    m_selection.showTrial(trial.number, trial.architecture);
}

std::optional<double> FrontWalker::spanCost(const Architecture& architecture, const Span& span) const {
    double sum = 0;
    for (const PlacedEdge& placed : architecture.placedEdges(span.stage)) {
        if (placed.span.end <= span.begin || placed.span.begin >= span.end)
            continue;
        const bool isTransformer = placed.edge.isTeacher() || placed.edge.kind == BlockKind::Restormer;
        if (m_trials.cost() == TrialCost::Transformers) {
            sum += isTransformer ? placed.edge.run : 0;
            continue;
        }
        if (m_trials.cost() == TrialCost::Penalty) {
            sum += Cost{isTransformer ? placed.edge.run : 0, isTransformer ? 0 : placed.edge.run, 0, {}}.penalty();
            continue;
        }
        const auto found = m_edges.find(placed);
        if (found == m_edges.end())
            return std::nullopt;
        switch (m_trials.cost()) {
        case TrialCost::Gmacs:
            sum += found->second.gmacs;
            break;
        case TrialCost::Parameters:
            sum += found->second.mparameters;
            break;
        case TrialCost::PredictedMs:
            if (!found->second.milliseconds)
                return std::nullopt;
            sum += *found->second.milliseconds;
            break;
        default:
            return std::nullopt;
        }
    }
    return sum;
}

std::optional<FrontWalker::Step> FrontWalker::next() const {
    const auto a = m_trials.rowOfA(m_selection);
    const Place at = place();
    if (!a)
        return std::nullopt;
    Step step;
    step.isBetter = m_towardsBetter ? at.better.has_value() : !at.faster.has_value();
    const auto row = step.isBetter ? at.better : at.faster;
    const TrialRow& from = m_trials.trial(*a);
    const auto before = costOf(from, m_trials.cost());
    if (!row || !before || from.failed)
        return std::nullopt;
    step.row = *row;
    const TrialRow& to = m_trials.trial(*row);
    step.cost = *costOf(to, m_trials.cost()) - *before;
    step.loss = to.loss - from.loss;
    for (const Span& span : differingSpans(from.architecture, to.architecture)) {
        Flip flip{span, changeText(from.architecture, to.architecture, span), std::nullopt};
        const auto was = spanCost(from.architecture, span), is = spanCost(to.architecture, span);
        if (was && is)
            flip.cost = *is - *was;
        step.flips.push_back(std::move(flip));
    }
    return step;
}

void FrontWalker::update() {
    const Place at = place();
    m_faster->setEnabled(at.faster.has_value());
    m_better->setEnabled(at.better.has_value());
    m_knee->setEnabled(m_trials.knee().has_value());
    Q_EMIT changed();
}

} // namespace kintsugi

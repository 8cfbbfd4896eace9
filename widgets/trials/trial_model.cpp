#include "trials/trial_model.h"

#include "common/selection.h"
#include "common/wording.h"

#include <algorithm>

namespace kintsugi {

namespace {

bool isTeacher(const Architecture& architecture) {
    bool any = false;
    for (const StageId stage : allStages) {
        for (const Edge& edge : architecture.edges(stage)) {
            if (!edge.isTeacher())
                return false;
            any = true;
        }
    }
    return any;
}

} // namespace

QString standingText(const TrialStanding& standing) {
    if (!standing.placed)
        return {};
    QString text;
    if (standing.reference)
        text = TrialModel::tr("reference");
    else if (standing.knee)
        text = TrialModel::tr("knee");
    else if (standing.front)
        text = TrialModel::tr("front");
    else if (!standing.tied)
        text = TrialModel::tr("dominated");
    if (standing.tied && !standing.reference)
        text = text.isEmpty() ? TrialModel::tr("tied") : TrialModel::tr("%1, tied").arg(text);
    return text;
}

TrialModel::TrialModel(QObject* parent) : QAbstractTableModel(parent) {}

void TrialModel::setStages(const Stages& stages) {
    clear();
    m_stages = stages;
}

void TrialModel::clear() {
    setPicked({});
    beginResetModel();
    m_trials.clear();
    m_standings.clear();
    m_byNumber.clear();
    m_byArchitecture.clear();
    m_byPlace.clear();
    m_searches.clear();
    m_hidden.clear();
    m_all.clear();
    m_ofSearch.clear();
    m_front.clear();
    m_knee.reset();
    m_aboveLimit = m_failed = 0;
    endResetModel();
    Q_EMIT searchesChanged();
    Q_EMIT frontChanged();
}

void TrialModel::append(std::vector<TrialRow> trials) {
    if (trials.empty())
        return;
    const int first = size();
    const auto searchesBefore = m_searches.size();
    FrontTracker::Change all, own;
    beginInsertRows({}, first, first + static_cast<int>(trials.size()) - 1);
    for (TrialRow& trial : trials) {
        const int row = size();
        if (trial.number > 0)
            m_byNumber.emplace(trial.number, row);
        m_byArchitecture.emplace(trial.architecture, row);
        m_byPlace[{trial.search, trial.index}] = row;
        if (std::find(m_searches.begin(), m_searches.end(), trial.search) == m_searches.end())
            m_searches.push_back(trial.search);
        m_failed += trial.failed ? 1 : 0;
        m_trials.push_back(std::move(trial));
        m_standings.emplace_back();
        place(row, all, own);
    }
    std::vector<int> touched = all.left;
    touched.insert(touched.end(), own.left.begin(), own.left.end());
    for (const int row : own.joined)
        m_standings[static_cast<std::size_t>(row)].searchFront = true;
    for (const int row : own.left)
        m_standings[static_cast<std::size_t>(row)].searchFront = false;
    for (const int row : all.joined)
        m_standings[static_cast<std::size_t>(row)].front = true;
    for (const int row : all.left)
        m_standings[static_cast<std::size_t>(row)].front = false;
    if (!all.isEmpty())
        markReached(touched);
    endInsertRows();
    std::erase_if(touched, [first](int row) { return row >= first; }); // those were just announced as new
    announce(std::move(touched));
    if (m_searches.size() != searchesBefore)
        Q_EMIT searchesChanged();
    if (!all.isEmpty() || !own.isEmpty())
        Q_EMIT frontChanged();
}

bool TrialModel::update(const TrialRow& trial) {
    const auto found = m_byPlace.find({trial.search, trial.index});
    if (found == m_byPlace.end())
        return false;
    const int row = found->second;
    TrialRow& former = m_trials[static_cast<std::size_t>(row)];
    const bool moved = former.loss != trial.loss || costOf(former, m_cost) != costOf(trial, m_cost) ||
                       former.failed != trial.failed || former.tied != trial.tied;
    m_failed += (trial.failed ? 1 : 0) - (former.failed ? 1 : 0);
    const auto forget = [row](auto& map, const auto& key) {
        const auto [begin, end] = map.equal_range(key);
        const auto it = std::find_if(begin, end, [row](const auto& entry) { return entry.second == row; });
        if (it != end)
            map.erase(it);
    };
    if (former.number != trial.number) {
        forget(m_byNumber, former.number);
        if (trial.number > 0)
            m_byNumber.emplace(trial.number, row);
    }
    if (former.architecture != trial.architecture) {
        forget(m_byArchitecture, former.architecture);
        m_byArchitecture.emplace(trial.architecture, row);
    }
    former = trial;
    if (moved)
        recompute();
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    return true;
}

void TrialModel::place(int row, FrontTracker::Change& all, FrontTracker::Change& own) {
    const TrialRow& trial = m_trials[static_cast<std::size_t>(row)];
    const auto value = costOf(trial, m_cost);
    TrialStanding& standing = m_standings[static_cast<std::size_t>(row)];
    standing = {};
    standing.placed = value.has_value() && !trial.failed;
    standing.tied = trial.tied && !trial.failed;
    standing.reference = isTeacher(trial.architecture);
    setLimitFlag(row);
    if (!standing.placed)
        return;
    m_ofSearch[trial.search].insert(row, {trial.loss, *value}, own);
    if (isVisible(row))
        m_all.insert(row, {trial.loss, *value}, all);
}

void TrialModel::setLimitFlag(int row) {
    const auto value = costOf(trial(row), m_cost);
    TrialStanding& standing = m_standings[static_cast<std::size_t>(row)];
    standing.aboveLimit = m_limit && value && *value > *m_limit;
    if (standing.aboveLimit && standing.placed && isVisible(row))
        ++m_aboveLimit;
}

void TrialModel::markReached(std::vector<int>& touched) {
    const auto former = m_knee;
    m_front = m_all.members();
    const auto objectives = m_all.objectives();
    const auto place = kintsugi::knee(objectives);
    m_knee = place ? std::optional<int>(m_front[*place]) : std::nullopt;
    if (former == m_knee)
        return;
    if (former) {
        m_standings[static_cast<std::size_t>(*former)].knee = false;
        touched.push_back(*former);
    }
    if (m_knee) {
        m_standings[static_cast<std::size_t>(*m_knee)].knee = true;
        touched.push_back(*m_knee);
    }
}

void TrialModel::recompute() {
    const std::vector<TrialStanding> before = m_standings;
    m_all.clear();
    m_ofSearch.clear();
    m_knee.reset();
    m_aboveLimit = 0;
    FrontTracker::Change ignored;
    for (int row = 0; row < size(); ++row)
        place(row, ignored, ignored);
    for (const int row : m_all.all())
        m_standings[static_cast<std::size_t>(row)].front = true;
    for (const auto& [search, tracker] : m_ofSearch)
        for (const int row : tracker.all())
            m_standings[static_cast<std::size_t>(row)].searchFront = true;
    std::vector<int> changed;
    markReached(changed);
    changed.clear();
    for (int row = 0; row < size(); ++row)
        if (m_standings[static_cast<std::size_t>(row)] != before[static_cast<std::size_t>(row)])
            changed.push_back(row);
    announce(std::move(changed));
    Q_EMIT frontChanged();
}

void TrialModel::announce(std::vector<int> rows) {
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    for (std::size_t i = 0; i < rows.size();) {
        std::size_t j = i + 1;
        while (j < rows.size() && rows[j] == rows[j - 1] + 1)
            ++j;
        Q_EMIT dataChanged(index(rows[i], Role), index(rows[j - 1], Role));
        i = j;
    }
}

std::optional<int> TrialModel::rowOf(std::int64_t number, const Architecture& architecture) const {
    std::optional<int> found;
    const auto look = [&](const auto& map, const auto& key) {
        const auto [begin, end] = map.equal_range(key);
        for (auto it = begin; it != end; ++it)
            if (!found || (isVisible(it->second) && (!isVisible(*found) || it->second < *found)))
                found = it->second;
    };
    if (number > 0)
        look(m_byNumber, number);
    if (!found)
        look(m_byArchitecture, architecture);
    return found;
}

std::optional<int> TrialModel::rowOfA(const Selection& selection) const {
    if (selection.isEmpty())
        return std::nullopt;
    return rowOf(selection.isEdited() ? 0 : selection.trial(), selection.a());
}

std::optional<int> TrialModel::rowOfB(const Selection& selection) const {
    if (selection.isEmpty())
        return std::nullopt;
    return rowOf(selection.trialB(), selection.b());
}

void TrialModel::setCost(TrialCost cost) {
    if (cost == m_cost)
        return;
    m_cost = cost;
    m_limit.reset(); // it was in another unit
    recompute();
    Q_EMIT costChanged();
    Q_EMIT limitChanged();
}

void TrialModel::setLimit(const std::optional<double>& limit) {
    if (limit == m_limit)
        return;
    m_limit = limit;
    m_aboveLimit = 0;
    std::vector<int> changed;
    for (int row = 0; row < size(); ++row) {
        const bool before = standing(row).aboveLimit;
        setLimitFlag(row);
        if (standing(row).aboveLimit != before)
            changed.push_back(row);
    }
    announce(std::move(changed));
    Q_EMIT limitChanged();
}

void TrialModel::setAboveLimitShown(bool shown) {
    if (shown == m_aboveLimitShown)
        return;
    m_aboveLimitShown = shown;
    Q_EMIT limitChanged();
}

int TrialModel::searchOrdinal(std::int64_t search) const {
    const auto found = std::find(m_searches.begin(), m_searches.end(), search);
    return static_cast<int>(found - m_searches.begin());
}

void TrialModel::setSearchVisible(std::int64_t search, bool visible) {
    if (visible == isSearchVisible(search))
        return;
    if (visible)
        m_hidden.erase(search);
    else
        m_hidden.insert(search);
    recompute();
    Q_EMIT searchesChanged();
}

std::vector<int> TrialModel::shownFront() const {
    std::vector<int> rows = m_front;
    std::erase_if(rows, [this](int row) { return !isShown(row); });
    return rows;
}

std::vector<int> TrialModel::searchFront(std::int64_t search) const {
    const auto found = m_ofSearch.find(search);
    return found == m_ofSearch.end() ? std::vector<int>{} : found->second.members();
}

void TrialModel::setPicked(std::vector<int> rows) {
    std::sort(rows.begin(), rows.end());
    if (rows == m_picked)
        return;
    m_picked = std::move(rows);
    Q_EMIT pickedChanged();
}

int TrialModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : size();
}

int TrialModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

} // namespace kintsugi

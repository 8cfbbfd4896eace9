#pragma once

#include "common/values.h"
#include "trials/front_tracker.h"
#include "trials/trial_cost.h"

#include <QAbstractTableModel>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace kintsugi {

class Selection;

/// Where a trial stands among those of the visible searches.
struct TrialStanding {
    bool front = false; ///< no visible trial beats it
    bool knee = false;
    bool tied = false;        ///< with the teacher
    bool reference = false;   ///< the teacher itself
    bool searchFront = false; ///< on the front of its own search
    bool aboveLimit = false;  ///< costs more than the limit
    bool placed = false;      ///< its cost is known, so that it has a place in the plot

    bool operator==(const TrialStanding&) const = default;
};

/// "knee", "front, tied", "dominated", "reference"; nothing where the cost is not known.
QString standingText(const TrialStanding& standing);

/// All trials that the Search workspace shows, and what its views have in common apart from the Selection: the cost
/// that is weighed, the limit on it, which searches are visible, which rows are picked. Fronts and knee follow as
/// trials arrive, and only rows whose standing changed are announced. Rows never move.
class TrialModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        Number,
        Pattern,
        Transformers,
        Surrogates,
        Loss,
        PredictedMs,
        MeasuredMs,
        Parameters,
        Gmacs,
        Penalty,
        Method,
        Role,
        State,
        ColumnCount
    };
    /// A number, or nothing when it was not measured.
    static constexpr int SortRole = Qt::UserRole;

    explicit TrialModel(QObject* parent = nullptr);

    void setStages(const Stages& stages); ///< of the network that all trials belong to; removes the trials
    const std::optional<Stages>& stages() const { return m_stages; }

    void clear();
    void append(std::vector<TrialRow> trials);
    /// Puts @p trial in the place of the one with its search and index, for example after it was timed. Returns whether
    /// there was one.
    bool update(const TrialRow& trial);

    int size() const { return static_cast<int>(m_trials.size()); }
    const TrialRow& trial(int row) const { return m_trials[static_cast<std::size_t>(row)]; }
    const TrialStanding& standing(int row) const { return m_standings[static_cast<std::size_t>(row)]; }
    bool isVisible(int row) const { return !m_hidden.contains(trial(row).search); }
    int failedCount() const { return m_failed; }

    /// The row of a trial by its number, or else by its architecture; of several a visible one.
    std::optional<int> rowOf(std::int64_t number, const Architecture& architecture) const;
    std::optional<int> rowOfA(const Selection& selection) const;
    std::optional<int> rowOfB(const Selection& selection) const;

    TrialCost cost() const { return m_cost; }
    void setCost(TrialCost cost);

    const std::optional<double>& limit() const { return m_limit; } ///< in the unit of the cost
    void setLimit(const std::optional<double>& limit);
    int aboveLimitCount() const { return m_aboveLimit; } ///< of visible trials
    bool isAboveLimitShown() const { return m_aboveLimitShown; }
    void setAboveLimitShown(bool shown);
    /// Visible, and not hidden by the limit.
    bool isShown(int row) const { return isVisible(row) && (m_aboveLimitShown || !standing(row).aboveLimit); }

    const std::vector<std::int64_t>& searches() const { return m_searches; } ///< by first appearance
    int searchOrdinal(std::int64_t search) const;
    bool isSearchVisible(std::int64_t search) const { return !m_hidden.contains(search); }
    void setSearchVisible(std::int64_t search, bool visible);

    /// Rows by rising cost.
    const std::vector<int>& front() const { return m_front; }
    /// Those that are not hidden by the limit.
    std::vector<int> shownFront() const;
    std::vector<int> searchFront(std::int64_t search) const;
    const std::optional<int>& knee() const { return m_knee; }

    const std::vector<int>& picked() const { return m_picked; } ///< rising
    void setPicked(std::vector<int> rows);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void frontChanged(); ///< members, knee, or what they are measured by
    void costChanged();
    void limitChanged(); ///< the limit, or whether trials above it are shown
    void searchesChanged();
    void pickedChanged();

private:
    void recompute();
    void place(int row, FrontTracker::Change& all, FrontTracker::Change& own);
    void markReached(std::vector<int>& touched);
    void setLimitFlag(int row);
    void announce(std::vector<int> rows);
    QString text(int row, int column) const;
    QVariant sortValue(int row, int column) const;
    QString toolTip(int row, int column) const;

    std::optional<Stages> m_stages;
    std::vector<TrialRow> m_trials;
    std::vector<TrialStanding> m_standings;
    std::unordered_multimap<std::int64_t, int> m_byNumber;
    std::unordered_multimap<Architecture, int> m_byArchitecture;
    std::map<std::pair<std::int64_t, std::int64_t>, int> m_byPlace;
    std::vector<std::int64_t> m_searches;
    std::set<std::int64_t> m_hidden;
    TrialCost m_cost = TrialCost::Transformers;
    std::optional<double> m_limit;
    bool m_aboveLimitShown = true;
    int m_aboveLimit = 0, m_failed = 0;
    FrontTracker m_all;
    std::map<std::int64_t, FrontTracker> m_ofSearch;
    std::vector<int> m_front;
    std::optional<int> m_knee;
    std::vector<int> m_picked;
};

} // namespace kintsugi

#pragma once

#include "trials/trial_query.h"

#include <QSortFilterProxyModel>

namespace kintsugi {

/// Sorts and filters a TrialModel. Trials of hidden searches, and those above the limit when these are not shown, are
/// left out too. Values that were not measured come last in either order.
class TrialFilterModel : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit TrialFilterModel(TrialModel& trials, QObject* parent = nullptr);

    /// See TrialQuery. Of a wrong text the terms that are right hold, and `problem` says what is wrong.
    void setQuery(const QString& text);
    const QString& problem() const { return m_problem; }
    void setFrontOnly(bool only);
    bool isFrontOnly() const { return m_frontOnly; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    TrialModel& m_trials;
    TrialQuery m_query;
    QString m_problem;
    bool m_frontOnly = false;
};

} // namespace kintsugi

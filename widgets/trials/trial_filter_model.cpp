#include "trials/trial_filter_model.h"

namespace kintsugi {

TrialFilterModel::TrialFilterModel(TrialModel& trials, QObject* parent)
    : QSortFilterProxyModel(parent), m_trials(trials) {
    setSourceModel(&trials);
    setDynamicSortFilter(true);
    connect(&trials, &TrialModel::searchesChanged, this, [this] { invalidateFilter(); });
    connect(&trials, &TrialModel::limitChanged, this, [this] { invalidateFilter(); });
}

void TrialFilterModel::setQuery(const QString& text) {
    m_query = TrialQuery::parse(text, m_problem);
    invalidateFilter();
}

void TrialFilterModel::setFrontOnly(bool only) {
    if (only == m_frontOnly)
        return;
    m_frontOnly = only;
    invalidateFilter();
}

bool TrialFilterModel::filterAcceptsRow(int row, const QModelIndex&) const {
    const TrialStanding& standing = m_trials.standing(row);
    return m_trials.isShown(row) && (!m_frontOnly || standing.front) && m_query.matches(m_trials.trial(row), standing);
}

bool TrialFilterModel::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const QVariant a = left.data(TrialModel::SortRole), b = right.data(TrialModel::SortRole);
    if (!a.isValid() || !b.isValid())
        return a.isValid() != b.isValid() && (sortOrder() == Qt::AscendingOrder ? a.isValid() : b.isValid());
    if (a.userType() == QMetaType::QString) {
        const int order = QString::compare(a.toString(), b.toString());
        return order == 0 ? left.row() < right.row() : order < 0;
    }
    const double x = a.toDouble(), y = b.toDouble();
    return x == y ? left.row() < right.row() : x < y;
}

} // namespace kintsugi

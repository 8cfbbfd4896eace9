#include "library/surrogate_filter.h"

#include "library/surrogate_model.h"

#include <algorithm>

namespace kintsugi {

SurrogateFilter::SurrogateFilter(QObject* parent) : QSortFilterProxyModel(parent) {
    setRecursiveFilteringEnabled(true);
    setSortRole(SurrogateModel::SortRole);
}

void SurrogateFilter::setFilter(const QString& text) {
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

bool SurrogateFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    if (m_words.isEmpty())
        return true;
    const QString text = sourceModel()->index(row, 0, parent).data(SurrogateModel::FilterRole).toString();
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

bool SurrogateFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    // Stages keep their running order whatever their surrogates are sorted by.
    if (!left.parent().isValid())
        return sortOrder() == Qt::AscendingOrder ? left.row() < right.row() : left.row() > right.row();
    return QSortFilterProxyModel::lessThan(left, right);
}

} // namespace kintsugi

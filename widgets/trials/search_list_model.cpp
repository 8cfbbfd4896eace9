#include "trials/search_list_model.h"

#include "common/theme.h"
#include "common/wording.h"
#include "trials/search_marks.h"
#include "trials/search_request.h"
#include "trials/trial_model.h"

#include <QGuiApplication>
#include <QPainter>
#include <QPixmap>
#include <algorithm>

namespace kintsugi {

SearchListModel::SearchListModel(TrialModel& trials, QObject* parent) : QAbstractListModel(parent), m_trials(trials) {
    connect(&trials, &TrialModel::searchesChanged, this, [this] {
        if (!m_searches.empty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1), {Qt::CheckStateRole, Qt::DecorationRole});
    });
}

void SearchListModel::setSearches(std::vector<SearchEntry> searches) {
    // The one that is chosen stays chosen where searches only went on, or joined.
    const bool grew = searches.size() >= m_searches.size() &&
                      std::equal(m_searches.begin(), m_searches.end(), searches.begin(),
                                 [](const SearchEntry& a, const SearchEntry& b) { return a.id == b.id; });
    if (!grew || m_searches.empty()) {
        beginResetModel();
        m_searches = std::move(searches);
        endResetModel();
        return;
    }
    for (const SearchEntry& search : searches)
        put(search);
}

void SearchListModel::put(const SearchEntry& search) {
    const auto found = std::find_if(m_searches.begin(), m_searches.end(),
                                    [&](const SearchEntry& entry) { return entry.id == search.id; });
    const int row = static_cast<int>(found - m_searches.begin());
    if (found != m_searches.end()) {
        *found = search;
        Q_EMIT dataChanged(index(row), index(row));
        return;
    }
    beginInsertRows({}, row, row);
    m_searches.push_back(search);
    endInsertRows();
}

bool SearchListModel::isLoaded(std::int64_t search) const {
    const auto& loaded = m_trials.searches();
    return std::find(loaded.begin(), loaded.end(), search) != loaded.end();
}

bool SearchListModel::isChecked(const SearchEntry& search) const {
    return isLoaded(search.id) && m_trials.isSearchVisible(search.id);
}

int SearchListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_searches.size());
}

QVariant SearchListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SearchEntry& entry = search(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return tr("%1  %2, %3 of %4, %5")
            .arg(entry.id)
            .arg(methodShort(entry.method))
            .arg(entry.trials)
            .arg(entry.budget)
            .arg(runStateText(entry.state));
    case Qt::ToolTipRole: {
        QStringList lines{entry.description};
        if (entry.hypervolume)
            lines << tr("hypervolume %1").arg(numberText(entry.hypervolume, 4));
        lines << entry.message;
        lines.removeAll(QString());
        return lines.join(QLatin1Char('\n'));
    }
    case Qt::CheckStateRole:
        return isChecked(entry) ? Qt::Checked : Qt::Unchecked;
    case Qt::DecorationRole: {
        if (!isChecked(entry))
            return {};
        const SearchMark mark = searchMark(m_trials.searchOrdinal(entry.id), tokensOf(QGuiApplication::palette()));
        QPixmap swatch(12, 12);
        swatch.fill(Qt::transparent);
        QPainter painter(&swatch);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.translate(6, 6);
        painter.fillPath(markPath(mark.shape, 4), mark.color);
        return swatch;
    }
    case StateRole:
        return static_cast<int>(entry.state);
    case IdRole:
        return qlonglong(entry.id);
    default:
        return {};
    }
}

bool SearchListModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const std::int64_t id = search(index.row()).id;
    m_trials.setSearchVisible(id, value.toInt() == Qt::Checked);
    return true;
}

Qt::ItemFlags SearchListModel::flags(const QModelIndex& index) const {
    return QAbstractListModel::flags(index) | (index.isValid() ? Qt::ItemIsUserCheckable : Qt::NoItemFlags);
}

} // namespace kintsugi

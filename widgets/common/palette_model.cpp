#include "common/palette_model.h"

#include "common/fuzzy_match.h"

#include <QStringList>
#include <algorithm>

namespace kintsugi {

void PaletteModel::rank(const std::vector<PaletteEntry>& entries, const QString& query, const QStringList& recent,
                        int most) {
    beginResetModel();
    m_rows.clear();
    constexpr int recentBonus = 5; // decides between about equally good matches
    for (const PaletteEntry& entry : entries) {
        const auto match = fuzzyMatch(query, entry.text);
        if (!match)
            continue;
        Row row{entry, match->score, int(recent.size()), {}};
        if (const auto place = recent.indexOf(entry.id); place >= 0) {
            row.recency = int(place);
            row.score += recentBonus;
        }
        for (int position : match->positions)
            row.positions << position;
        m_rows.push_back(std::move(row));
    }
    std::stable_sort(m_rows.begin(), m_rows.end(), [](const Row& one, const Row& other) {
        return one.score != other.score ? one.score > other.score : one.recency < other.recency;
    });
    if (int(m_rows.size()) > most)
        m_rows.resize(std::size_t(most));
    endResetModel();
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return row.entry.text;
    case Qt::AccessibleTextRole:
        return row.entry.shortcut.isEmpty() ? tr("%1, %2").arg(row.entry.text, row.entry.group)
                                            : tr("%1, %2, %3").arg(row.entry.text, row.entry.group, row.entry.shortcut);
    case GroupRole:
        return row.entry.group;
    case ShortcutRole:
        return row.entry.shortcut;
    case PositionsRole:
        return row.positions;
    default:
        return {};
    }
}

} // namespace kintsugi

#include "compare/image_list_model.h"

#include "common/wording.h"

#include <algorithm>

namespace kintsugi {

void ImageListModel::setRows(const std::vector<ImageRow>& rows) {
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

void ImageListModel::setRow(const ImageRow& row) {
    const int place = indexOf(row.id);
    if (place < 0) {
        beginInsertRows({}, rowCount(), rowCount());
        m_rows.push_back(row);
        endInsertRows();
        return;
    }
    m_rows[static_cast<std::size_t>(place)] = row;
    Q_EMIT dataChanged(index(place), index(place));
}

void ImageListModel::removeRow(const QString& id) {
    const int place = indexOf(id);
    if (place < 0)
        return;
    beginRemoveRows({}, place, place);
    m_rows.erase(m_rows.begin() + place);
    endRemoveRows();
}

int ImageListModel::indexOf(const QString& id) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const ImageRow& row) { return row.id == id; });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int ImageListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ImageListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const ImageRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return row.name;
    case Qt::DecorationRole:
        return row.thumbnail;
    case Qt::ToolTipRole:
        return QStringList{row.id, row.credit.isEmpty() ? QString() : tr("by %1").arg(row.credit),
                           row.state == ImageState::Failed ? row.message : QString()}
            .join(QLatin1Char('\n'))
            .trimmed();
    case Qt::AccessibleTextRole:
        return row.difference
                   ? tr("%1, A %2, against B %3").arg(row.name, stateText(row), decibels(row.difference, 2, true))
                   : QStringLiteral("%1, %2").arg(row.name, stateText(row));
    case IdRole:
        return row.id;
    case RowRole:
        return QVariant::fromValue(row);
    default:
        return {};
    }
}

QString stateText(const ImageRow& row) {
    switch (row.state) {
    case ImageState::Ready:
        return numberText(row.psnr, 2);
    case ImageState::Waiting:
        return row.queuePlace > 0 ? ImageListModel::tr("waiting, place %1 in the queue").arg(row.queuePlace)
                                  : ImageListModel::tr("waiting");
    case ImageState::Running:
        return row.percent >= 0 ? ImageListModel::tr("restoring, %1 %").arg(row.percent)
                                : ImageListModel::tr("restoring");
    case ImageState::Failed:
        return row.message;
    }
    return {};
}

ImageListProxy::ImageListProxy(QObject* parent) : QSortFilterProxyModel(parent) {
    setFilterCaseSensitivity(Qt::CaseInsensitive);
    sort(0);
}

void ImageListProxy::setOrder(Order order) {
    m_order = order;
    invalidate();
}

bool ImageListProxy::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const auto a = left.data(ImageListModel::RowRole).value<ImageRow>();
    const auto b = right.data(ImageListModel::RowRole).value<ImageRow>();
    if (m_order == Order::Loss && a.difference != b.difference) {
        if (!a.difference || !b.difference)
            return a.difference.has_value();
        return *a.difference < *b.difference;
    }
    return QString::localeAwareCompare(a.name, b.name) < 0;
}

} // namespace kintsugi

#pragma once

#include "compare/image_row.h"

#include <QAbstractListModel>
#include <QSortFilterProxyModel>
#include <vector>

namespace kintsugi {

/// The images that can be inspected.
class ImageListModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { IdRole = Qt::UserRole, RowRole };

    using QAbstractListModel::QAbstractListModel;

    void setRows(const std::vector<ImageRow>& rows);
    /// Replaces the row of the same id; appends it when there is none.
    void setRow(const ImageRow& row);
    void removeRow(const QString& id);
    const std::vector<ImageRow>& rows() const { return m_rows; }
    int indexOf(const QString& id) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<ImageRow> m_rows;
};

/// "waiting, place 2 in the queue", "restoring, 40 %", the reason of a failure; for a ready image its PSNR.
QString stateText(const ImageRow& row);

/// Filters by name and sorts by loss (worst first; images without a number last) or by name.
class ImageListProxy : public QSortFilterProxyModel {
    Q_OBJECT

public:
    enum class Order { Loss, Name };

    explicit ImageListProxy(QObject* parent = nullptr);
    void setOrder(Order order);

protected:
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    Order m_order = Order::Loss;
};

} // namespace kintsugi

Q_DECLARE_METATYPE(kintsugi::ImageRow)

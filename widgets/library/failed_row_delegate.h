#pragma once

#include <QStyledItemDelegate>

namespace kintsugi {

/// Cells of the surrogate table; those of failed surrogates on a red tint.
class FailedRowDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

} // namespace kintsugi

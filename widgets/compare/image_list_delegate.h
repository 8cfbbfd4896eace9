#pragma once

#include <QStyledItemDelegate>

namespace kintsugi {

/// An image as thumbnail, name, PSNR of A and difference to B; or what it waits for, or why it failed.
class ImageListDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace kintsugi

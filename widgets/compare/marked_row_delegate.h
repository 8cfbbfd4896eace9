#pragma once

#include <QStyledItemDelegate>

namespace kintsugi {

/// Rows of tables whose selected one is A's or belongs to the selection: tinted, with a magenta edge at the left.
class MarkedRowDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace kintsugi

#pragma once

#include <QStyledItemDelegate>

namespace kintsugi {

/// A row of the command palette: the text with what matched in bold, its group, and the shortcut at the end.
class PaletteDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace kintsugi

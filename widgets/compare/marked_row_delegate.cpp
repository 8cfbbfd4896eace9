#include "compare/marked_row_delegate.h"

#include "common/theme.h"

#include <QPainter>

namespace kintsugi {

void MarkedRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Tokens& tokens = tokensOf(option.palette);
    QStyleOptionViewItem plain = option;
    plain.state &= ~QStyle::State_HasFocus;
    const QVariant decoration = index.data(Qt::DecorationRole);
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, tokens.aTint);
    if (decoration.typeId() == QMetaType::QImage) {
        const auto image = decoration.value<QImage>();
        const QSizeF size = QSizeF(image.size()).scaled(QSizeF(option.decorationSize), Qt::KeepAspectRatio);
        const QRectF room = option.rect;
        const QRectF target(QPointF(room.left() + 4, room.center().y() - size.height() / 2), size);
        painter->save();
        painter->setRenderHint(QPainter::SmoothPixmapTransform, image.width() > target.width());
        painter->drawImage(target, image);
        painter->restore();
    } else {
        QStyledItemDelegate::paint(painter, plain, index);
    }
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), tokens.line);
    if (option.state & QStyle::State_Selected && index.column() == 0)
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), tokens.a);
}

} // namespace kintsugi

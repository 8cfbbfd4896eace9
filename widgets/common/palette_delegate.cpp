#include "common/palette_delegate.h"

#include "common/palette_model.h"
#include "common/theme.h"

#include <QPainter>

namespace kintsugi {

void PaletteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Tokens& tokens = tokensOf(option.palette);
    painter->save();
    if (option.state & QStyle::State_Selected) {
        painter->fillRect(option.rect, tokens.aTint);
        painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), tokens.a);
    }
    const QRect inner = option.rect.adjusted(metric::large, 0, -metric::large, 0);
    painter->setFont(option.font);
    painter->setPen(tokens.second);
    const QString shortcut = index.data(PaletteModel::ShortcutRole).toString();
    painter->drawText(inner, Qt::AlignRight | Qt::AlignVCenter, shortcut);
    const int shortcutWidth = option.fontMetrics.horizontalAdvance(shortcut);
    const QRect groupPlace = inner.adjusted(0, 0, -shortcutWidth - (shortcutWidth ? metric::large : 0), 0);
    const QString group = index.data(PaletteModel::GroupRole).toString();
    painter->setPen(tokens.hint);
    painter->drawText(groupPlace, Qt::AlignRight | Qt::AlignVCenter, group);

    const int room = groupPlace.width() - option.fontMetrics.horizontalAdvance(group) - metric::large;
    const QVariantList positions = index.data(PaletteModel::PositionsRole).toList();
    const QString text = option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, room);
    QFont bold = option.font;
    bold.setBold(true);
    const QFontMetrics boldMetrics(bold);
    painter->setPen(tokens.ink);
    int x = inner.left();
    for (int i = 0; i < text.size(); ++i) {
        const bool hit = positions.contains(i);
        painter->setFont(hit ? bold : option.font);
        painter->drawText(QRect(x, inner.top(), inner.right() - x, inner.height()), Qt::AlignLeft | Qt::AlignVCenter,
                          QString(text[i]));
        x += (hit ? boldMetrics : option.fontMetrics).horizontalAdvance(text[i]);
    }
    painter->restore();
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {200, std::max(metric::row, option.fontMetrics.height() + 8)};
}

} // namespace kintsugi

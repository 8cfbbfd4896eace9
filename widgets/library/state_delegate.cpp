#include "library/state_delegate.h"

#include "common/theme.h"
#include "library/surrogate_model.h"

#include <QAbstractItemView>
#include <QApplication>

namespace kintsugi {

void StateDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QVariant chip = index.data(SurrogateModel::ChipRole);
    if (!chip.isValid()) {
        QStyleOptionViewItem right = option;
        right.displayAlignment = Qt::AlignRight | Qt::AlignVCenter;
        FailedRowDelegate::paint(painter, right, index);
        return;
    }
    QStyleOptionViewItem background = option;
    initStyleOption(&background, index);
    background.text.clear();
    const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &background, painter, option.widget);
    paintChip(*painter, option.rect.adjusted(2, 0, -2, 0), chip.value<Chip>(), tokensOf(option.palette), option.font);
}

QSize StateDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QVariant chip = index.data(SurrogateModel::ChipRole);
    if (!chip.isValid())
        return {FailedRowDelegate::sizeHint(option, index).width(), metric::row};
    // In a narrow panel the icon alone, so that no column is cut off; its tip has the word.
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const bool narrow = view && view->viewport()->width() < 55 * option.fontMetrics.horizontalAdvance(QLatin1Char('0'));
    const QSize size =
        narrow ? wordlessChipSize(chip.value<Chip>(), option.font) : chipSize(chip.value<Chip>(), option.font);
    return {size.width() + 6, metric::row};
}

} // namespace kintsugi

#include "library/failed_row_delegate.h"

#include "common/theme.h"
#include "library/surrogate_model.h"

namespace kintsugi {

QSize FailedRowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return {QStyledItemDelegate::sizeHint(option, index).width() + metric::small, metric::row};
}

void FailedRowDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    const QVariant chip = index.siblingAtColumn(SurrogateModel::State).data(SurrogateModel::ChipRole);
    if (!chip.isValid() || chip.value<Chip>().look != ChipLook::Error)
        return;
    const Tokens& tokens = tokensOf(option->palette);
    QColor tint = tokens.error;
    tint.setAlphaF(tokens.dark ? 0.22f : 0.10f);
    option->backgroundBrush = tint;
    option->palette.setColor(QPalette::Text, tokens.error);
    option->palette.setColor(QPalette::HighlightedText, tokens.error);
}

} // namespace kintsugi

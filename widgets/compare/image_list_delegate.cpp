#include "compare/image_list_delegate.h"

#include "common/theme.h"
#include "common/wording.h"
#include "compare/image_list_model.h"
#include "compare/pane_painter.h"

#include <QPainter>

namespace kintsugi {

namespace {

constexpr QSize thumbnailSize(58, 40);

void paintThumbnail(QPainter& painter, const QRectF& place, const ImageRow& row, const Tokens& tokens) {
    const bool isFailed = row.state == ImageState::Failed;
    if (!row.thumbnail.isNull() && !isFailed) {
        const QSizeF whole = row.thumbnail.size();
        const QSizeF part = place.size().scaled(whole, Qt::KeepAspectRatio); // fills the place, cut in the middle
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(
            place, row.thumbnail,
            QRectF(QPointF((whole.width() - part.width()) / 2, (whole.height() - part.height()) / 2), part));
        if (row.state != ImageState::Running)
            return;
    } else {
        painter.setPen(QPen(isFailed ? tokens.error : tokens.strongLine, 1, Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5));
        painter.setPen(isFailed ? tokens.error : tokens.second);
        painter.setFont(sizedFont(painter.font(), 14, true));
        painter.drawText(place, Qt::AlignCenter, isFailed ? QStringLiteral("!") : QStringLiteral("…"));
    }
    if (row.state == ImageState::Running) {
        const QRectF bar(place.left(), place.bottom() - 4, place.width(), 4);
        painter.fillRect(bar, tokens.line);
        if (row.percent >= 0)
            painter.fillRect(QRectF(bar.topLeft(), QSizeF(bar.width() * row.percent / 100.0, 4)), tokens.second);
        else
            painter.fillRect(bar, QBrush(tokens.second, Qt::BDiagPattern));
    }
}

} // namespace

void ImageListDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Tokens& tokens = tokensOf(option.palette);
    const auto row = index.data(ImageListModel::RowRole).value<ImageRow>();
    const bool isSelected = option.state & QStyle::State_Selected;
    const QRectF all = option.rect;
    painter->save();
    painter->setFont(option.font);
    if (isSelected)
        painter->fillRect(all, tokens.aTint);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(all, tokens.panel);
    painter->fillRect(QRectF(all.left(), all.bottom() - 1, all.width(), 1), tokens.line);
    if (isSelected)
        painter->fillRect(QRectF(all.left(), all.top(), 3, all.height()), tokens.a);
    const QRectF thumbnail(all.left() + 8, all.top() + 5, thumbnailSize.width(), thumbnailSize.height());
    paintThumbnail(*painter, thumbnail, row, tokens);

    const QRectF text(thumbnail.right() + 9, all.top() + 7, all.right() - thumbnail.right() - 17, 18);
    painter->setFont(sizedFont(option.font, 12, true));
    painter->setPen(tokens.ink);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(row.name, Qt::ElideMiddle, int(text.width())));
    const bool isReady = row.state == ImageState::Ready;
    const QRectF below = text.translated(0, 18);
    painter->setFont(sizedFont(option.font, isReady ? 12 : 11));
    painter->setPen(row.state == ImageState::Failed ? tokens.error : isReady ? tokens.ink : tokens.second);
    painter->drawText(below, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(stateText(row), Qt::ElideRight, int(below.width())));
    if (isReady) {
        painter->setPen(tokens.ink);
        painter->drawText(below, Qt::AlignRight | Qt::AlignVCenter, numberText(row.difference, 2, true));
    }
    painter->restore();
}

QSize ImageListDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {180, thumbnailSize.height() + 10};
}

} // namespace kintsugi

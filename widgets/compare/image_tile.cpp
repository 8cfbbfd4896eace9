#include "compare/image_tile.h"

#include "common/theme.h"
#include "compare/pane_painter.h"

#include <QMouseEvent>
#include <QPainter>
#include <QTextOption>
#include <algorithm>
#include <cmath>

namespace kintsugi {

namespace {

constexpr int headHeight = 20;

} // namespace

ImageTile::ImageTile(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setFocusPolicy(Qt::TabFocus);
}

void ImageTile::setIsA(bool isA) {
    m_isA = isA;
    update();
}

void ImageTile::setTitle(const QString& title) {
    m_title = title;
    describe();
}

void ImageTile::setNumber(const QString& number) {
    m_number = number;
    describe();
}

void ImageTile::setPicture(std::shared_ptr<const ImagePyramid> picture, const QRect& part) {
    m_picture = std::move(picture);
    m_part = m_picture ? part & m_picture->image().rect() : QRect();
    if (m_part.isEmpty())
        m_picture.reset();
    update();
}

void ImageTile::setSentence(const QString& sentence) {
    m_sentence = sentence;
    update();
}

void ImageTile::setLoading(bool loading) {
    m_loading = loading;
    update();
}

void ImageTile::setStale(const QString& reason) {
    m_stale = reason;
    describe();
}

void ImageTile::describe() {
    setAccessibleName(m_number.isEmpty() ? m_title : QStringLiteral("%1, %2").arg(m_title, m_number));
    setToolTip(m_stale.isEmpty() ? accessibleName() : tr("Stale: %1").arg(m_stale));
    update();
}

QRectF ImageTile::pictureRect() const {
    const QRectF room = QRectF(rect()).adjusted(2, headHeight + 2, -2, -2);
    if (!m_picture || room.isEmpty())
        return room;
    const QSizeF size = QSizeF(m_part.size()).scaled(room.size(), Qt::KeepAspectRatio);
    return {QPointF(std::round(room.left() + (room.width() - size.width()) / 2), room.top()), size};
}

double ImageTile::scale() const {
    return m_picture ? pictureRect().width() * devicePixelRatioF() / m_part.width() : 1.0;
}

void ImageTile::paintEvent(QPaintEvent*) {
    const Tokens& tokens = tokensOf(this);
    QPainter painter(this);
    const QRectF place = pictureRect();
    painter.setFont(sizedFont(font(), 12));
    const double numberWidth = m_number.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(m_number) + 8;
    const double titleWidth =
        QFontMetrics(sizedFont(font(), 12, m_isA)).horizontalAdvance(m_title) + (m_stale.isEmpty() ? 2 : 60);
    // As wide as the picture; wider where its texts need it and the tile has the room.
    const double headWidth =
        !m_picture ? width() - 2 : std::clamp(titleWidth + numberWidth, place.width() + 2, width() - 2.0);
    const QRectF head(std::clamp(place.center().x() - headWidth / 2, 1.0, std::max(1.0, width() - 1 - headWidth)), 0,
                      headWidth, headHeight);
    painter.setPen(m_stale.isEmpty() ? tokens.second : tokens.hint);
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter, m_number);
    painter.setFont(sizedFont(font(), 12, m_isA));
    painter.setPen(!m_stale.isEmpty() ? tokens.hint : m_isA ? tokens.a : tokens.ink);
    const QString stale = m_stale.isEmpty() ? QString() : tr("stale");
    const double staleWidth = stale.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(stale) + 6;
    const QString title =
        painter.fontMetrics().elidedText(m_title, Qt::ElideRight, int(head.width() - numberWidth - staleWidth));
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, title);
    if (!stale.isEmpty()) {
        painter.setPen(tokens.warn);
        painter.drawText(head.adjusted(painter.fontMetrics().horizontalAdvance(title) + 6, 0, 0, 0),
                         Qt::AlignLeft | Qt::AlignVCenter, stale);
    }
    if (m_picture) {
        const double dpr = devicePixelRatioF(), factor = scale();
        painter.save();
        painter.scale(1.0 / dpr, 1.0 / dpr);
        m_picture->paint(painter, place.topLeft() * dpr - QPointF(m_part.topLeft()) * factor, factor,
                         {place.topLeft() * dpr, place.size() * dpr});
        painter.restore();
    } else {
        painter.fillRect(place, tokens.panel);
        painter.setPen(tokens.second);
        painter.setFont(sizedFont(font(), 12));
        QTextOption option(Qt::AlignCenter);
        option.setWrapMode(QTextOption::WordWrap);
        painter.drawText(place.adjusted(6, 4, -6, -4), m_loading ? QString() : m_sentence, option);
    }
    const double pen = m_isA ? 2.0 : 1.0;
    painter.setPen(QPen(m_isA ? tokens.a : tokens.line, pen, m_picture ? Qt::SolidLine : Qt::DashLine, Qt::SquareCap,
                        Qt::MiterJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(place.adjusted(-pen / 2, -pen / 2, pen / 2, pen / 2));
    if (m_loading) {
        const QRectF bar(place.left(), place.top(), place.width(), 3);
        painter.fillRect(bar, tokens.line);
        painter.fillRect(bar, QBrush(tokens.second, Qt::BDiagPattern));
    }
    if (hasFocus()) {
        painter.setPen(QPen(tokens.ink, 1, Qt::DotLine));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void ImageTile::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        Q_EMIT clicked();
}

void ImageTile::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        Q_EMIT clicked();
    else
        QWidget::keyPressEvent(event);
}

bool ImageTile::event(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        update();
    return QWidget::event(event);
}

} // namespace kintsugi

#include "grid/skip_item.h"

#include <QPainter>

namespace kintsugi {

SkipItem::SkipItem(const QLineF& line, const QString& text, const GridStyle& style)
    : m_line(line), m_text(text), m_style(style) {}

void SkipItem::setLabelAtEnd(bool atEnd) {
    m_labelAtEnd = atEnd;
    update();
}

QRectF SkipItem::boundingRect() const {
    return QRectF(m_line.p1(), m_line.p2()).adjusted(0, -18, 2, 6);
}

void SkipItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    painter->setRenderHint(QPainter::Antialiasing);
    QPen pen(m_style.tokens.strongLine, 1);
    pen.setDashPattern({4, 3});
    painter->setPen(pen);
    painter->drawLine(m_line);
    painter->setPen(QPen(m_style.tokens.strongLine, 1.2));
    const QPointF end = m_line.p2();
    painter->drawPolyline(QPolygonF{end + QPointF(-5, -3.5), end, end + QPointF(-5, 3.5)});
    const QRectF label(m_line.x1() + 4, m_line.y1() - 16, m_line.dx() - 16, 14);
    drawLine(*painter, label, (m_labelAtEnd ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignBottom, m_text, m_style.small,
             m_style.tokens.second);
}

} // namespace kintsugi

#include "grid/ring_item.h"

#include <QPainter>

namespace kintsugi {

void RingItem::show(const QRectF& area, bool rounded, bool focused) {
    prepareGeometryChange();
    m_area = area;
    m_rounded = rounded;
    m_focused = focused;
    setVisible(true);
    update();
}

void RingItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    const double radius = m_rounded ? 9 : 3;
    // A gap in the colour of the paper keeps the ring apart from the body that it surrounds.
    painter->setPen(QPen(m_style.tokens.base, 1.5));
    painter->drawRoundedRect(m_area.adjusted(-0.7, -0.7, 0.7, 0.7), radius, radius);
    painter->setPen(QPen(m_style.tokens.a, m_focused ? 2.5 : 1.8));
    painter->drawRoundedRect(m_area.adjusted(-2.4, -2.4, 2.4, 2.4), radius, radius);
}

} // namespace kintsugi

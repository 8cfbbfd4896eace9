#pragma once

#include "grid/grid_style.h"

#include <QGraphicsItem>

namespace kintsugi {

/// The magenta ring around the selected span; as wide as the focus ring of the design while the keyboard is there.
class RingItem : public QGraphicsItem {
public:
    explicit RingItem(const GridStyle& style) : m_style(style) {}

    void show(const QRectF& area, bool rounded, bool focused);
    QRectF boundingRect() const override { return m_area.adjusted(-6, -6, 6, 6); }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;

private:
    QRectF m_area;
    bool m_rounded = false, m_focused = false;
    const GridStyle& m_style;
};

} // namespace kintsugi

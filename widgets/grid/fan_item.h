#pragma once

#include "grid/fan_layout.h"
#include "grid/grid_style.h"

#include <QGraphicsItem>
#include <optional>

namespace kintsugi {

class FanItem : public QGraphicsItem {
public:
    FanItem(Fan fan, const GridLayout& layout, QString title, const GridStyle& style);

    /// Rings the alternatives of exactly this span.
    void setHighlighted(const std::optional<Span>& span);
    const Fan& fan() const { return m_fan; }
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;

private:
    void paintCell(QPainter& painter, const Fan::Cell& cell) const;
    void paintText(QPainter& painter) const;

    Fan m_fan;
    std::vector<QPointF> m_boundaries;
    std::optional<Span> m_highlighted;
    QString m_title;
    const GridStyle& m_style;
};

} // namespace kintsugi

#pragma once

#include "grid/grid_style.h"

#include <QGraphicsItem>
#include <QLineF>

namespace kintsugi {

/// The dashed arrow from an encoder level to its decoder level, with the size of what flows there.
class SkipItem : public QGraphicsItem {
public:
    SkipItem(const QLineF& line, const QString& text, const GridStyle& style);

    /// The label stands at the line's beginning, or at its end where a fan needs the place.
    void setLabelAtEnd(bool atEnd);
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;

private:
    QLineF m_line;
    QString m_text;
    const GridStyle& m_style;
    bool m_labelAtEnd = false;
};

} // namespace kintsugi

#pragma once

#include "grid/grid_layout.h"
#include "grid/grid_style.h"

#include <QGraphicsItem>
#include <optional>

namespace kintsugi {

/// The value of one cell as a bar that grows outward from it, with the number at its end; "–" when it is not measured.
class BarItem : public QGraphicsItem {
public:
    struct Content {
        std::optional<double> fraction; ///< of the longest bar
        QString text;
        bool hollow = false;            ///< a value that would hold after replacing the block
        std::optional<double> measured; ///< place of a tick
    };

    BarItem(const QRectF& cell, GridLayout::Side side, Content content, const GridStyle& style, QGraphicsItem* parent);

    const QString& text() const { return m_content.text; }
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;

private:
    QRectF m_cell;
    GridLayout::Side m_side;
    Content m_content;
    const GridStyle& m_style;
};

void paintBar(QPainter& painter, const QRectF& bar, bool hollow, const Tokens& tokens);

} // namespace kintsugi

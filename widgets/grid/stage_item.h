#pragma once

#include "grid/bar_item.h"
#include "grid/cell_item.h"

#include <QGraphicsItem>
#include <vector>

namespace kintsugi {

/// One stage: its title and total, a cell and a bar for each edge of A.
class StageItem : public QGraphicsItem {
public:
    struct Row {
        CellItem::Content cell;
        BarItem::Content bar;
    };
    struct Content {
        StageId stage = StageId::enc1;
        QString title, details, total; ///< "dec2", "6 · 96 ch", "207 ms"
        std::vector<Row> rows;
    };

    StageItem(const GridLayout& layout, const Content& content, const GridStyle& style);

    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;

private:
    GridLayout::Side m_side;
    QRectF m_titleArea, m_totalArea;
    QString m_title, m_details, m_total;
    const GridStyle& m_style;
};

} // namespace kintsugi

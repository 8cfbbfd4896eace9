#include "grid/stage_item.h"

#include <QFontMetricsF>
#include <QPainter>

namespace kintsugi {

StageItem::StageItem(const GridLayout& layout, const Content& content, const GridStyle& style)
    : m_side(GridLayout::side(content.stage)), m_titleArea(layout.title(content.stage)),
      m_totalArea(layout.total(content.stage)), m_title(content.title), m_details(content.details),
      m_total(content.total), m_style(style) {
    // Children belong to this item.
    for (const Row& row : content.rows) {
        const QRectF area = layout.cell(row.cell.placed.span);
        new BarItem(area, m_side, row.bar, style, this);
        new CellItem(area, row.cell, style, this);
    }
}

QRectF StageItem::boundingRect() const {
    return m_titleArea | m_totalArea;
}

void StageItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const double titleWidth = QFontMetricsF(m_style.bold).horizontalAdvance(m_title) + 5;
    QRectF place = m_titleArea;
    if (m_side == GridLayout::Side::Bottom)
        place.setLeft(place.right() - titleWidth - QFontMetricsF(m_style.small).horizontalAdvance(m_details) - 1);
    drawLine(*painter, place, Qt::AlignLeft | Qt::AlignVCenter, m_title, m_style.bold, m_style.tokens.ink);
    drawLine(*painter, place.adjusted(titleWidth, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, m_details, m_style.small,
             m_style.tokens.second);
    const int side = m_side == GridLayout::Side::Left ? Qt::AlignRight : Qt::AlignLeft;
    drawLine(*painter, m_totalArea, side | Qt::AlignVCenter, m_total, m_style.bold, m_style.tokens.ink);
}

} // namespace kintsugi

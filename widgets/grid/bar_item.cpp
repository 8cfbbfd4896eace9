#include "grid/bar_item.h"

#include <QPainter>
#include <algorithm>

namespace kintsugi {

namespace {
constexpr double thickness = 7, numberWidth = 48, numberGap = 5;

// Below the bottleneck a number stands right of its bar; narrow cells leave it all the room that they have.
double uprightX(const QRectF& cell) {
    return cell.width() < 64 ? cell.left() + 2 + thickness / 2 : cell.center().x() - 12;
}
} // namespace

void paintBar(QPainter& painter, const QRectF& bar, bool hollow, const Tokens& tokens) {
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (!hollow) {
        painter.fillRect(bar, tokens.bars);
        return;
    }
    painter.setPen(QPen(tokens.bars, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5));
}

BarItem::BarItem(const QRectF& cell, GridLayout::Side side, Content content, const GridStyle& style,
                 QGraphicsItem* parent)
    : QGraphicsItem(parent), m_cell(cell), m_side(side), m_content(std::move(content)), m_style(style) {}

QRectF BarItem::boundingRect() const {
    using Layout = GridLayout;
    switch (m_side) {
    case Layout::Side::Left:
        return {m_cell.left() - Layout::barGap - Layout::barLength - numberGap - numberWidth, m_cell.top(),
                Layout::barGap + Layout::barLength + numberGap + numberWidth, m_cell.height()};
    case Layout::Side::Right:
        return {m_cell.right(), m_cell.top(), Layout::barGap + Layout::barLength + numberGap + numberWidth,
                m_cell.height()};
    case Layout::Side::Bottom:
        break;
    }
    return {m_cell.left(), m_cell.bottom(), m_cell.width() + 4, Layout::bottleneckBar + 12};
}

void BarItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    using Layout = GridLayout;
    const double length = m_content.fraction.value_or(0);
    const bool upright = m_side == Layout::Side::Bottom;
    const double reach = (upright ? Layout::bottleneckBar : Layout::barLength);
    const double size = length > 0 ? std::max(1.5, length * reach) : 0;
    const double y = m_cell.center().y();
    QRectF bar, number;
    int alignment = Qt::AlignLeft | Qt::AlignVCenter;
    const auto tickAt = [&](double at) -> QLineF {
        const double away = Layout::barGap + at * reach;
        if (m_side == Layout::Side::Left)
            return {m_cell.left() - away, y - 7, m_cell.left() - away, y + 7};
        if (m_side == Layout::Side::Right)
            return {m_cell.right() + away, y - 7, m_cell.right() + away, y + 7};
        const double x = uprightX(m_cell), down = m_cell.bottom() + 4 + at * reach;
        return {x - 5, down, x + 5, down};
    };
    const double end = std::max(size, m_content.measured.value_or(0) * reach);
    switch (m_side) {
    case Layout::Side::Left:
        bar = {m_cell.left() - Layout::barGap - size, y - thickness / 2, size, thickness};
        number = {m_cell.left() - Layout::barGap - end - numberGap - numberWidth, m_cell.top(), numberWidth,
                  m_cell.height()};
        alignment = Qt::AlignRight | Qt::AlignVCenter;
        break;
    case Layout::Side::Right:
        bar = {m_cell.right() + Layout::barGap, y - thickness / 2, size, thickness};
        number = {m_cell.right() + Layout::barGap + end + numberGap, m_cell.top(), numberWidth, m_cell.height()};
        break;
    case Layout::Side::Bottom:
        bar = {uprightX(m_cell) - thickness / 2, m_cell.bottom() + 4, thickness, size};
        number = {bar.right() + 2, m_cell.bottom() + 2, m_cell.right() + 4 - bar.right() - 2, 15};
        break;
    }
    if (size > 0)
        paintBar(*painter, bar, m_content.hollow, m_style.tokens);
    if (m_content.measured && *m_content.measured > 0) {
        painter->setPen(QPen(m_style.tokens.ink, 1.6));
        painter->drawLine(tickAt(std::min(1.0, *m_content.measured)));
    }
    drawLine(*painter, number, alignment, m_content.text, m_style.small,
             m_content.fraction ? m_style.tokens.ink : m_style.tokens.hint);
}

} // namespace kintsugi

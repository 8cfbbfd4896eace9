#include "grid/fan_item.h"

#include "common/pattern_bar.h"
#include "common/wording.h"
#include "grid/cell_item.h"

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>

namespace kintsugi {

namespace {

struct FanItemTexts {
    Q_DECLARE_TR_FUNCTIONS(kintsugi::FanItem)
};

QString cellText(const EdgeChoice& choice, bool tall) {
    switch (choice.state) {
    case EdgeState::Ready:
        return numberText(choice.loss, 3);
    case EdgeState::Missing:
        return tall ? FanItemTexts::tr("not\nyet") : QStringLiteral("+");
    case EdgeState::Waiting:
        return QStringLiteral("…");
    case EdgeState::Training:
        return FanItemTexts::tr("%1 %").arg(choice.percent);
    case EdgeState::Failed:
        return QStringLiteral("✕");
    }
    return {};
}

} // namespace

FanItem::FanItem(Fan fan, const GridLayout& layout, QString title, const GridStyle& style)
    : m_fan(std::move(fan)), m_title(std::move(title)), m_style(style) {
    const QRectF area = layout.stage(m_fan.stage);
    const int blocks = m_fan.lanes.empty() ? 0
                       : GridLayout::side(m_fan.stage) == GridLayout::Side::Bottom
                           ? 0
                           : int(std::round((area.height() + 1) / layout.pitch()));
    const double x = GridLayout::side(m_fan.stage) == GridLayout::Side::Left ? area.right() + 8 : area.left() - 8;
    for (int block = 0; block <= blocks && blocks > 0; ++block)
        m_boundaries.emplace_back(x, area.top() - 0.5 + block * layout.pitch());
}

QRectF FanItem::boundingRect() const {
    QRectF all = m_fan.panel | m_fan.text.adjusted(0, -40, 0, 40);
    for (const QPointF& boundary : m_boundaries)
        all |= QRectF(boundary - QPointF(4, 4), QSizeF(8, 8));
    return all.adjusted(-2, -2, 2, 2);
}

void FanItem::setHighlighted(const std::optional<Span>& span) {
    m_highlighted = span;
    update();
}

void FanItem::paintCell(QPainter& painter, const Fan::Cell& cell) const {
    const EdgeChoice& choice = cell.choice;
    const BlockKind kind = choice.placed.edge.kind;
    const Tokens& tokens = m_style.tokens;
    const EdgeColors colors = edgeColors(kind, tokens);
    const bool ready = choice.state == EdgeState::Ready;
    if (ready && !cell.onPath) {
        painter.setRenderHint(QPainter::Antialiasing);
        QPen pen(colors.line, 1);
        if (kind == BlockKind::Skip)
            pen.setDashPattern({3, 2});
        painter.setPen(pen);
        painter.setBrush(tokens.base);
        const QRectF inner = cell.rect.adjusted(1, 1, -1, -1);
        const double radius = std::min({6.0, inner.height() / 2, inner.width() / 2});
        painter.drawRoundedRect(inner, radius, radius);
    } else {
        paintEdgeBody(painter, cell.rect.adjusted(0.5, 0.5, -0.5, -0.5), kind, choice.state, tokens);
        if (cell.onPath && ready && kind != BlockKind::Lite && kind != BlockKind::MambaIr)
            paintEdgeBody(painter, cell.rect.adjusted(2.5, 2.5, -2.5, -2.5), kind, choice.state, tokens);
    }
    painter.setFont(cell.onPath ? m_style.bold : m_style.small);
    if (cell.onPath) {
        QFont bold = m_style.small;
        bold.setBold(true);
        painter.setFont(bold);
    }
    painter.setPen(choice.state == EdgeState::Failed ? tokens.error
                   : !ready                          ? tokens.second
                   : cell.onPath                     ? colors.text
                                                     : tokens.ink);
    painter.drawText(cell.rect, Qt::AlignCenter, cellText(choice, cell.rect.height() > 34));
    if (m_highlighted == choice.placed.span) {
        painter.setPen(QPen(tokens.a, 1.4));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(cell.rect.adjusted(-0.8, -0.8, 0.8, 0.8), 7, 7);
    }
}

void FanItem::paintText(QPainter& painter) const {
    const Tokens& tokens = m_style.tokens;
    QStringList lines{FanItemTexts::tr("dB lost when swapped alone"),
                      FanItemTexts::tr("click: use · right-click: distil"), FanItemTexts::tr("filled = on the path")};
    if (m_fan.hidden > 0)
        lines.back() = FanItemTexts::tr("%n more by right-click", nullptr, m_fan.hidden);
    const GridLayout::Side side = GridLayout::side(m_fan.stage);
    constexpr double lineHeight = 14.5;
    if (side == GridLayout::Side::Bottom) {
        drawLine(painter, {m_fan.text.left(), m_fan.text.top(), m_fan.text.width(), 18},
                 Qt::AlignHCenter | Qt::AlignVCenter, m_title, m_style.bold, tokens.ink);
        drawLine(painter, {m_fan.text.left() - 40, m_fan.text.top() + 18, m_fan.text.width() + 80, 16},
                 Qt::AlignHCenter | Qt::AlignVCenter, lines[0] + QStringLiteral(" · ") + lines[1], m_style.small,
                 tokens.second);
        return;
    }
    if (m_fan.text.width() < 90)
        return;
    const int alignment = (side == GridLayout::Side::Left ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter;
    const double height = 17 + lineHeight * lines.size();
    // The skip's label needs the lowest 16 pixels.
    double y = std::min(m_fan.text.center().y() - height / 2, m_fan.text.bottom() - 17 - height);
    drawLine(painter, {m_fan.text.left(), y, m_fan.text.width(), 17}, alignment, m_title, m_style.bold, tokens.ink);
    y += 17;
    for (const QString& line : lines) {
        drawLine(painter, {m_fan.text.left(), y, m_fan.text.width(), lineHeight}, alignment, line, m_style.small,
                 tokens.second);
        y += lineHeight;
    }
}

void FanItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const Tokens& tokens = m_style.tokens;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(tokens.panel);
    painter->drawRoundedRect(m_fan.panel, metric::radius, metric::radius);
    QFont head = m_style.small;
    head.setBold(true);
    QFont kindFont = m_style.small;
    kindFont.setPixelSize(10);
    for (const Fan::Lane& lane : m_fan.lanes) {
        QRectF line = lane.header;
        line.setHeight(lane.kind.isEmpty() ? line.height() : line.height() / 2);
        drawLine(*painter, line, Qt::AlignHCenter | Qt::AlignVCenter, lane.covers, head, tokens.second);
        if (!lane.kind.isEmpty())
            drawLine(*painter, line.translated(0, line.height()), Qt::AlignHCenter | Qt::AlignVCenter, lane.kind,
                     kindFont, tokens.second);
    }
    for (const Fan::Cell& cell : m_fan.cells)
        paintCell(*painter, cell);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(tokens.second, 1.1));
    painter->setBrush(tokens.base);
    for (const QPointF& boundary : m_boundaries)
        painter->drawEllipse(boundary, 2.2, 2.2);
    paintText(*painter);
}

} // namespace kintsugi

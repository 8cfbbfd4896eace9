#include "grid/cell_item.h"

#include "common/pattern_bar.h"
#include "common/wording.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>

namespace kintsugi {

namespace {

struct CellTexts {
    Q_DECLARE_TR_FUNCTIONS(kintsugi::CellItem)
};

QString stateText(EdgeState state, int percent) {
    switch (state) {
    case EdgeState::Missing:
        return CellTexts::tr("missing");
    case EdgeState::Waiting:
        return CellTexts::tr("waiting");
    case EdgeState::Training:
        return CellTexts::tr("%1 %").arg(percent);
    case EdgeState::Failed:
        return CellTexts::tr("failed");
    case EdgeState::Ready:
        break;
    }
    return {};
}

} // namespace

void paintEdgeBody(QPainter& painter, const QRectF& area, BlockKind kind, EdgeState state, const Tokens& tokens) {
    painter.setRenderHint(QPainter::Antialiasing);
    const EdgeColors colors = edgeColors(kind, tokens);
    if (kind == BlockKind::Teacher) {
        painter.fillRect(area, colors.fill); // antialiased, so that the gaps show at every zoom
        return;
    }
    const bool ready = state == EdgeState::Ready;
    QPen pen(state == EdgeState::Failed ? tokens.error
             : ready                    ? colors.line
                                        : tokens.strongLine,
             kind == BlockKind::Skip ? 0.8 : 1.2);
    if (kind == BlockKind::Skip || state == EdgeState::Missing || state == EdgeState::Waiting ||
        state == EdgeState::Training)
        pen.setDashPattern({3, 2});
    painter.setPen(pen);
    painter.setBrush(ready ? colors.fill : tokens.base);
    const QRectF inner = area.adjusted(0.6, 0.6, -0.6, -0.6);
    const double radius = kind == BlockKind::MambaIr ? 1.5 : std::min({7.0, inner.height() / 2, inner.width() / 2});
    painter.drawRoundedRect(inner, radius, radius);
}

CellItem::CellItem(const QRectF& area, Content content, const GridStyle& style, QGraphicsItem* parent)
    : QGraphicsItem(parent), m_area(area), m_content(std::move(content)), m_style(style) {}

QRectF CellItem::boundingRect() const {
    return m_area.adjusted(-4, -4, 4, 4);
}

void CellItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const auto& [placed, state, percent, name, differs] = m_content;
    const Edge& edge = placed.edge;
    paintEdgeBody(*painter, m_area, edge.kind, state, m_style.tokens);

    const QColor color = state == EdgeState::Ready ? edgeColors(edge.kind, m_style.tokens).text : m_style.tokens.second;
    const double margin = m_area.width() > 70 ? 9 : 6;
    QRectF inner = m_area.adjusted(margin, 0, -margin, 0);
    QString head = kindLetter(edge.kind);
    if (edge.kind == BlockKind::Skip)
        head = kindText(edge.kind);
    else if (edge.covers != 1 || edge.run != 1)
        head = CellTexts::tr("%1 %2", "letter of the kind, covers").arg(head, coversText(edge));
    if (state == EdgeState::Training || state == EdgeState::Missing || state == EdgeState::Failed ||
        state == EdgeState::Waiting) {
        // Tall cells say it in words below; low ones instead of the name.
        const QString words = stateText(state, percent);
        const bool tall = m_area.height() > 34;
        const QRectF place = tall ? inner.adjusted(0, m_area.height() / 2, 0, -2) : inner;
        drawLine(*painter, place, (tall ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter, words, m_style.small,
                 state == EdgeState::Failed ? m_style.tokens.error : m_style.tokens.second);
        if (tall)
            inner.setBottom(inner.center().y() + 4);
        drawLine(*painter, inner, Qt::AlignLeft | Qt::AlignVCenter, head, m_style.bold, color);
        if (tall)
            drawLine(*painter, inner, Qt::AlignRight | Qt::AlignVCenter, name, m_style.text, color);
    } else {
        drawLine(*painter, inner, Qt::AlignLeft | Qt::AlignVCenter, head, m_style.bold, color);
        inner.setLeft(inner.left() + QFontMetricsF(m_style.bold).horizontalAdvance(head) + 4);
        // Where the whole name does not fit, the stage's title above says the rest.
        const bool fits = QFontMetricsF(m_style.text).horizontalAdvance(name) <= inner.width();
        if (inner.width() > 6)
            drawLine(*painter, inner, Qt::AlignRight | Qt::AlignVCenter,
                     fits ? name : name.section(QLatin1Char('.'), -1), m_style.text, color);
    }
    if (differs) {
        QPen pen(m_style.tokens.ink, 1.4);
        pen.setDashPattern({3, 2});
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(pen);
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(m_area.adjusted(-2.2, -1.2, 2.2, 1.2));
    }
}

} // namespace kintsugi

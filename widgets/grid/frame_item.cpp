#include "grid/frame_item.h"

#include "common/wording.h"
#include "grid/bar_item.h"
#include "grid/cell_item.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPolygonF>
#include <cmath>

namespace kintsugi {

namespace {

struct FrameTexts {
    Q_DECLARE_TR_FUNCTIONS(kintsugi::FrameItem)
};

void drawArrowHead(QPainter& painter, const QPointF& tip, const QPointF& direction) {
    const QPointF across(-direction.y(), direction.x());
    painter.drawPolyline(QPolygonF{tip - 6 * direction + 3.5 * across, tip, tip - 6 * direction - 3.5 * across});
}

} // namespace

FrameItem::FrameItem(const GridLayout& layout, const Content& content, const GridStyle& style)
    : m_layout(layout), m_content(content), m_style(style) {}

void FrameItem::paintConnections(QPainter& painter) const {
    const Tokens& tokens = m_style.tokens;
    const GridLayout& at = m_layout;
    painter.setPen(QPen(tokens.strongLine, 1.4));
    const double left = at.embed.center().x(), right = at.output.center().x();
    const auto down = [&](double x, double from, double to) { painter.drawLine(QPointF(x, from), QPointF(x, to)); };
    const auto gapAbove = [&](StageId stage) { return at.stage(stage).top() - GridLayout::titleHeight; };
    down(left, at.embed.bottom(), gapAbove(StageId::enc1));
    down(right, at.output.bottom(), gapAbove(StageId::refine));
    const QRectF bottleneck = at.stage(StageId::bottleneck);
    const double y = bottleneck.center().y();
    painter.drawPolyline(QPolygonF{{left, at.stage(StageId::enc3).bottom() + 1}, {left, y}, {bottleneck.left(), y}});
    painter.drawPolyline(QPolygonF{{bottleneck.right(), y}, {right, y}, {right, at.stage(StageId::dec3).bottom() + 1}});

    const double row = at.input.center().y();
    painter.drawLine(QPointF(at.input.left(), row), QPointF(at.embed.right(), row));
    drawArrowHead(painter, {at.embed.right() + 1, row}, {-1, 0});
    constexpr double radius = 8;
    if (m_content.globalResidual) {
        painter.drawLine(QPointF(at.input.right(), row), QPointF(at.adder.x() - radius, row));
        drawArrowHead(painter, {at.adder.x() - radius - 1, row}, {1, 0});
        painter.drawEllipse(at.adder, radius, radius);
        painter.drawLine(at.adder - QPointF(4, 0), at.adder + QPointF(4, 0));
        painter.drawLine(at.adder - QPointF(0, 4), at.adder + QPointF(0, 4));
        painter.drawLine(QPointF(at.output.left(), row), QPointF(at.adder.x() + radius, row));
        drawArrowHead(painter, {at.adder.x() + radius + 1, row}, {-1, 0});
        down(at.adder.x(), row + radius, at.restored.top());
    } else {
        painter.drawPolyline(
            QPolygonF{{at.output.left(), row}, {at.adder.x(), row}, {at.adder.x(), at.restored.top()}});
    }
    drawArrowHead(painter, {at.adder.x(), at.restored.top() - 1}, {0, 1});
    const auto box = [&](const QRectF& area, const QString& text) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(QPen(tokens.strongLine, 1));
        painter.setBrush(tokens.window);
        painter.drawRect(area);
        painter.setRenderHint(QPainter::Antialiasing);
        drawLine(painter, area, Qt::AlignCenter, text, m_style.text, tokens.ink);
    };
    box(at.embed, FrameTexts::tr("embed 3×3"));
    box(at.input, FrameTexts::tr("input"));
    box(at.output, FrameTexts::tr("output 3×3"));
    box(at.restored, FrameTexts::tr("restored"));
    if (m_content.globalResidual)
        drawLine(painter, {at.input.right() + 6, row - 17, at.adder.x() - at.input.right() - 20, 15}, Qt::AlignCenter,
                 FrameTexts::tr("global residual"), m_style.small, tokens.second);
}

void FrameItem::paintLegend(QPainter& painter) const {
    const Tokens& tokens = m_style.tokens;
    double y = m_layout.legend.top();
    const double left = m_layout.legend.left();
    const auto row = [&](const QString& text) {
        drawLine(painter, {left + 34, y, m_layout.legend.width() - 36, GridLayout::legendRow},
                 Qt::AlignLeft | Qt::AlignVCenter, text, m_style.text, tokens.ink);
        y += GridLayout::legendRow;
    };
    const auto sample = [&](BlockKind kind) {
        const QRectF body(left + 6, y + 3, 18, 14);
        paintEdgeBody(painter, body, kind, EdgeState::Ready, tokens);
        QFont font = m_style.small;
        font.setBold(true);
        font.setPixelSize(10);
        drawLine(painter, body, Qt::AlignCenter, kindLetter(kind), font,
                 kind == BlockKind::Teacher                              ? tokens.teacherText
                 : kind == BlockKind::Lite || kind == BlockKind::MambaIr ? tokens.ssmText
                                                                         : tokens.ink);
    };
    sample(BlockKind::Teacher);
    row(FrameTexts::tr("transformer block"));
    for (const BlockKind kind : m_content.kinds) {
        sample(kind);
        row(kind == BlockKind::Lite      ? FrameTexts::tr("lite, an SSM")
            : kind == BlockKind::MambaIr ? FrameTexts::tr("MambaIR, an SSM")
                                         : kindText(kind));
    }
    QFont bold = m_style.bold;
    drawLine(painter, {left, y, 32, GridLayout::legendRow}, Qt::AlignCenter, QStringLiteral("2→1"), bold, tokens.ink);
    row(FrameTexts::tr("covers 2, runs 1"));
    paintBar(painter, {left + 5, y + 7, 22, 7}, false, tokens);
    row(overlayLegend(m_content.overlay));
    if (!overlayAdds(m_content.overlay)) {
        paintBar(painter, {left + 5, y + 7, 22, 7}, true, tokens);
        row(FrameTexts::tr("if replaced 1→1"));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_content.measured && m_content.overlay == Overlay::Milliseconds) {
        painter.setPen(QPen(tokens.ink, 1.6));
        painter.drawLine(QPointF(left + 16, y + 4), QPointF(left + 16, y + 16));
        row(FrameTexts::tr("measured ms of the stage"));
    }
    if (m_content.differences) {
        QPen pen(tokens.ink, 1.4);
        pen.setDashPattern({3, 2});
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(left + 5, y + 4, 20, 12));
        row(FrameTexts::tr("differs from B"));
    }
}

void FrameItem::paintRuler(QPainter& painter) const {
    const Tokens& tokens = m_style.tokens;
    const QRectF& area = m_layout.ruler;
    if (!(m_content.most > 0)) {
        drawLine(painter, area.adjusted(0, 0, 50, 0), Qt::AlignLeft | Qt::AlignVCenter, FrameTexts::tr("no values yet"),
                 m_style.small, tokens.hint);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(tokens.strongLine, 1));
    const double base = area.bottom() - 2;
    painter.drawLine(QPointF(area.left(), base), QPointF(area.right(), base));
    const bool logarithmic = m_content.scale == BarScale::Logarithmic;
    const std::array<double, 3> values =
        logarithmic ? std::array{m_content.most / 1000, m_content.most / std::sqrt(1000.0), m_content.most}
                    : std::array{0.0, m_content.most / 2, m_content.most};
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double x = area.left() + area.width() * double(i) / 2;
        painter.setPen(QPen(tokens.strongLine, 1));
        painter.drawLine(QPointF(x, base - 3), QPointF(x, base));
        const bool tiny = values[i] > 0 && values[i] < 0.01;
        QString text = values[i] == 0 ? QStringLiteral("0")
                       : tiny         ? numberText(values[i], std::min(6, int(std::ceil(-std::log10(values[i])))))
                                      : overlayText(m_content.overlay, values[i]);
        const bool last = i + 1 == values.size();
        if (logarithmic && i == 1)
            continue;
        if (last && !overlayUnit(m_content.overlay).isEmpty())
            text += QLatin1Char(' ') + overlayUnit(m_content.overlay);
        if (last && logarithmic)
            text = FrameTexts::tr("%1, log").arg(text);
        const QRectF place(i == 0 ? x : last ? x - 22 : x - 24, area.top(), last ? 80 : 48, 14);
        drawLine(painter, place, (i == 1 ? Qt::AlignHCenter : Qt::AlignLeft) | Qt::AlignVCenter, text, m_style.small,
                 tokens.second);
    }
}

void FrameItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    paintConnections(*painter);
    paintLegend(*painter);
    paintRuler(*painter);
}

} // namespace kintsugi

#include "common/pattern_bar.h"

#include "common/theme.h"

#include <QPainter>
#include <algorithm>

namespace kintsugi {

namespace {
constexpr double stageGap = 0.6; // in blocks
}

EdgeColors edgeColors(BlockKind kind, const Tokens& tokens) {
    switch (kind) {
    case BlockKind::Teacher:
        return {tokens.teacher, tokens.teacher, tokens.teacherText};
    case BlockKind::Restormer:
        return {tokens.base, tokens.teacher, tokens.ink};
    case BlockKind::Gated:
        return {tokens.base, tokens.ssmLine, tokens.ink};
    case BlockKind::Skip:
        return {QColor(Qt::transparent), tokens.strongLine, tokens.second};
    case BlockKind::Lite:
    case BlockKind::MambaIr:
        break;
    }
    return {tokens.ssmFill, tokens.ssmLine, tokens.ssmText};
}

void paintPattern(QPainter& painter, const QRectF& area, const Architecture& architecture, const Stages& stages,
                  const Tokens& tokens) {
    const double units = blockCount(stages) + stageGap * (stageCount - 1);
    const double block = area.width() / units;
    const double gap = std::min(1.5, block / 4);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    double x = area.left();
    for (const StageInfo& stage : stages) {
        for (const PlacedEdge& placed : architecture.placedEdges(stage.id)) {
            const QRectF place(x + placed.span.begin * block + gap / 2, area.top(), placed.span.length() * block - gap,
                               area.height());
            const EdgeColors colors = edgeColors(placed.edge.kind, tokens);
            if (placed.edge.isTeacher()) {
                painter.fillRect(place, colors.fill);
            } else if (placed.edge.kind == BlockKind::Skip) {
                painter.setPen(QPen(colors.line, 1));
                painter.drawLine(QPointF(place.left(), place.center().y()), QPointF(place.right(), place.center().y()));
            } else {
                const QRectF lower = place.adjusted(0.5, area.height() * 0.28, -0.5, -0.5);
                // MambaIR has the colour of the other state-space kind, and corners of its own.
                const double radius =
                    placed.edge.kind == BlockKind::MambaIr ? 0 : std::min({3.0, lower.width() / 2, lower.height() / 2});
                painter.setPen(QPen(colors.line, 1));
                painter.setBrush(colors.fill);
                painter.drawRoundedRect(lower, radius, radius);
            }
        }
        x += (stage.blocks + stageGap) * block;
    }
    painter.restore();
}

int patternWidth(const Stages& stages) {
    return std::clamp(blockCount(stages) * 8, 150, 300);
}

PatternBar::PatternBar(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void PatternBar::show(const Architecture& architecture, const Stages& stages) {
    m_architecture = architecture;
    m_stages = stages;
    const QString text = QString::fromStdString(architecture.text());
    setToolTip(text);
    setAccessibleName(tr("Architecture %1").arg(text));
    updateGeometry();
    update();
}

void PatternBar::clear() {
    m_stages.reset();
    update();
}

QSize PatternBar::sizeHint() const {
    return {m_stages ? patternWidth(*m_stages) : 150, 18};
}

QSize PatternBar::minimumSizeHint() const {
    return {80, 18};
}

void PatternBar::paintEvent(QPaintEvent*) {
    if (!m_stages)
        return;
    QPainter painter(this);
    paintPattern(painter, rect(), m_architecture, *m_stages, tokensOf(this));
}

} // namespace kintsugi

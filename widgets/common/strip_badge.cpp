#include "common/strip_badge.h"

#include "common/theme.h"

#include <QPainter>

namespace kintsugi {

StripBadge::StripBadge(bool isA, QWidget* parent) : QWidget(parent), m_isA(isA) {
    setFixedSize(22, 22);
    setToolTip(isA ? tr("A, the current architecture") : tr("B, the pinned reference"));
    setAccessibleName(toolTip());
}

void StripBadge::paintEvent(QPaintEvent*) {
    const Tokens& tokens = tokensOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(m_isA ? tokens.a : tokens.ink, 1);
    if (!m_isA)
        pen.setDashPattern({3, 2});
    painter.setPen(pen);
    painter.setBrush(m_isA ? tokens.a : tokens.base);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5), metric::radius, metric::radius);
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(m_isA ? tokens.base : tokens.ink);
    painter.drawText(rect(), Qt::AlignCenter, m_isA ? QStringLiteral("A") : QStringLiteral("B"));
}

} // namespace kintsugi

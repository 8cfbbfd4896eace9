#include "trials/progress_line.h"

#include "common/theme.h"

#include <QPainter>
#include <algorithm>

namespace kintsugi {

ProgressLine::ProgressLine(QWidget* parent) : QWidget(parent) {
    setFixedHeight(6);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ProgressLine::setShare(double share) {
    m_share = std::clamp(share, 0.0, 1.0);
    setAccessibleName(tr("%1 % done").arg(qRound(100 * m_share)));
    update();
}

void ProgressLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Tokens& tokens = tokensOf(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.line);
    painter.drawRoundedRect(rect(), 3, 3);
    if (m_share <= 0)
        return;
    painter.setBrush(tokens.second);
    painter.drawRoundedRect(QRectF(0, 0, std::max(6.0, width() * m_share), height()), 3, 3);
}

} // namespace kintsugi

#include "trials/run_chip.h"

#include "common/theme.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

namespace kintsugi {

namespace {

constexpr int icon = 9, padding = 6, gap = 5;

QColor mixed(const QColor& a, const QColor& b, double share) {
    return QColor::fromRgbF(float(a.redF() * share + b.redF() * (1 - share)),
                            float(a.greenF() * share + b.greenF() * (1 - share)),
                            float(a.blueF() * share + b.blueF() * (1 - share)));
}

void paintIcon(QPainter& painter, const QRectF& box, ChipTone tone) {
    switch (tone) {
    case ChipTone::Neutral:
    case ChipTone::Ok:
        painter.drawPolyline(QPolygonF{{box.left() + 1, box.center().y() + 0.5},
                                       {box.left() + box.width() * 0.4, box.bottom() - 1.5},
                                       {box.right() - 0.5, box.top() + 1.5}});
        break;
    case ChipTone::Busy:
        painter.drawArc(box.adjusted(0.5, 0.5, -0.5, -0.5), 60 * 16, 290 * 16);
        break;
    case ChipTone::Warn:
        painter.drawLine(QPointF(box.left() + 2.5, box.top() + 1), QPointF(box.left() + 2.5, box.bottom() - 1));
        painter.drawLine(QPointF(box.right() - 2.5, box.top() + 1), QPointF(box.right() - 2.5, box.bottom() - 1));
        break;
    case ChipTone::Error:
        painter.drawLine(box.topLeft() + QPointF(1, 1), box.bottomRight() - QPointF(1, 1));
        painter.drawLine(box.bottomLeft() + QPointF(1, -1), box.topRight() + QPointF(-1, 1));
        break;
    }
}

} // namespace

int chipWidth(const QString& text, const QFont& font) {
    return QFontMetrics(font).horizontalAdvance(text) + icon + gap + 2 * padding;
}

void paintChip(QPainter& painter, const QRect& area, ChipTone tone, const QString& text, const QFont& font,
               const Tokens& tokens) {
    QColor ink = tokens.ink, tint = mixed(tokens.strongLine, tokens.panel, 0.45);
    switch (tone) {
    case ChipTone::Neutral:
        ink = tokens.second;
        break;
    case ChipTone::Busy:
        break;
    case ChipTone::Ok:
        ink = tokens.ok;
        tint = mixed(tokens.ok, tokens.base, tokens.dark ? 0.25 : 0.12);
        break;
    case ChipTone::Warn:
        ink = tokens.warn;
        tint = mixed(tokens.warn, tokens.base, tokens.dark ? 0.25 : 0.14);
        break;
    case ChipTone::Error:
        ink = tokens.error;
        tint = mixed(tokens.error, tokens.base, tokens.dark ? 0.22 : 0.12);
        break;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect chip(area.left(), area.top(), std::min(area.width(), chipWidth(text, font)), area.height());
    painter.setPen(Qt::NoPen);
    painter.setBrush(tint);
    painter.drawRoundedRect(chip, metric::radius, metric::radius);
    painter.setPen(QPen(ink, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    paintIcon(painter, QRectF(chip.left() + padding, chip.center().y() + 0.5 - icon / 2.0, icon, icon), tone);
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(chip.adjusted(padding + icon + gap, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text);
    painter.restore();
}

RunChip::RunChip(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void RunChip::setState(ChipTone tone, const QString& text) {
    m_tone = tone;
    m_text = text;
    setAccessibleName(text);
    setVisible(!text.isEmpty());
    updateGeometry();
    update();
}

QSize RunChip::sizeHint() const {
    return {chipWidth(m_text, font()), fontMetrics().height() + 4};
}

void RunChip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintChip(painter, rect(), m_tone, m_text, font(), tokensOf(this));
}

} // namespace kintsugi

#include "common/state_chip.h"

#include "common/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>
#include <QPolygonF>

namespace kintsugi {

namespace {

constexpr int height = 17, iconWidth = 14, padding = 5, barWidth = 34;

QColor colorOf(ChipLook look, const Tokens& tokens) {
    switch (look) {
    case ChipLook::Ok:
        return tokens.ok;
    case ChipLook::Warning:
        return tokens.warn;
    case ChipLook::Error:
        return tokens.error;
    case ChipLook::Neutral:
    case ChipLook::Progress:
        break;
    }
    return tokens.second;
}

void paintIcon(QPainter& painter, const QPointF& centre, ChipLook look, const QColor& color) {
    painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    const auto at = [&](double x, double y) { return centre + QPointF(x, y); };
    switch (look) {
    case ChipLook::Ok:
        painter.drawPolyline(QPolygonF{at(-3.5, 0), at(-1, 2.7), at(3.5, -3)});
        break;
    case ChipLook::Error:
        painter.drawLine(at(-3, -3), at(3, 3));
        painter.drawLine(at(-3, 3), at(3, -3));
        break;
    case ChipLook::Warning:
        painter.drawPolygon(QPolygonF{at(0, -4), at(4, 3.5), at(-4, 3.5)});
        painter.drawLine(at(0, -1.2), at(0, 0.8));
        break;
    case ChipLook::Neutral:
        painter.setPen(QPen(color, 1.2, Qt::DotLine));
        painter.drawEllipse(centre, 3.2, 3.2);
        break;
    case ChipLook::Progress:
        break;
    }
}

} // namespace

Chip chipOf(EdgeState state, int percent) {
    const auto text = [](const char* source) { return QCoreApplication::translate("kintsugi::StateChip", source); };
    switch (state) {
    case EdgeState::Ready:
        return {ChipLook::Ok, text(QT_TRANSLATE_NOOP("kintsugi::StateChip", "ready")), 0};
    case EdgeState::Missing:
        return {ChipLook::Neutral, text(QT_TRANSLATE_NOOP("kintsugi::StateChip", "missing")), 0};
    case EdgeState::Waiting:
        return {ChipLook::Neutral, text(QT_TRANSLATE_NOOP("kintsugi::StateChip", "waiting")), 0};
    case EdgeState::Training:
        return {ChipLook::Progress, text(QT_TRANSLATE_NOOP("kintsugi::StateChip", "%1 %")).arg(percent), percent};
    case EdgeState::Failed:
        return {ChipLook::Error, text(QT_TRANSLATE_NOOP("kintsugi::StateChip", "failed")), 0};
    }
    return {};
}

QSize chipSize(const Chip& chip, const QFont& font) {
    const int text = QFontMetrics(font).horizontalAdvance(chip.text);
    const int lead = chip.look == ChipLook::Progress ? barWidth + padding : iconWidth;
    return {padding + lead + text + padding, std::max(height, QFontMetrics(font).height() + 2)};
}

QSize wordlessChipSize(const Chip& chip, const QFont& font) {
    const int lead = chip.look == ChipLook::Progress ? barWidth : iconWidth - 4;
    return {padding + lead + padding, chipSize(chip, font).height()};
}

void paintChip(QPainter& painter, const QRect& area, const Chip& chip, const Tokens& tokens, const QFont& font) {
    const bool wordless = area.width() < chipSize(chip, font).width();
    QRectF body(QPointF(0, 0), wordless ? wordlessChipSize(chip, font) : chipSize(chip, font));
    body.moveCenter(QRectF(area).center());
    body.moveRight(area.right() + 1);
    if (body.left() < area.left())
        body.setLeft(area.left());
    const QColor color = colorOf(chip.look, tokens);
    QColor tint = color;
    tint.setAlphaF(tokens.dark ? 0.22f : 0.12f);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tint);
    painter.drawRoundedRect(body, metric::radius, metric::radius);
    double left = body.left() + padding;
    if (chip.look == ChipLook::Progress) {
        const QRectF bar(left, body.center().y() - 3, barWidth, 6);
        painter.setBrush(tokens.base);
        painter.drawRect(bar);
        painter.setBrush(tokens.ink);
        painter.drawRect(QRectF(bar.topLeft(), QSizeF(bar.width() * std::clamp(chip.percent, 0, 100) / 100, 6)));
        left += barWidth + padding;
    } else {
        paintIcon(painter, {left + iconWidth / 2.0 - 3, body.center().y()}, chip.look, color);
        left += iconWidth;
    }
    if (wordless) {
        painter.restore();
        return;
    }
    painter.setFont(font);
    painter.setPen(chip.look == ChipLook::Progress ? tokens.ink : color);
    painter.drawText(QRectF(left, body.top(), body.right() - left, body.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     chip.text);
    painter.restore();
}

StateChip::StateChip(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StateChip::setChip(const Chip& chip) {
    m_chip = chip;
    setAccessibleName(chip.text);
    updateGeometry();
    update();
}

QSize StateChip::sizeHint() const {
    return chipSize(m_chip, font());
}

void StateChip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintChip(painter, rect(), m_chip, tokensOf(this), font());
}

} // namespace kintsugi

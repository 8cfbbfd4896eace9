#include "grid/grid_style.h"

#include <QFontMetricsF>
#include <QPainter>

namespace kintsugi {

GridStyle::GridStyle(const QPalette& palette, const QFont& base) : tokens(tokensOf(palette)), text(base) {
    text.setPixelSize(12);
    bold = text;
    bold.setBold(true);
    small = text;
    small.setPixelSize(11);
}

void drawLine(QPainter& painter, const QRectF& area, int alignment, const QString& text, const QFont& font,
              const QColor& color) {
    painter.setFont(font);
    painter.setPen(color);
    const QFontMetricsF metrics(font);
    const QString fitting =
        metrics.horizontalAdvance(text) <= area.width() ? text : metrics.elidedText(text, Qt::ElideRight, area.width());
    painter.drawText(area, alignment | Qt::TextSingleLine, fitting);
}

} // namespace kintsugi

#pragma once

#include "common/theme.h"

#include <QFont>
#include <QRectF>
#include <QString>

class QPainter;

namespace kintsugi {

/// What the items of the grid are drawn with; one for a view, renewed when the theme or the font changes.
struct GridStyle {
    explicit GridStyle(const QPalette& palette, const QFont& base);
    GridStyle() : GridStyle(QPalette(), QFont()) {}

    Tokens tokens;
    QFont text, bold, small;
};

/// One line of text, shortened with "…" when it is too long.
void drawLine(QPainter& painter, const QRectF& area, int alignment, const QString& text, const QFont& font,
              const QColor& color);

} // namespace kintsugi

#pragma once

#include <QColor>
#include <QPainterPath>

namespace kintsugi {

struct Tokens;

enum class MarkShape { Circle, Square, Triangle, TriangleDown, Pentagon };

/// How the trials of one of several searches are drawn.
struct SearchMark {
    QColor color;
    MarkShape shape = MarkShape::Circle;
};

/// By the search's ordinal (see TrialModel): the first is ink, none is A's magenta.
SearchMark searchMark(int ordinal, const Tokens& tokens);

/// About as large as a circle of @p radius around the origin.
QPainterPath markPath(MarkShape shape, double radius);

} // namespace kintsugi

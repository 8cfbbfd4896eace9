#include "trials/search_marks.h"

#include "common/theme.h"

#include <array>
#include <cmath>
#include <numbers>

namespace kintsugi {

SearchMark searchMark(int ordinal, const Tokens& tokens) {
    // After Okabe and Ito, as in the report's plots.
    static const std::array<const char*, 5> light{"#1B7F5C", "#6B4FA0", "#0F7F8C", "#7A5C00", "#2B66A8"};
    static const std::array<const char*, 5> dark{"#5CC9A0", "#B39BE6", "#5CC5D2", "#D9BE5A", "#6FA8E8"};
    static const std::array<MarkShape, 5> shapes{MarkShape::Circle, MarkShape::Square, MarkShape::Triangle,
                                                 MarkShape::Pentagon, MarkShape::TriangleDown};
    const auto shape = shapes[static_cast<std::size_t>(ordinal) % shapes.size()];
    if (ordinal == 0)
        return {tokens.ink, shape};
    const auto color = static_cast<std::size_t>(ordinal - 1) % light.size();
    return {QColor(QLatin1String(tokens.dark ? dark[color] : light[color])), shape};
}

QPainterPath markPath(MarkShape shape, double radius) {
    const auto polygon = [radius](int corners, double size, double firstAngle) {
        QPolygonF points;
        for (int i = 0; i <= corners; ++i) {
            const double angle = firstAngle + 2 * std::numbers::pi * i / corners;
            points << QPointF(std::cos(angle), std::sin(angle)) * (radius * size);
        }
        QPainterPath path;
        path.addPolygon(points);
        path.closeSubpath();
        return path;
    };
    constexpr double up = -std::numbers::pi / 2;
    switch (shape) {
    case MarkShape::Circle:
        break;
    case MarkShape::Square:
        return polygon(4, 1.25, std::numbers::pi / 4);
    case MarkShape::Triangle:
        return polygon(3, 1.35, up);
    case MarkShape::TriangleDown:
        return polygon(3, 1.35, -up);
    case MarkShape::Pentagon:
        return polygon(5, 1.2, up);
    }
    QPainterPath circle;
    circle.addEllipse(QPointF(), radius, radius);
    return circle;
}

} // namespace kintsugi

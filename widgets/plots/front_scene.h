#pragma once

#include "common/theme.h"

#include <QPointF>
#include <QRectF>
#include <cstdint>
#include <optional>
#include <vector>

namespace kintsugi {

class TrialModel;

enum class FrontY { Loss, Psnr };
enum class FrontColoring { None, Progress, Method };

struct FrontSettings {
    FrontY y = FrontY::Loss;
    FrontColoring coloring = FrontColoring::None;
    bool dominated = true, intervals = true, legend = true;
};

/// Where a FrontPlot's trials lie, in the axes' units, and how each is drawn.
struct FrontScene {
    enum class Kind : std::uint8_t { Hidden, Dominated, SearchFront, Front };
    struct Point {
        double x = 0, y = 0;
        Kind kind = Kind::Hidden;
        std::uint8_t shade = 0;   ///< of the colouring
        std::uint8_t ordinal = 0; ///< of the search
        bool tied = false;
        bool operator==(const Point&) const = default;
    };
    std::vector<Point> points; ///< by row of the model
    int front = 0, dominated = 0, tied = 0;
    std::vector<QString> methods; ///< by shade, when coloured by method

    static FrontScene of(const TrialModel& trials, const FrontSettings& settings);
    /// What shows the whole front, or all points when there is none or @p all; nothing when nothing is shown.
    std::optional<QRectF> extent(const TrialModel& trials, bool all) const;
};

inline constexpr int progressShades = 16;

/// Colours of the shades of a colouring.
QColor shadeColor(FrontColoring coloring, int shade, const Tokens& tokens);

double frontY(const TrialModel& trials, int row, FrontY y);

} // namespace kintsugi

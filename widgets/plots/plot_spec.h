#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What a plot shows, as plain values: the engine's side of the programs makes them without knowing Qt.
namespace kintsugi {

enum class PlotMark { None, Circle, Square, Diamond, Triangle, Cross, Star };

struct PlotSeries {
    std::string name; ///< in the legend; empty: not in it
    std::vector<double> x, y;
    PlotMark mark = PlotMark::Circle;
    bool line = false;
    bool steps = false; ///< the line keeps its value up to the next point
    int color = 0;      ///< of the theme's series colours; -1: dimmed
    double size = 6;    ///< of the marks, in pixels
};

struct PlotSpec {
    std::string title, xLabel, yLabel;
    std::vector<PlotSeries> series;
    std::vector<std::string> xNames; ///< names of x = 0, 1, … instead of numbers
    std::optional<std::pair<double, double>> yRange;
    int width = 640, height = 400; ///< in pixels
};

/// Draws each plot into a PNG file at twice its size in pixels. What `kintsugiDrawPlots` of the plots library is.
using DrawPlotsFunction = bool (*)(const std::vector<std::pair<PlotSpec, std::string>>& plots, std::string& problem);
inline constexpr const char* drawPlotsName = "kintsugiDrawPlots";

} // namespace kintsugi

#pragma once

#include "plots/plot_spec.h"

class QCustomPlot;

namespace kintsugi {

/// Fills a plot with what @p spec says, in the light theme or the dark one. What it showed before goes.
void showSpec(QCustomPlot& plot, const PlotSpec& spec, bool dark = false);

} // namespace kintsugi

#pragma once

#include "plots/plot_spec.h"

#include <string>
#include <utility>
#include <vector>

namespace kintsugi::cli {

/// Draws each plot into its PNG file with the plots library beside this one, which is loaded for it. A sentence when
/// this build has none; throws FileError when a file cannot be written.
std::string drawPlots(const std::vector<std::pair<PlotSpec, std::string>>& plots);

} // namespace kintsugi::cli

#pragma once

#include "project/project_store.h"
#include "report_html.h"
#include "space/restormer_config.h"
#include "space/stage.h"

#include <string>

namespace kintsugi::cli {

/// What each kind of block is worth at the same latency of the engine. @p csv is left empty without times.
ReportSection kindsSection(const ProjectStore& store, const Stages& stages, const std::string& validationSet,
                           std::string& csv);

/// Does the transformer count foretell latency? For every device with times in the project.
ReportSection predictorsSection(const ProjectStore& store, const RestormerConfig& config,
                                const std::string& validationSet, std::string& csv);

} // namespace kintsugi::cli

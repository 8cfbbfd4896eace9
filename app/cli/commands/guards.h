#pragma once

#include "context.h"

#include <string>
#include <vector>

namespace kintsugi::cli {

/// For work that has no other device's code. @p what: "Training". Throws InputError for another --device.
void requireCpu(const Context& context, const std::string& what);

/// Throws InputError where @p output is one of the files that a run reads, or a file of a project, which only its own
/// commands write. Empty names are none.
void refuseOverwriting(const std::string& output, const std::vector<std::string>& read);

} // namespace kintsugi::cli

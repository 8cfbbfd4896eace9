#pragma once

#include "distill/surrogate_library.h"
#include "project/project_folder.h"

#include <string>

namespace kintsugi::cli {

/// An architecture's text form, "all-teacher", "all-surrogate", "knee" (of the latest search's front) or a trial's
/// number. Throws InputError that says what is missing.
Architecture namedArchitecture(const std::string& text, const ProjectFolder& project, const SurrogateLibrary& library);

} // namespace kintsugi::cli

#pragma once

#include "context.h"
#include "distill/surrogate_library.h"
#include "project/project_folder.h"

#include <memory>

namespace kintsugi::cli {

/// The project's surrogates; says on standard error which files were left out.
std::unique_ptr<SurrogateLibrary> openLibrary(const ProjectFolder& project, const Context& context);

/// "lite", … for every one. Throws InputError for an unknown kind and for the teacher's.
std::vector<BlockKind> parseKinds(const std::vector<std::string>& names);

} // namespace kintsugi::cli

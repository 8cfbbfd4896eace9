#pragma once

#include "invocation.h"

namespace kintsugi::cli {

/// Reads the command line. Returns false when there is nothing left to do (help and version were printed, or the usage
/// was wrong); @p exitCode is then what the program returns: 0 or 2.
bool parseCommandLine(int argc, char** argv, Invocation& invocation, int& exitCode);

} // namespace kintsugi::cli

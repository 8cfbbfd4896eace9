#pragma once

#include <stop_token>

namespace kintsugi {

/// Blocks SIGINT and SIGTERM in the calling thread and all that it starts. Call it in main before any library is loaded
/// that starts threads of its own (BLAS does), otherwise one of those could take the signal and end the program.
void blockStopSignals();

/// Stop source that SIGINT and SIGTERM trigger. The first signal asks the work to stop at its next step; a second one
/// ends the program at once.
std::stop_token installSignalStop();

} // namespace kintsugi

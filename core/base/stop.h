#pragma once

#include <stop_token>

namespace kintsugi {

/// Stop source that SIGINT and SIGTERM trigger. The first signal asks the work to stop at its next step; a second one
/// ends the program at once.
std::stop_token installSignalStop();

} // namespace kintsugi

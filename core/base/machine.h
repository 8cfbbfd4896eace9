#pragma once

#include <string>

namespace kintsugi {

/// The processor's name as the system tells it, for reports and measured times; "unknown processor" where it does not.
std::string processorName();

} // namespace kintsugi

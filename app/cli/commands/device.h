#pragma once

#include <string>

namespace kintsugi::cli {

/// The device's name, once it is known to be there. Throws InputError for a wrong name or an absent GPU.
std::string checkedDevice(const std::string& name);

} // namespace kintsugi::cli

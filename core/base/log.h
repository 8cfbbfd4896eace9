#pragma once

#include <string_view>

namespace kintsugi {

enum class LogLevel { Debug, Info, Warning, Error };

/// Messages go to standard error, one line each, so that standard output stays free for results.
void log(LogLevel level, std::string_view message);
void setLogLevel(LogLevel level);

inline void logInfo(std::string_view message) {
    log(LogLevel::Info, message);
}
inline void logWarning(std::string_view message) {
    log(LogLevel::Warning, message);
}

} // namespace kintsugi

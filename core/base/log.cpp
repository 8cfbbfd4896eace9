#include "base/log.h"

#include <memory>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace kintsugi {

namespace {

spdlog::level::level_enum spdlogLevel(LogLevel level) {
    switch (level) {
    case LogLevel::Debug:
        return spdlog::level::debug;
    case LogLevel::Info:
        return spdlog::level::info;
    case LogLevel::Warning:
        return spdlog::level::warn;
    case LogLevel::Error:
        return spdlog::level::err;
    }
    return spdlog::level::info;
}

spdlog::logger& logger() {
    static const std::shared_ptr<spdlog::logger> instance = [] {
        auto made =
            std::make_shared<spdlog::logger>("kintsugi", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
        made->set_pattern("%H:%M:%S %^%l%$ %v");
        return made;
    }();
    return *instance;
}

} // namespace

void log(LogLevel level, std::string_view message) {
    logger().log(spdlogLevel(level), "{}", message);
}

void setLogLevel(LogLevel level) {
    logger().set_level(spdlogLevel(level));
}

} // namespace kintsugi

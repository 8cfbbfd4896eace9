#include "context.h"

#include "base/error.h"

#include <cmath>
#include <cstdio>
#include <fmt/format.h>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>
#include <unistd.h>

namespace kintsugi::cli {

Context::Context(const Common& common, std::stop_token stop)
    : m_common(common), m_stop(std::move(stop)),
      m_threads(common.threads > 0 ? common.threads
                                   : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()))),
      m_terminal(isatty(STDERR_FILENO) == 1) {}

void Context::throwIfStopped(const std::string& sentence) const {
    if (m_stop.stop_requested())
        throw Interrupted(sentence);
}

void Context::print(std::string_view line) const {
    if (!m_common.json)
        std::cout << line << '\n';
}

void Context::printJson(const nlohmann::json& document) const {
    if (m_common.json)
        std::cout << document.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

void Context::note(std::string_view line) const {
    if (m_common.quiet)
        return;
    endProgress();
    std::cerr << line << '\n';
}

void Context::progress(std::string_view line) const {
    if (m_common.quiet || !m_terminal)
        return;
    std::cerr << '\r' << line << "\x1b[K" << std::flush;
    m_lineOpen = true;
}

void Context::endProgress() const {
    if (m_lineOpen)
        std::cerr << '\n';
    m_lineOpen = false;
}

std::string TimeLeft::text(double done, double total) const {
    if (done <= 0 || done >= total)
        return {};
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_begun).count();
    return fmt::format("{} left", durationText(seconds / done * (total - done)));
}

std::string durationText(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0)
        return "–";
    const auto total = static_cast<long long>(std::llround(seconds));
    const auto hours = total / 3600, minutes = total / 60 % 60, rest = total % 60;
    return hours > 0 ? fmt::format("{}:{:02}:{:02}", hours, minutes, rest) : fmt::format("{}:{:02}", minutes, rest);
}

nlohmann::json number(double value) {
    if (std::isfinite(value))
        return value;
    if (std::isinf(value) && value > 0)
        return "inf";
    return nullptr;
}

ImageSize parseSize(const std::string& text) {
    ImageSize size;
    char rest = 0;
    if (std::sscanf(text.c_str(), "%dx%d%c", &size.height, &size.width, &rest) != 2 || size.height < 1 ||
        size.width < 1 || size.height > 100000 || size.width > 100000)
        throw InputError(fmt::format("'{}' is not an image size; write HEIGHTxWIDTH, for example 256x256.", text));
    return size;
}

} // namespace kintsugi::cli

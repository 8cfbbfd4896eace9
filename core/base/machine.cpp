#include "base/machine.h"

#include <fstream>

namespace kintsugi {

namespace fs = std::filesystem;

std::optional<std::string> fieldOf(const fs::path& file, std::string_view key) {
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        const std::size_t colon = line.find(':');
        if (!line.starts_with(key) || colon == std::string::npos || line.find_first_not_of(" \t", key.size()) != colon)
            continue;
        const std::size_t begin = line.find_first_not_of(" \t", colon + 1);
        return begin == std::string::npos ? std::nullopt : std::optional(line.substr(begin));
    }
    return std::nullopt;
}

std::optional<std::string> processorUnder(const fs::path& root) {
    const fs::path info = root / "proc/cpuinfo";
    for (const char* key : {"model name", "Hardware"})
        if (auto name = fieldOf(info, key))
            return name;
    const auto maker = fieldOf(info, "CPU implementer"), part = fieldOf(info, "CPU part");
    if (maker && part)
        return "implementer " + *maker + ", part " + *part;
    return std::nullopt;
}

std::string processorName() {
    return processorUnder("/").value_or("unknown processor");
}

} // namespace kintsugi

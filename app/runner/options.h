#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kintsugi::runner {

struct ImageSize {
    int height = 0;
    int width = 0;
};

/// What the command line asks for; see README.md.
struct Options {
    bool probe = false;
    std::vector<std::filesystem::path> models;
    std::vector<std::filesystem::path> checks; ///< none, or one for each model
    int threads = 1;
    std::vector<int> cores;     ///< rising; empty: as the system decides
    std::optional<int> warmUps; ///< none: until times are steady
    std::optional<int> runs;    ///< of each model
    std::optional<double> seconds;
    bool profile = false;
    std::optional<ImageSize> size;
    std::string nonce;
    std::optional<double> maxSeconds;
    std::filesystem::path log; ///< empty: none
    int pauseMs = 0;
};

/// Throws InputError with one sentence. With --help prints the usage and ends the program.
Options parseOptions(int argc, const char* const* argv);

/// "0,2,4-7" as rising numbers without doubles. Throws InputError.
std::vector<int> parseCores(const std::string& text);

/// "480x320", height first. Throws InputError.
ImageSize parseSize(const std::string& text);

} // namespace kintsugi::runner

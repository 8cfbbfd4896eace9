#pragma once

#include <filesystem>
#include <string>

namespace kintsugi {

struct TimingSize {
    int height = 256, width = 256; ///< of the image, multiples of 8
};

/// An exported model and what it is compared with.
struct TimingFile {
    std::filesystem::path model, check;
    std::string subject; ///< an architecture's text, a stage's name or "base", or toString(PlacedEdge)
};

} // namespace kintsugi

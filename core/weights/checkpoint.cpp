#include "weights/checkpoint.h"

#include "base/error.h"
#include "weights/mapped_file.h"
#include "weights/pth_reader.h"
#include "weights/safetensors.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <fmt/format.h>

namespace kintsugi {

namespace {

/// An 8-byte length whose upper half is nothing (the limit is 100 MB), then JSON.
bool looksLikeSafetensors(std::string_view start) {
    return start.size() > 8 && start[8] == '{' && start.substr(4, 4) == std::string_view("\0\0\0\0", 4);
}

std::string describeForeign(std::string_view start, std::size_t size) {
    std::string lower(start);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto text = lower.find_first_not_of("\xEF\xBB\xBF \t\r\n");
    const std::string_view content =
        text == std::string::npos ? std::string_view{} : std::string_view(lower).substr(text);
    if (size == 0)
        return "is empty; download it again";
    if (content.starts_with("<!doctype") || content.starts_with("<html") || content.starts_with("<head") ||
        content.starts_with("<?xml"))
        return "is a web page, not a checkpoint; the download asked for a confirmation or failed, so download it again "
               "in a browser";
    if (content.starts_with("version https://git-lfs"))
        return "is only a git-lfs pointer to the checkpoint; run “git lfs pull” in its folder";
    if (content.starts_with("{"))
        return "is a JSON text, not a checkpoint; choose the file with the weights";
    if (start.starts_with("\x1f\x8b") || start.starts_with("7z\xBC\xAF") || start.starts_with("Rar!") ||
        start.starts_with("\xFD"
                          "7zXZ") ||
        start.starts_with("BZh"))
        return "is a compressed archive; unpack it and choose the checkpoint inside";
    if (start.size() > 262 && start.substr(257, 5) == "ustar")
        return "is a tar archive; unpack it and choose the checkpoint inside, or, when PyTorch before 0.2 wrote it, "
               "save "
               "it again with a newer PyTorch";
    if (start.starts_with("\x89HDF"))
        return "is an HDF5 file of another framework; convert it to .safetensors";
    if (start.starts_with('\x80'))
        return "is a Python pickle that torch.save did not write; save the weights with torch.save or as .safetensors";
    if (size < 64)
        return fmt::format("holds only {} bytes, too few for a checkpoint; download it again", size);
    return "is neither a PyTorch checkpoint nor a .safetensors file; choose a file of one of these kinds";
}

} // namespace

Checkpoint parseCheckpoint(const FileBytes& file) {
    const std::string_view start(reinterpret_cast<const char*>(file.bytes.data()),
                                 std::min<std::size_t>(file.bytes.size(), 512));
    if (looksLikeZip(file) || looksLikeLegacyPth(file))
        return parsePth(file);
    if (looksLikeSafetensors(start))
        return parseSafetensors(file);
    throw FileError(fmt::format("{} {}.", file.name, describeForeign(start, file.bytes.size())));
}

Checkpoint readCheckpoint(const std::filesystem::path& path) {
    return parseCheckpoint(mapFile(path));
}

} // namespace kintsugi

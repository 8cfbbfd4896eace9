#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace kintsugi {

/// The content of a file in memory. Tensors read from it copy `owner`; without one, the caller keeps `bytes` alive.
struct FileBytes {
    std::string name; ///< for messages
    std::span<const std::byte> bytes;
    std::shared_ptr<const void> owner;
};

/// Maps a whole file for reading. A file replaced by rename keeps its old content in the map.
/// Throws FileError when the file is missing, a folder or unreadable; an empty file gives no bytes.
FileBytes mapFile(const std::filesystem::path& path);

} // namespace kintsugi

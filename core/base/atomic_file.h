#pragma once

#include <filesystem>
#include <functional>
#include <ostream>
#include <string>

namespace kintsugi {

/// Writes a file so that a reader, or a kill at any moment, sees the old content or the new one, never a part.
///
/// @p write receives a binary stream to a temporary file beside @p path, which is flushed to disk and renamed over @p
/// path. Throws FileError when the folder cannot be written or the disk is full; the old file is then untouched.
void writeFileAtomically(const std::filesystem::path& path, const std::function<void(std::ostream&)>& write);

/// Whole file as bytes. Throws FileError.
std::string readWholeFile(const std::filesystem::path& path);

} // namespace kintsugi

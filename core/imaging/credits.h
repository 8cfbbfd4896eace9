#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace kintsugi {

/// Author and licence of photographs by file name ("John Severns, public domain"), as a table ATTRIBUTION.tsv in
/// @p folder or in the folder above it tells: its first line names the columns, of which `file`, `author` and `licence`
/// are read. Empty when there is no such table.
std::map<std::string, std::string> creditsIn(const std::filesystem::path& folder);

} // namespace kintsugi

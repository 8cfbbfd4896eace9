#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace kintsugi {

/// The value of the first line "KEY : VALUE" of a file such as /proc/cpuinfo; absent where it has none.
std::optional<std::string> fieldOf(const std::filesystem::path& file, std::string_view key);

/// The processor's name as the system under @p root tells it. Arm's kernels tell only numbers: "implementer 0x41, part
/// 0xd0c".
std::optional<std::string> processorUnder(const std::filesystem::path& root);

/// This machine's, for reports and measured times; "unknown processor" where the system does not tell.
std::string processorName();

} // namespace kintsugi

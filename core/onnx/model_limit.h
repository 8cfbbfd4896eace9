#pragma once

#include <cstdint>
#include <filesystem>

namespace kintsugi {

/// Protobuf, and so an ONNX file with its weights inside, ends here.
inline constexpr std::uint64_t largestModelBytes = 0x7fffffff;

/// Throws InputError naming @p file when a model of so many bytes cannot be written.
void checkModelBytes(std::uint64_t bytes, const std::filesystem::path& file);

} // namespace kintsugi

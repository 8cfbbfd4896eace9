#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace kintsugi::runner {

/// SHA-256 (FIPS 180-4) of @p bytes in small hexadecimal digits.
std::string sha256(std::span<const std::byte> bytes);

} // namespace kintsugi::runner

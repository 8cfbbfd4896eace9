#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace kintsugi {

/// FNV-1a (Fowler, Noll, Vo) in 64 bits: recognises content, keeps out accidents, not attackers.
inline constexpr std::uint64_t fnvStart = 0xCBF29CE484222325ull;

inline std::uint64_t fnv1a(std::span<const std::byte> bytes, std::uint64_t hash = fnvStart) {
    for (const std::byte b : bytes)
        hash = (hash ^ static_cast<std::uint64_t>(b)) * 0x100000001B3ull;
    return hash;
}

inline std::uint64_t fnv1a(std::string_view text, std::uint64_t hash = fnvStart) {
    return fnv1a(std::as_bytes(std::span(text.data(), text.size())), hash);
}

} // namespace kintsugi

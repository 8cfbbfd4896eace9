#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace kintsugi {

/// CRC-32 with zlib's polynomial; crc32(b, crc32(a)) equals crc32(a + b).
inline std::uint32_t crc32(std::string_view bytes, std::uint32_t crc = 0) {
    static constexpr auto table = [] {
        std::array<std::uint32_t, 256> entries{};
        for (std::uint32_t i = 0; i < 256; ++i) {
            std::uint32_t entry = i;
            for (int bit = 0; bit < 8; ++bit)
                entry = (entry >> 1) ^ (entry & 1 ? 0xEDB88320u : 0u);
            entries[i] = entry;
        }
        return entries;
    }();
    crc = ~crc;
    for (const char c : bytes)
        crc = table[(crc ^ static_cast<unsigned char>(c)) & 0xFF] ^ (crc >> 8);
    return ~crc;
}

} // namespace kintsugi

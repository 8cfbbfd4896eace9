#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// Bytes of @p value, little-endian.
template <typename T> std::string littleEndian(T value) {
    std::string bytes;
    for (std::size_t i = 0; i < sizeof value; ++i)
        bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i));
    return bytes;
}

struct ZipItem {
    std::string name;
    std::string content;
    std::uint16_t method = 0; ///< 0 stored, 8 deflated (the content is written as it is)
    bool in64 = false;        ///< size and offset in the zip64 extra field
};

/// A zip file with data at multiples of 64, like PyTorch's.
inline std::string makeZip(const std::vector<ZipItem>& items) {
    std::string file;
    std::string directory;
    for (const ZipItem& item : items) {
        const std::uint64_t at = file.size();
        const auto size = static_cast<std::uint32_t>(item.content.size());
        const std::size_t begin = at + 30 + item.name.size() + 4;
        const std::string extra = "FB" +
                                  littleEndian<std::uint16_t>(static_cast<std::uint16_t>((64 - begin % 64) % 64)) +
                                  std::string((64 - begin % 64) % 64, 'Z');
        const std::string common = littleEndian<std::uint16_t>(0) + littleEndian(item.method) +
                                   littleEndian<std::uint32_t>(0) + littleEndian<std::uint32_t>(0) +
                                   (item.in64 ? std::string(8, '\xFF') : littleEndian(size) + littleEndian(size)) +
                                   littleEndian(static_cast<std::uint16_t>(item.name.size()));
        file += "PK\x03\x04" + littleEndian<std::uint16_t>(45) + common +
                littleEndian(static_cast<std::uint16_t>(extra.size())) + item.name + extra + item.content;
        const std::string extra64 = littleEndian<std::uint16_t>(1) + littleEndian<std::uint16_t>(24) +
                                    littleEndian<std::uint64_t>(size) + littleEndian<std::uint64_t>(size) +
                                    littleEndian<std::uint64_t>(at);
        directory += "PK\x01\x02" + littleEndian<std::uint16_t>(45) + littleEndian<std::uint16_t>(45) + common +
                     littleEndian<std::uint16_t>(item.in64 ? 28 : 0) + std::string(10, '\0') +
                     littleEndian(item.in64 ? 0xFFFFFFFFu : static_cast<std::uint32_t>(at)) + item.name +
                     (item.in64 ? extra64 : std::string());
    }
    const auto count = static_cast<std::uint16_t>(items.size());
    const auto offset = static_cast<std::uint32_t>(file.size());
    return file + directory + "PK\x05\x06" + std::string(4, '\0') + littleEndian(count) + littleEndian(count) +
           littleEndian(static_cast<std::uint32_t>(directory.size())) + littleEndian(offset) + std::string(2, '\0');
}

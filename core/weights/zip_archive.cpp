#include "weights/zip_archive.h"

#include "base/error.h"
#include "weights/printable.h"

#include <cstring>
#include <fmt/format.h>

// Layout after PKWARE's APPNOTE.TXT, sections 4.3 and 4.5.3.

namespace kintsugi {

namespace {

constexpr std::uint32_t localHeaderSignature = 0x04034b50;
constexpr std::uint32_t directorySignature = 0x02014b50;
constexpr std::uint32_t endSignature = 0x06054b50;
constexpr std::uint32_t end64Signature = 0x06064b50;
constexpr std::uint32_t locator64Signature = 0x07064b50;
constexpr std::size_t localHeaderSize = 30;
constexpr std::size_t directoryEntrySize = 46;
constexpr std::size_t endSize = 22;
constexpr std::size_t end64Size = 56;
constexpr std::size_t locator64Size = 20;
constexpr std::size_t longestComment = 0xFFFF;
constexpr std::uint32_t in64 = 0xFFFFFFFF; // the true value is in the zip64 extra field

[[noreturn]] void damaged(const FileBytes& file, std::string_view what) {
    throw FileError(fmt::format("{} is a damaged or incomplete zip archive: {}. Download it again.", file.name, what));
}

/// @p offset + sizeof(T) is within @p bytes.
template <typename T> T read(std::span<const std::byte> bytes, std::size_t offset) {
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

bool fits(std::size_t total, std::uint64_t offset, std::uint64_t size) {
    return offset <= total && size <= total - offset;
}

std::size_t findEnd(const FileBytes& file) {
    const auto bytes = file.bytes;
    const std::size_t lowest = bytes.size() > endSize + longestComment ? bytes.size() - endSize - longestComment : 0;
    if (bytes.size() >= endSize) {
        for (std::size_t at = bytes.size() - endSize + 1; at-- > lowest;) {
            if (read<std::uint32_t>(bytes, at) == endSignature &&
                at + endSize + read<std::uint16_t>(bytes, at + 20) == bytes.size())
                return at;
        }
    }
    damaged(file, "its directory at the end is missing");
}

/// Replaces the fields that are marked as too large by their values in the zip64 extra field.
void readExtra64(const FileBytes& file, std::span<const std::byte> extra, std::uint64_t& size, std::uint64_t& packed,
                 std::uint64_t& headerOffset) {
    while (extra.size() >= 4) {
        const auto id = read<std::uint16_t>(extra, 0);
        const std::size_t length = read<std::uint16_t>(extra, 2);
        if (length > extra.size() - 4)
            break;
        auto body = extra.subspan(4, length);
        extra = extra.subspan(4 + length);
        if (id != 1)
            continue;
        for (std::uint64_t* field : {&size, &packed, &headerOffset}) {
            if (*field != in64)
                continue;
            if (body.size() < 8)
                damaged(file, "a size is missing in its directory");
            *field = read<std::uint64_t>(body, 0);
            body = body.subspan(8);
        }
        return;
    }
}

} // namespace

ZipArchive::ZipArchive(const FileBytes& file) : m_file(file) {
    const auto bytes = file.bytes;
    const std::size_t end = findEnd(file);
    std::uint64_t count = read<std::uint16_t>(bytes, end + 10);
    std::uint64_t size = read<std::uint32_t>(bytes, end + 12);
    std::uint64_t offset = read<std::uint32_t>(bytes, end + 16);
    if (end >= locator64Size && read<std::uint32_t>(bytes, end - locator64Size) == locator64Signature) {
        const auto end64 = read<std::uint64_t>(bytes, end - locator64Size + 8);
        if (!fits(bytes.size(), end64, end64Size) || read<std::uint32_t>(bytes, end64) != end64Signature)
            damaged(file, "its zip64 directory is missing");
        count = read<std::uint64_t>(bytes, end64 + 32);
        size = read<std::uint64_t>(bytes, end64 + 40);
        offset = read<std::uint64_t>(bytes, end64 + 48);
    }
    if (!fits(bytes.size(), offset, size))
        damaged(file, "its directory lies outside the file");
    readDirectory(offset, size, count);
}

void ZipArchive::readDirectory(std::uint64_t offset, std::uint64_t size, std::uint64_t count) {
    auto rest = m_file.bytes.subspan(offset, size);
    for (std::uint64_t i = 0; i < count; ++i) { // every turn takes bytes off `rest`, so a huge count ends at once
        if (rest.size() < directoryEntrySize || read<std::uint32_t>(rest, 0) != directorySignature)
            damaged(m_file, "its directory is broken");
        const auto flags = read<std::uint16_t>(rest, 8);
        const auto method = read<std::uint16_t>(rest, 10);
        std::uint64_t packed = read<std::uint32_t>(rest, 20);
        const std::size_t nameSize = read<std::uint16_t>(rest, 28);
        const std::size_t extraSize = read<std::uint16_t>(rest, 30);
        const std::size_t commentSize = read<std::uint16_t>(rest, 32);
        Entry entry;
        entry.size = read<std::uint32_t>(rest, 24);
        entry.headerOffset = read<std::uint32_t>(rest, 42);
        rest = rest.subspan(directoryEntrySize);
        if (rest.size() < nameSize + extraSize + commentSize)
            damaged(m_file, "its directory is broken");
        const std::string_view name(reinterpret_cast<const char*>(rest.data()), nameSize);
        readExtra64(m_file, rest.subspan(nameSize, extraSize), entry.size, packed, entry.headerOffset);
        rest = rest.subspan(nameSize + extraSize + commentSize);
        entry.stored = method == 0 && (flags & 1) == 0 && packed == entry.size;
        if (!m_entries.emplace(name, entry).second)
            damaged(m_file, fmt::format("it holds {} twice", printable(name)));
    }
}

std::optional<std::span<const std::byte>> ZipArchive::find(std::string_view name) const {
    const auto found = m_entries.find(name);
    if (found == m_entries.end())
        return std::nullopt;
    const Entry& entry = found->second;
    const auto bytes = m_file.bytes;
    if (!entry.stored)
        throw FileError(fmt::format("{} holds {} compressed or encrypted, which PyTorch never does. Save the "
                                    "checkpoint again with torch.save.",
                                    m_file.name, printable(name)));
    if (!fits(bytes.size(), entry.headerOffset, localHeaderSize) ||
        read<std::uint32_t>(bytes, entry.headerOffset) != localHeaderSignature)
        damaged(m_file, fmt::format("{} is not where the directory says", printable(name)));
    const std::uint64_t begin = entry.headerOffset + localHeaderSize +
                                read<std::uint16_t>(bytes, entry.headerOffset + 26) +
                                read<std::uint16_t>(bytes, entry.headerOffset + 28);
    if (!fits(bytes.size(), begin, entry.size))
        damaged(m_file, fmt::format("{} reaches beyond the end of the file", printable(name)));
    return bytes.subspan(begin, entry.size);
}

} // namespace kintsugi

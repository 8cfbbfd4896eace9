#pragma once

#include "weights/mapped_file.h"

#include <map>
#include <optional>
#include <string_view>

namespace kintsugi {

/// The entries of a zip file in memory, as PyTorch writes them: stored, not compressed; zip64 where needed.
///
/// Checksums are not compared: torch.save can be told to leave them out, and reading all data would defeat the mapping.
class ZipArchive {
public:
    /// Reads the directory. Throws FileError when it is damaged or cut off. @p file must outlive this object.
    explicit ZipArchive(const FileBytes& file);

    struct Entry {
        std::uint64_t headerOffset = 0;
        std::uint64_t size = 0;
        bool stored = true; ///< neither compressed nor encrypted
    };
    const std::map<std::string_view, Entry>& entries() const { return m_entries; }

    /// Bytes of an entry, nothing when there is none of that name. Throws FileError when it is compressed or damaged.
    std::optional<std::span<const std::byte>> find(std::string_view name) const;

private:
    void readDirectory(std::uint64_t offset, std::uint64_t size, std::uint64_t count);

    const FileBytes& m_file;
    std::map<std::string_view, Entry> m_entries;
};

} // namespace kintsugi

#pragma once

#include "imaging/image.h"
#include "weights/host_tensor.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace kintsugi {

/// Photographs as one memory-mapped .safetensors file: tensors "000000", "000001", … of U8 height x width x channels;
/// metadata format "kintsugi-pack", version "1", sources (JSON array of the source names, in order) and, where known,
/// credits (JSON array of author and licence).
class Pack {
public:
    /// Throws FileError when the file cannot be read or is not a complete pack.
    explicit Pack(const std::filesystem::path& path);

    std::size_t size() const { return m_images.size(); }
    /// Valid as long as a copy of the pack lives. @p index must be below size().
    ByteView image(std::size_t index) const;
    const std::string& sourceName(std::size_t index) const { return m_sources[index]; }
    /// Author and licence; empty where nothing is known.
    const std::string& credit(std::size_t index) const { return m_credits[index]; }

private:
    std::vector<HostTensor> m_images;
    std::vector<std::string> m_sources, m_credits;
};

/// Writes a pack atomically while holding one image at a time. @p load gives the image of a source, or nothing to leave
/// it out; images have 1 or 3 channels. @p credits: author and licence of each source, or none at all. Needs the pack's
/// size twice on disk for a moment. Returns the number of images written. Throws FileError when none is left or the
/// disk is full.
std::size_t writePack(const std::filesystem::path& path, const std::vector<std::string>& sources,
                      const std::function<std::optional<ByteImage>(std::size_t index)>& load,
                      const std::vector<std::string>& credits = {});

} // namespace kintsugi

#pragma once

#include "imaging/image.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace kintsugi {

/// Picture files (.png, .jpg, .jpeg, .tif, .tiff, .webp) in @p folder and below, sorted by path. Throws FileError.
std::vector<std::filesystem::path> imageFilesIn(const std::filesystem::path& folder);

/// A file that was left out, and why in one sentence.
struct SkippedImage {
    std::filesystem::path path;
    std::string reason;
};

/// Every readable picture of a folder as 8-bit RGB. Unreadable ones go to @p skipped, or to the log when that is null.
std::vector<ByteImage> readFolder(const std::filesystem::path& folder, std::vector<SkippedImage>* skipped = nullptr);

struct PackOptions {
    int downscale =
        1; ///< mean over N x N pixels, which removes JPEG traces; remainders at the right and bottom are cut off
    int minSize = 64; ///< smallest side after that
};

struct PackReport {
    std::size_t packed = 0;
    std::vector<SkippedImage> skipped;
};

/// Writes every picture of the folders into one pack (see pack.h) as 8-bit RGB without transparency, in sorted order,
/// holding one at a time, with the authors and licences that creditsIn tells. @p progress gets the files done and their
/// number. Throws FileError when no picture is left or the pack cannot be written, InputError for impossible options,
/// and Interrupted when @p stop asks; no file is left then.
PackReport packImages(const std::vector<std::filesystem::path>& folders, const std::filesystem::path& output,
                      const PackOptions& options,
                      const std::function<void(std::size_t done, std::size_t total)>& progress = {},
                      std::stop_token stop = {});

} // namespace kintsugi

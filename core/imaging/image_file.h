#pragma once

#include "imaging/image.h"

#include <filesystem>
#include <optional>

namespace kintsugi {

/// A picture read from a file.
struct ImageFile {
    Image image;                ///< 1 (grey) or 3 (RGB) channels, upright
    std::optional<Image> alpha; ///< transparency of the same size, 1 is opaque
    int bitDepth = 8;           ///< 8 or 16: what the file held
};

/// Reads a PNG, JPEG, TIFF or WebP picture of 8 or 16 bits; the content decides the format, not the name. EXIF
/// orientation is applied, palettes become RGB, fewer than 8 bits become 8; colour profiles and the one transparent
/// colour of a grey PNG are ignored. Throws FileError that says what is wrong and what to do: missing, empty, cut off,
/// damaged, animated or multi-page, over 400 million pixels, CMYK, float, or of another format.
ImageFile readImageFile(const std::filesystem::path& path);

/// The same at 8 bits and without transparency.
ByteImage readImageBytes(const std::filesystem::path& path);

/// Whether the name ends like a picture that is read and written here: .png, .jpg, .jpeg, .tif, .tiff, .webp.
bool hasImageEnding(const std::filesystem::path& path);

struct WriteOptions {
    int bitDepth = 8; ///< 16 for PNG and TIFF only
    int quality = 95; ///< of JPEG and WebP, 1 to 100; WebP at 101 is lossless
};

/// Writes a picture atomically in the format of the name's ending (.png, .jpg, .jpeg, .tif, .tiff, .webp). @p alpha,
/// one channel of the same size, is stored with it by PNG, WebP and 16-bit TIFF. Values are clamped to [0, 1]. Throws
/// InputError when the format cannot hold what is asked, FileError when the file cannot be written.
void writeImageFile(const std::filesystem::path& path, const Image& image, const WriteOptions& options = {},
                    const Image* alpha = nullptr);

} // namespace kintsugi

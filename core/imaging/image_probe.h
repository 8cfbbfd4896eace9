#pragma once

#include <cstdint>

namespace kintsugi {

struct FileBytes;

enum class ImageFormat { Png, Jpeg, Tiff, WebP };

/// What the headers of an image file say; found without decoding.
struct ImageProbe {
    ImageFormat format = ImageFormat::Png;
    std::uint64_t width = 0; ///< as stored, before the orientation is applied
    std::uint64_t height = 0;
    int orientation = 1;      ///< EXIF's 1 to 8 that a reader still has to apply; 1 for TIFF, whose decoder does
    bool gray = false;        ///< colour channels of the decoded picture are all equal by format
    bool whiteIsZero = false; ///< a decoded 16-bit picture is still inverted
};

/// Largest picture that is decoded, in pixels.
inline constexpr std::uint64_t largestImagePixels = 400'000'000;

/// Checks a whole image file before any decoder sees it, because decoders show the intact half of a broken picture.
/// Throws FileError for other formats, animated or multi-page, cut off, damaged (PNG checksums), too large, CMYK and
/// float pictures, and for transparency that the TIFF decoder would spoil.
ImageProbe probeImage(const FileBytes& file);

} // namespace kintsugi

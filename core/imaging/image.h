#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kintsugi {

/// A picture as the networks see it: planar channels x height x width, RGB or grey, nominally in [0, 1].
struct Image {
    int channels = 0;
    int height = 0;
    int width = 0;
    std::vector<float> values;

    Image() = default;
    /// Throws InputError unless every side is at least 1.
    Image(int channels, int height, int width, float fill = 0.0f);

    bool empty() const { return values.empty(); }
    std::size_t planeSize() const { return static_cast<std::size_t>(height) * static_cast<std::size_t>(width); }
    float* plane(int channel) { return values.data() + planeSize() * static_cast<std::size_t>(channel); }
    const float* plane(int channel) const { return values.data() + planeSize() * static_cast<std::size_t>(channel); }
    float* row(int channel, int y) {
        return plane(channel) + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
    }
    const float* row(int channel, int y) const {
        return plane(channel) + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
    }
    bool sameShape(const Image& other) const {
        return channels == other.channels && height == other.height && width == other.width;
    }
    /// Throws InputError when the sides and the number of values disagree, or the picture is empty.
    void check() const;
};

/// A picture as files hold it: interleaved height x width x channels, RGB or grey.
template <typename Sample> struct InterleavedImage {
    int height = 0;
    int width = 0;
    int channels = 0;
    std::vector<Sample> values;

    InterleavedImage() = default;
    /// Throws InputError unless every side is at least 1.
    InterleavedImage(int height, int width, int channels, Sample fill = 0);

    bool empty() const { return values.empty(); }
    bool sameShape(const InterleavedImage& other) const {
        return channels == other.channels && height == other.height && width == other.width;
    }
    /// Throws InputError when the sides and the number of values disagree, or the picture is empty.
    void check() const;
};

using ByteImage = InterleavedImage<std::uint8_t>;
using WordImage = InterleavedImage<std::uint16_t>;

/// A ByteImage that lives elsewhere, for example in a mapped file.
struct ByteView {
    int height = 0;
    int width = 0;
    int channels = 0;
    const std::uint8_t* values = nullptr;
};

inline ByteView viewOf(const ByteImage& image) {
    return {image.height, image.width, image.channels, image.values.data()};
}

/// value / 255.
Image toFloat(const ByteImage& image);
Image toFloat(const ByteView& image);
/// value / 65535.
Image toFloat(const WordImage& image);
/// Clamps to [0, 1] (not-a-number becomes 0), multiplies by 255 and rounds half to even, as upstream does.
ByteImage toBytes(const Image& image);
/// The same with 65535.
WordImage toWords(const Image& image);

/// 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601, full range), as OpenCV's grey. A grey image comes back unchanged.
Image toGray(const Image& image);
/// Three equal channels from one. An RGB image comes back unchanged.
Image toRgb(const Image& image);
ByteImage toRgb(const ByteImage& image);

/// The rectangle of @p size whose top left corner is (@p y, @p x). Throws InputError unless it lies inside.
Image crop(const Image& image, int y, int x, int height, int width);

/// Position inside [0, size) for any @p position, mirrored at the first and last sample without repeating them,
/// as often as needed; size 1 gives 0.
int reflectIndex(int position, int size);

} // namespace kintsugi

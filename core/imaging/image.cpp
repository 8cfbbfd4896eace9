#include "imaging/image.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fmt/format.h>

namespace kintsugi {

namespace {

std::size_t checkedSize(int channels, int height, int width) {
    if (channels < 1 || height < 1 || width < 1)
        throw InputError(
            fmt::format("An image of {} x {} pixels and {} channels does not exist; every side must be at least 1.",
                        width, height, channels));
    return static_cast<std::size_t>(channels) * static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
}

void checkValues(int channels, int height, int width, std::size_t values) {
    if (checkedSize(channels, height, width) != values)
        throw InputError(
            fmt::format("An image of {} x {} pixels and {} channels holds {} values; it must hold exactly one "
                        "per pixel and channel.",
                        width, height, channels, values));
}

void requireGray(int channels) {
    if (channels != 1)
        throw InputError(fmt::format("An image with {} channels cannot become RGB; give one with 1 or 3.", channels));
}

template <typename Sample> Image planarFloat(int height, int width, int channels, const Sample* values, float peak) {
    Image result(channels, height, width);
    const std::size_t pixels = result.planeSize();
    for (int c = 0; c < channels; ++c) {
        float* to = result.plane(c);
        const Sample* from = values + c;
        for (std::size_t i = 0; i < pixels; ++i)
            to[i] = static_cast<float>(from[i * static_cast<std::size_t>(channels)]) / peak;
    }
    return result;
}

template <typename Sample> InterleavedImage<Sample> quantized(const Image& image, float peak) {
    image.check();
    InterleavedImage<Sample> result(image.height, image.width, image.channels);
    const std::size_t pixels = image.planeSize();
    for (int c = 0; c < image.channels; ++c) {
        const float* from = image.plane(c);
        Sample* to = result.values.data() + c;
        for (std::size_t i = 0; i < pixels; ++i) {
            const float value = from[i] > 0.0f ? std::min(from[i], 1.0f) : 0.0f; // the comparison also catches NaN
            to[i * static_cast<std::size_t>(image.channels)] = static_cast<Sample>(std::lrintf(value * peak));
        }
    }
    return result;
}

} // namespace

Image::Image(int channelCount, int rows, int columns, float fill)
    : channels(channelCount), height(rows), width(columns), values(checkedSize(channelCount, rows, columns), fill) {}

void Image::check() const {
    checkValues(channels, height, width, values.size());
}

template <typename Sample>
InterleavedImage<Sample>::InterleavedImage(int rows, int columns, int channelCount, Sample fill)
    : height(rows), width(columns), channels(channelCount), values(checkedSize(channelCount, rows, columns), fill) {}

template <typename Sample> void InterleavedImage<Sample>::check() const {
    checkValues(channels, height, width, values.size());
}

template struct InterleavedImage<std::uint8_t>;
template struct InterleavedImage<std::uint16_t>;

Image toFloat(const ByteView& image) {
    return planarFloat(image.height, image.width, image.channels, image.values, 255.0f);
}

Image toFloat(const ByteImage& image) {
    image.check();
    return toFloat(viewOf(image));
}

Image toFloat(const WordImage& image) {
    image.check();
    return planarFloat(image.height, image.width, image.channels, image.values.data(), 65535.0f);
}

ByteImage toBytes(const Image& image) {
    return quantized<std::uint8_t>(image, 255.0f);
}
WordImage toWords(const Image& image) {
    return quantized<std::uint16_t>(image, 65535.0f);
}

Image toGray(const Image& image) {
    image.check();
    if (image.channels == 1)
        return image;
    if (image.channels != 3)
        throw InputError(
            fmt::format("An image with {} channels cannot become grey; give one with 1 or 3.", image.channels));
    Image result(1, image.height, image.width);
    const float *red = image.plane(0), *green = image.plane(1), *blue = image.plane(2);
    for (std::size_t i = 0; i < result.values.size(); ++i)
        result.values[i] = 0.299f * red[i] + 0.587f * green[i] + 0.114f * blue[i];
    return result;
}

Image toRgb(const Image& image) {
    image.check();
    if (image.channels == 3)
        return image;
    requireGray(image.channels);
    Image result(3, image.height, image.width);
    for (int c = 0; c < 3; ++c)
        std::copy(image.values.begin(), image.values.end(), result.plane(c));
    return result;
}

ByteImage toRgb(const ByteImage& image) {
    image.check();
    if (image.channels == 3)
        return image;
    requireGray(image.channels);
    ByteImage result(image.height, image.width, 3);
    for (std::size_t i = 0; i < result.values.size(); ++i)
        result.values[i] = image.values[i / 3];
    return result;
}

Image crop(const Image& image, int y, int x, int height, int width) {
    image.check();
    if (y < 0 || x < 0 || height < 1 || width < 1 || height > image.height - y || width > image.width - x)
        throw InputError(
            fmt::format("The rectangle {} x {} at ({}, {}) does not lie inside the image of {} x {} pixels.", width,
                        height, x, y, image.width, image.height));
    Image result(image.channels, height, width);
    for (int c = 0; c < image.channels; ++c)
        for (int row = 0; row < height; ++row)
            std::memcpy(result.row(c, row), image.row(c, y + row) + x, static_cast<std::size_t>(width) * sizeof(float));
    return result;
}

int reflectIndex(int position, int size) {
    if (size == 1)
        return 0;
    const int period = 2 * (size - 1);
    position %= period;
    if (position < 0)
        position += period;
    return position < size ? position : period - position;
}

} // namespace kintsugi

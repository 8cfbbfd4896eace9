#pragma once

#include "base/atomic_file.h"
#include "base/error.h"
#include "base/random.h"
#include "imaging/image.h"

#include <QtTest>
#include <filesystem>
#include <fstream>
#include <string>

namespace kintsugi::test {

inline const std::filesystem::path golden = KINTSUGI_GOLDEN_DIR;

inline ByteImage randomBytes(int height, int width, int channels, std::uint64_t seed = 1) {
    ByteImage image(height, width, channels);
    RandomStream random(seed);
    for (auto& value : image.values)
        value = static_cast<std::uint8_t>(random.below(256));
    return image;
}

inline Image randomImage(int channels, int height, int width, std::uint64_t seed = 1) {
    Image image(channels, height, width);
    RandomStream random(seed);
    for (float& value : image.values)
        value = static_cast<float>(random.uniform());
    return image;
}

/// A picture with smooth parts and edges, as JPEG likes it.
inline Image smoothImage(int channels, int height, int width) {
    Image image(channels, height, width);
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                image.row(c, y)[x] = (static_cast<float>(x) / static_cast<float>(width) * 0.6f +
                                      (c == 1 ? 0.2f : 0.0f) + (2 * y > height ? 0.2f : 0.0f));
    return image;
}

inline float largestDifference(const Image& a, const Image& b) {
    if (!a.sameShape(b))
        return 1e9f;
    float largest = 0.0f;
    for (std::size_t i = 0; i < a.values.size(); ++i)
        largest = std::max(largest, std::abs(a.values[i] - b.values[i]));
    return largest;
}

/// The sentence of the Failure that @p action throws; empty when it throws none.
template <typename Failure, typename Action> QString sentenceOf(Action action) {
    try {
        action();
    } catch (const Failure& failure) {
        return QString::fromStdString(failure.what());
    }
    return {};
}

inline void writeText(const std::filesystem::path& path, const std::string& content) {
    std::ofstream stream(path, std::ios::binary); // without the flush to disk that makes atomic writes slow
    stream << content;
}

inline std::string bigEndian(std::uint32_t value, int bytes) {
    std::string text;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        text += static_cast<char>(value >> shift & 0xFF);
    return text;
}

inline std::string pngChunk(const std::string& type, const std::string& data) {
    std::uint32_t crc = 0xFFFFFFFFu;
    for (const char byte : type + data) {
        crc ^= static_cast<std::uint8_t>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 1 ? 0xEDB88320u ^ crc >> 1 : crc >> 1;
    }
    return bigEndian(static_cast<std::uint32_t>(data.size()), 4) + type + data + bigEndian(~crc, 4);
}

/// A PNG file of one zlib block without compression.
inline std::string pngFile(int width, int height, int bits, int colorType, const std::string& rowsWithFilterBytes,
                           const std::string& extraChunks = {}) {
    std::uint32_t a = 1, b = 0;
    for (const char byte : rowsWithFilterBytes) {
        a = (a + static_cast<std::uint8_t>(byte)) % 65521;
        b = (b + a) % 65521;
    }
    const auto size = static_cast<std::uint32_t>(rowsWithFilterBytes.size());
    const std::string sizes{static_cast<char>(size & 0xFF), static_cast<char>(size >> 8),
                            static_cast<char>(~size & 0xFF), static_cast<char>(~size >> 8 & 0xFF)};
    const std::string header = bigEndian(static_cast<std::uint32_t>(width), 4) +
                               bigEndian(static_cast<std::uint32_t>(height), 4) + static_cast<char>(bits) +
                               static_cast<char>(colorType) + std::string(3, '\0');
    return "\x89PNG\r\n\x1a\n" + pngChunk("IHDR", header) + extraChunks +
           pngChunk("IDAT", "\x78\x01\x01" + sizes + rowsWithFilterBytes + bigEndian(b << 16 | a, 4)) +
           pngChunk("IEND", "");
}

} // namespace kintsugi::test

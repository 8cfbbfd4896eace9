#include "imaging/image_probe.h"

#include "base/error.h"
#include "weights/mapped_file.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fmt/format.h>
#include <map>
#include <span>
#include <string_view>
#include <vector>

namespace kintsugi {

namespace {

constexpr std::string_view copyAgain = "Copy or download it again";
constexpr std::string_view savePlain = "Save it as a plain 8-bit or 16-bit PNG";

/// Reads numbers with bounds; a number beyond the end means that the file is cut off.
class Bytes {
public:
    struct CutOff {};

    Bytes(std::span<const std::byte> bytes, bool bigEndian) : m_bytes(bytes), m_bigEndian(bigEndian) {}

    std::uint64_t size() const { return m_bytes.size(); }
    std::uint32_t u8(std::uint64_t at) const { return number(at, 1); }
    std::uint32_t u16(std::uint64_t at) const { return number(at, 2); }
    std::uint32_t u32(std::uint64_t at) const { return number(at, 4); }
    Bytes part(std::uint64_t at, std::uint64_t count) const {
        require(at, count);
        return {m_bytes.subspan(at, count), m_bigEndian};
    }
    Bytes withOrder(bool bigEndian) const { return {m_bytes, bigEndian}; }
    std::string_view text(std::uint64_t at, std::uint64_t count) const {
        require(at, count);
        return {reinterpret_cast<const char*>(m_bytes.data()) + at, count};
    }
    bool startsWith(std::string_view prefix) const {
        return size() >= prefix.size() && text(0, prefix.size()) == prefix;
    }

private:
    void require(std::uint64_t at, std::uint64_t count) const {
        if (at > m_bytes.size() || count > m_bytes.size() - at)
            throw CutOff();
    }
    std::uint32_t number(std::uint64_t at, unsigned count) const {
        require(at, count);
        std::uint32_t value = 0;
        for (unsigned i = 0; i < count; ++i) {
            const std::uint32_t byte = static_cast<std::uint8_t>(m_bytes[at + i]);
            value = m_bigEndian ? value << 8 | byte : value | byte << (8 * i);
        }
        return value;
    }

    std::span<const std::byte> m_bytes;
    bool m_bigEndian;
};

/// Fields of one TIFF directory (TIFF 6.0); numbers only.
class TiffDirectory {
public:
    TiffDirectory(const Bytes& file, std::uint64_t at) {
        const std::uint32_t count = file.u16(at);
        for (std::uint32_t i = 0; i < count; ++i)
            readField(file, at + 2 + 12 * i);
        m_next = file.u32(at + 2 + 12 * count);
    }

    std::uint32_t next() const { return m_next; }
    std::uint32_t first(std::uint32_t tag, std::uint32_t otherwise) const {
        const auto found = m_fields.find(tag);
        return found == m_fields.end() || found->second.empty() ? otherwise : found->second.front();
    }
    const std::vector<std::uint32_t>& all(std::uint32_t tag) const {
        static const std::vector<std::uint32_t> none;
        const auto found = m_fields.find(tag);
        return found == m_fields.end() ? none : found->second;
    }

private:
    void readField(const Bytes& file, std::uint64_t at) {
        constexpr std::uint32_t byteType = 1, shortType = 3, longType = 4;
        const std::uint32_t type = file.u16(at + 2), count = file.u32(at + 4);
        if (type != byteType && type != shortType && type != longType)
            return;
        const std::uint64_t size = type == byteType ? 1 : type == shortType ? 2 : 4;
        const std::uint64_t from = size * count <= 4 ? at + 8 : file.u32(at + 8);
        const Bytes values = file.part(from, size * count);
        auto& field = m_fields[file.u16(at)];
        for (std::uint64_t i = 0; i < count; ++i)
            field.push_back(size == 1 ? values.u8(i) : size == 2 ? values.u16(2 * i) : values.u32(4 * i));
    }

    std::map<std::uint32_t, std::vector<std::uint32_t>> m_fields;
    std::uint32_t m_next = 0;
};

std::uint32_t pngChecksum(std::string_view bytes) { // CRC-32 of ISO 3309
    static const auto table = [] {
        std::array<std::uint32_t, 256> entries{};
        for (std::uint32_t i = 0; i < entries.size(); ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit)
                value = value & 1 ? 0xEDB88320u ^ value >> 1 : value >> 1;
            entries[i] = value;
        }
        return entries;
    }();
    std::uint32_t crc = 0xFFFFFFFFu;
    for (const char byte : bytes)
        crc = table[(crc ^ static_cast<std::uint8_t>(byte)) & 0xFF] ^ crc >> 8;
    return ~crc;
}

/// Orientation in an EXIF block, which is a small TIFF file; 1 when there is none or the block is damaged.
int exifOrientation(Bytes exif) {
    constexpr std::uint32_t orientationTag = 274;
    try {
        if (exif.startsWith(std::string_view("Exif\0\0", 6)))
            exif = exif.part(6, exif.size() - 6);
        exif = exif.withOrder(exif.startsWith("MM"));
        const std::uint32_t value = TiffDirectory(exif, exif.u32(4)).first(orientationTag, 1);
        return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    } catch (const Bytes::CutOff&) {
        return 1;
    }
}

class Prober {
public:
    explicit Prober(const FileBytes& file) : m_name(file.name), m_little(file.bytes, false), m_big(file.bytes, true) {}

    ImageProbe probe() {
        try {
            if (m_little.size() == 0)
                refuse("it is empty", copyAgain);
            if (m_little.startsWith("\x89PNG\r\n\x1a\n"))
                probePng();
            else if (m_little.startsWith("\xff\xd8\xff"))
                probeJpeg();
            else if (m_little.startsWith(std::string_view("II*\0", 4)) ||
                     m_little.startsWith(std::string_view("MM\0*", 4)))
                probeTiff();
            else if (m_little.startsWith("RIFF") && m_little.size() >= 12 && m_little.text(8, 4) == "WEBP")
                probeWebP();
            else if (m_little.startsWith("GIF8"))
                refuse("GIF is not supported", "Save the picture as PNG");
            else if (m_little.startsWith(std::string_view("II+\0", 4)) ||
                     m_little.startsWith(std::string_view("MM\0+", 4)))
                refuse("BigTIFF is not supported", "Save the picture as plain TIFF or PNG");
            else
                refuse("it is not a PNG, JPEG, TIFF or WebP picture", "Save the picture in one of these formats");
        } catch (const Bytes::CutOff&) {
            refuse("it is cut off", copyAgain);
        }
        if (m_result.width == 0 || m_result.height == 0)
            refuse("it names no size", copyAgain);
        if (m_result.width > largestImagePixels || m_result.height > largestImagePixels / m_result.width)
            refuse(fmt::format("it has {} x {} pixels, more than {} million", m_result.width, m_result.height,
                               largestImagePixels / 1'000'000),
                   "Cut it into smaller pictures");
        return m_result;
    }

private:
    [[noreturn]] void refuse(const std::string& what, std::string_view advice) const {
        throw FileError(fmt::format("{} cannot be read: {}. {}.", m_name, what, advice));
    }

    void probePng() {
        m_result.format = ImageFormat::Png;
        std::uint64_t at = 8;
        for (;;) { // every chunk: length, type, data, checksum
            const std::uint64_t length = m_big.u32(at);
            const std::string_view type = m_big.text(at + 4, 4);
            const Bytes data = m_big.part(at + 8, length);
            if (m_big.u32(at + 8 + length) != pngChecksum(m_big.text(at + 4, 4 + length)))
                refuse("it is damaged (a checksum does not fit)", copyAgain);
            if (type == "IHDR") {
                m_result.width = data.u32(0);
                m_result.height = data.u32(4);
                const std::uint32_t colorType = data.u8(9);
                m_result.gray = colorType == 0 || colorType == 4;
            } else if (type == "acTL" && data.u32(0) > 1) {
                refuse("it is an animation", "Save one frame as a plain PNG");
            } else if (type == "eXIf") {
                m_result.orientation = exifOrientation(data);
            } else if (type == "IEND") {
                return;
            }
            at += 12 + length;
        }
    }

    void probeJpeg() {
        m_result.format = ImageFormat::Jpeg;
        std::uint64_t at = 2;
        for (;;) {
            at = nextMarker(at);
            const std::uint32_t marker = m_big.u8(at);
            ++at;
            if (marker == 0xD9) // end of image
                return;
            if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8))
                continue; // markers without a segment
            const std::uint64_t length = m_big.u16(at);
            const Bytes segment = m_big.part(at, std::max<std::uint64_t>(length, 2));
            if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 &&
                marker != 0xCC) { // a frame header
                m_result.height = segment.u16(3);
                m_result.width = segment.u16(5);
                m_result.gray = segment.u8(7) == 1;
                if (segment.u8(7) == 4)
                    refuse("its colours are CMYK, for printing", "Convert it to RGB");
            } else if (marker == 0xE1 && segment.size() > 8 && segment.text(2, 6) == std::string_view("Exif\0\0", 6)) {
                m_result.orientation = exifOrientation(segment.part(2, segment.size() - 2));
            }
            at += segment.size();
        }
    }

    /// Position of the code of the next marker at or after @p at. Skips coded data, in which FF 00 stands for FF.
    std::uint64_t nextMarker(std::uint64_t at) const {
        for (;;) {
            const std::string_view rest = m_big.text(at, m_big.size() - std::min(at, m_big.size()));
            const std::size_t found = rest.find('\xff');
            if (found == std::string_view::npos)
                throw Bytes::CutOff();
            at += found;
            while (m_big.u8(at) == 0xFF)
                ++at;
            if (m_big.u8(at) != 0x00)
                return at;
        }
    }

    void probeTiff() {
        m_result.format = ImageFormat::Tiff;
        const Bytes& file = m_little.startsWith("MM") ? m_big : m_little;
        const TiffDirectory directory(file, file.u32(4));
        m_result.width = directory.first(256, 0);
        m_result.height = directory.first(257, 0);
        checkTiffPages(file, directory.next());
        checkTiffData(directory);
        checkTiffSamples(directory);
    }

    void checkTiffPages(const Bytes& file, std::uint32_t next) const {
        constexpr int mostDirectories = 64; // a chain may be a circle
        for (int i = 0; next != 0 && i < mostDirectories; ++i) {
            const TiffDirectory other(file, next);
            if ((other.first(254, 0) & 1u) == 0) // not a reduced copy
                refuse("it has several pages", "Save one page as a picture of its own");
            next = other.next();
        }
    }

    void checkTiffData(const TiffDirectory& directory) const {
        const bool tiled = !directory.all(324).empty();
        const auto& offsets = directory.all(tiled ? 324 : 273);
        const auto& counts = directory.all(tiled ? 325 : 279);
        if (offsets.empty())
            throw Bytes::CutOff();
        for (std::size_t i = 0; i < offsets.size(); ++i)
            if (i < counts.size())
                m_little.part(offsets[i], counts[i]);
    }

    void checkTiffSamples(const TiffDirectory& directory) {
        const std::uint32_t bits = directory.first(258, 1), samples = directory.first(277, 1),
                            photometric = directory.first(262, 1);
        if (directory.first(339, 1) != 1 || bits > 16)
            refuse("its samples are not whole numbers of 8 or 16 bits", savePlain);
        if (photometric == 5)
            refuse("its colours are CMYK, for printing", "Convert it to RGB");
        const bool color = photometric == 2 || photometric == 6;
        if (!color && photometric != 0 && photometric != 1 && photometric != 3)
            refuse("its kind of colours is not supported", savePlain);
        m_result.gray = photometric == 0 || photometric == 1;
        m_result.whiteIsZero = photometric == 0 && bits == 16;
        // OpenCV multiplies 8-bit colours by their transparency and drops the transparency of grey.
        if (samples != (color ? 3u : 1u) && !(color && samples == 4 && bits == 16))
            refuse("transparency in this kind of TIFF is not supported", savePlain);
    }

    void probeWebP() {
        m_result.format = ImageFormat::WebP;
        const std::uint64_t end = 8 + static_cast<std::uint64_t>(m_little.u32(4));
        if (end > m_little.size())
            throw Bytes::CutOff();
        for (std::uint64_t at = 12; at + 8 <= end;) {
            const std::string_view type = m_little.text(at, 4);
            const std::uint64_t length = m_little.u32(at + 4);
            const Bytes data = m_little.part(at + 8, length);
            if (type == "VP8X") {
                if (data.u8(0) & 0x02)
                    refuse("it is an animation", "Save one frame as a plain picture");
                setSize((data.u32(4) & 0xFFFFFF) + 1, (data.u16(7) | data.u8(9) << 16) + 1);
            } else if (type == "VP8 ") {
                setSize(data.u16(6) & 0x3FFF, data.u16(8) & 0x3FFF);
            } else if (type == "VP8L") {
                const std::uint32_t sizes = data.u32(1);
                setSize((sizes & 0x3FFF) + 1, (sizes >> 14 & 0x3FFF) + 1);
            } else if (type == "EXIF") {
                m_result.orientation = exifOrientation(data);
            }
            at += 8 + length + length % 2;
        }
    }

    void setSize(std::uint64_t width, std::uint64_t height) {
        m_result.width = width;
        m_result.height = height;
    }

    std::string m_name;
    Bytes m_little;
    Bytes m_big;
    ImageProbe m_result;
};

} // namespace

ImageProbe probeImage(const FileBytes& file) {
    return Prober(file).probe();
}

} // namespace kintsugi

#include "imaging/pack.h"

#include "base/atomic_file.h"
#include "base/error.h"

#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace kintsugi {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

static_assert(std::endian::native == std::endian::little, "safetensors files are little-endian");

constexpr std::size_t prefixBytes = sizeof(std::uint64_t);

std::string tensorName(std::size_t index) { return fmt::format("{:06}", index); }

std::string header(const std::vector<std::array<int, 3>>& shapes, const std::vector<std::string>& sources) {
    json root = json::object();
    root["__metadata__"] = {{"format", "kintsugi-pack"},
                            {"version", "1"},
                            {"sources", json(sources).dump(-1, ' ', false, json::error_handler_t::replace)}};
    std::uint64_t offset = 0;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        const auto& [height, width, channels] = shapes[i];
        const std::uint64_t end = offset + static_cast<std::uint64_t>(height) * static_cast<std::uint64_t>(width) *
                                               static_cast<std::uint64_t>(channels);
        root[tensorName(i)] = {{"dtype", "U8"}, {"shape", {height, width, channels}}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    return root.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Reads the header into views and names. Throws json::exception or InputError on anything that is not a pack.
void readHeader(const std::uint8_t* file, std::size_t bytes, std::vector<ByteView>& images, std::vector<std::string>& sources) {
    std::uint64_t headerBytes = 0;
    if (bytes < prefixBytes)
        throw InputError("it is too short");
    std::memcpy(&headerBytes, file, prefixBytes);
    if (headerBytes > bytes - prefixBytes)
        throw InputError("it is cut off or of another format");
    const char* text = reinterpret_cast<const char*>(file) + prefixBytes;
    const json root = json::parse(text, text + headerBytes);
    const json& metadata = root.at("__metadata__");
    if (metadata.at("format") != "kintsugi-pack")
        throw InputError("its metadata do not say kintsugi-pack");
    if (metadata.at("version") != "1")
        throw InputError(fmt::format("its version is {}, and this program reads version 1",
                                     metadata.at("version").get<std::string>()));
    sources = json::parse(metadata.at("sources").get<std::string>()).get<std::vector<std::string>>();
    const std::uint8_t* data = file + prefixBytes + headerBytes;
    const std::uint64_t dataBytes = bytes - prefixBytes - headerBytes;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const json& entry = root.at(tensorName(i));
        const auto shape = entry.at("shape").get<std::vector<int>>();
        const auto offsets = entry.at("data_offsets").get<std::vector<std::uint64_t>>();
        if (entry.at("dtype") != "U8" || shape.size() != 3 || offsets.size() != 2 || shape[0] < 1 || shape[1] < 1 ||
            (shape[2] != 1 && shape[2] != 3))
            throw InputError(fmt::format("tensor {} is not an 8-bit grey or RGB image", tensorName(i)));
        const std::uint64_t size = static_cast<std::uint64_t>(shape[0]) * static_cast<std::uint64_t>(shape[1]) *
                                   static_cast<std::uint64_t>(shape[2]);
        if (offsets[1] > dataBytes || offsets[0] > offsets[1] || offsets[1] - offsets[0] != size)
            throw InputError(fmt::format("the data of tensor {} are cut off", tensorName(i)));
        images.push_back({shape[0], shape[1], shape[2], data + offsets[0]});
    }
}

} // namespace

Pack::Pack(const fs::path& path) {
    const auto fail = [&path](const std::string& why) -> FileError {
        return FileError(fmt::format("{} cannot be used as a pack of photographs: {}. Pack the photographs again.", path.string(), why));
    };
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        throw fail(std::strerror(errno));
    struct stat status {};
    const bool regular = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
    if (regular) {
        m_bytes = static_cast<std::size_t>(status.st_size);
        m_mapping = ::mmap(nullptr, m_bytes, PROT_READ, MAP_PRIVATE, descriptor, 0);
    }
    const int reason = errno;
    ::close(descriptor);
    if (!regular)
        throw fail("it is empty or not a plain file");
    if (m_mapping == MAP_FAILED) {
        m_mapping = nullptr;
        throw fail(std::strerror(reason));
    }
    std::string why;
    try {
        readHeader(static_cast<const std::uint8_t*>(m_mapping), m_bytes, m_images, m_sources);
        return;
    } catch (const json::exception&) {
        why = "its header is not that of a pack";
    } catch (const InputError& error) {
        why = error.what();
    }
    ::munmap(m_mapping, m_bytes);
    throw fail(why);
}

Pack::~Pack() {
    if (m_mapping)
        ::munmap(m_mapping, m_bytes);
}

Pack::Pack(Pack&& other) noexcept
    : m_mapping(std::exchange(other.m_mapping, nullptr)), m_bytes(std::exchange(other.m_bytes, 0)),
      m_images(std::move(other.m_images)), m_sources(std::move(other.m_sources)) {}

Pack& Pack::operator=(Pack&& other) noexcept {
    std::swap(m_mapping, other.m_mapping);
    std::swap(m_bytes, other.m_bytes);
    m_images.swap(other.m_images);
    m_sources.swap(other.m_sources);
    return *this;
}

std::size_t writePack(const fs::path& path, const std::vector<std::string>& sources,
                      const std::function<std::optional<ByteImage>(std::size_t)>& load) {
    // The header comes first but is known last, so its largest possible size is reserved and padded with spaces, which
    // the format allows.
    constexpr int widest = 2147483647;
    const std::size_t reserved =
        header(std::vector<std::array<int, 3>>(sources.size(), {widest, widest, 3}), sources).size() + 16 * sources.size();
    std::vector<std::array<int, 3>> shapes;
    std::vector<std::string> written;
    writeFileAtomically(path, [&](std::ostream& stream) {
        const std::uint64_t headerBytes = (reserved + 7) / 8 * 8;
        stream.write(reinterpret_cast<const char*>(&headerBytes), prefixBytes);
        stream << std::string(headerBytes, ' ');
        for (std::size_t i = 0; i < sources.size(); ++i) {
            const std::optional<ByteImage> image = load(i);
            if (!image)
                continue;
            image->check();
            if (image->channels != 1 && image->channels != 3)
                throw InputError(fmt::format("{} has {} channels; a pack takes 1 or 3.", sources[i], image->channels));
            stream.write(reinterpret_cast<const char*>(image->values.data()), static_cast<std::streamsize>(image->values.size()));
            shapes.push_back({image->height, image->width, image->channels});
            written.push_back(sources[i]);
        }
        if (written.empty())
            throw FileError(fmt::format("No photograph is left for {}. Give a folder with larger or readable images.", path.string()));
        const std::string text = header(shapes, written);
        stream.seekp(prefixBytes);
        stream.write(text.data(), static_cast<std::streamsize>(text.size()));
    });
    return written.size();
}

} // namespace kintsugi

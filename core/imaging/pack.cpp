#include "imaging/pack.h"

#include "base/error.h"
#include "weights/safetensors.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace kintsugi {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string tensorName(std::size_t index) {
    return fmt::format("{:06}", index);
}

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

/// A nameless file beside the pack: the header of a pack comes first, but the sizes are known only after decoding.
class SpillFile {
public:
    explicit SpillFile(const fs::path& pack) : m_pack(pack) {
        if (pack.has_parent_path()) {
            std::error_code ignored;
            fs::create_directories(pack.parent_path(), ignored); // opening reports what is wrong
        }
        std::string name = pack.string() + ".tmpXXXXXX";
        const int descriptor = ::mkstemp(name.data());
        if (descriptor < 0)
            fail();
        ::unlink(name.c_str());
        m_file.reset(::fdopen(descriptor, "w+b"));
    }

    void append(const std::vector<std::uint8_t>& bytes) {
        if (std::fwrite(bytes.data(), 1, bytes.size(), m_file.get()) != bytes.size())
            fail();
    }

    void rewind() {
        if (std::fflush(m_file.get()) != 0 || std::fseek(m_file.get(), 0, SEEK_SET) != 0)
            fail();
    }

    void read(std::vector<std::uint8_t>& bytes) {
        if (std::fread(bytes.data(), 1, bytes.size(), m_file.get()) != bytes.size())
            fail();
    }

private:
    [[noreturn]] void fail() const {
        throw FileError(fmt::format("Cannot write {}: {}. Check the folder's permissions and free space.",
                                    m_pack.string(), std::strerror(errno ? errno : EIO)));
    }

    fs::path m_pack;
    std::unique_ptr<std::FILE, CloseFile> m_file;
};

} // namespace

Pack::Pack(const fs::path& path) {
    Checkpoint file = readSafetensors(path);
    const auto require = [&path](bool holds, const std::string& why) {
        if (!holds)
            throw FileError(
                fmt::format("{} is not a pack of photographs that this program reads: {}. Pack the photographs again.",
                            path.string(), why));
    };
    require(file.metadata["format"] == "kintsugi-pack", "its metadata do not say kintsugi-pack");
    require(file.metadata["version"] == "1", "its version is not 1");
    const json sources = json::parse(file.metadata["sources"], nullptr, false);
    require(sources.is_array() && sources.size() == file.tensors.size() && !sources.empty(),
            "its list of sources does not fit");
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const auto found = file.tensors.find(tensorName(i));
        require(found != file.tensors.end() && sources[i].is_string(),
                fmt::format("image {} is missing", tensorName(i)));
        const HostTensor& tensor = found->second;
        require(tensor.dtype == DType::U8 && tensor.shape.size() == 3 && tensor.byteCount > 0 &&
                    (tensor.shape[2] == 1 || tensor.shape[2] == 3) && tensor.shape[0] <= INT32_MAX &&
                    tensor.shape[1] <= INT32_MAX,
                fmt::format("tensor {} is not an 8-bit grey or RGB image", tensorName(i)));
        m_images.push_back(tensor);
        m_sources.push_back(sources[i].get<std::string>());
    }
    m_credits.resize(m_sources.size());
    const json credits = json::parse(file.metadata["credits"], nullptr, false);
    if (credits.is_array() && credits.size() == m_credits.size())
        for (std::size_t i = 0; i < m_credits.size(); ++i)
            if (credits[i].is_string())
                m_credits[i] = credits[i].get<std::string>();
}

ByteView Pack::image(std::size_t index) const {
    const HostTensor& tensor = m_images[index];
    return {static_cast<int>(tensor.shape[0]), static_cast<int>(tensor.shape[1]), static_cast<int>(tensor.shape[2]),
            reinterpret_cast<const std::uint8_t*>(tensor.data)};
}

std::size_t writePack(const fs::path& path, const std::vector<std::string>& sources,
                      const std::function<std::optional<ByteImage>(std::size_t)>& load,
                      const std::vector<std::string>& credits) {
    SpillFile spill(path);
    std::vector<TensorLayout> layout;
    json names = json::array(), known = json::array();
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const std::optional<ByteImage> image = load(i);
        if (!image)
            continue;
        image->check();
        if (image->channels != 1 && image->channels != 3)
            throw InputError(fmt::format("{} has {} channels; a pack takes 1 or 3.", sources[i], image->channels));
        spill.append(image->values);
        layout.push_back({tensorName(layout.size()), DType::U8, {image->height, image->width, image->channels}});
        names.push_back(sources[i]);
        known.push_back(i < credits.size() ? credits[i] : std::string());
    }
    if (layout.empty())
        throw FileError(fmt::format(
            "No photograph is left for {}. Give a folder with readable images of a sufficient size.", path.string()));
    spill.rewind();
    std::map<std::string, std::string> metadata{
        {"format", "kintsugi-pack"},
        {"version", "1"},
        {"sources", names.dump(-1, ' ', false, json::error_handler_t::replace)}};
    if (!credits.empty())
        metadata["credits"] = known.dump(-1, ' ', false, json::error_handler_t::replace);
    writeSafetensors(path, layout, metadata, [&](SafetensorsWriter& writer) {
        std::vector<std::uint8_t> bytes;
        for (const TensorLayout& tensor : layout) {
            bytes.resize(static_cast<std::size_t>(tensor.shape[0] * tensor.shape[1] * tensor.shape[2]));
            spill.read(bytes);
            writer.append(tensor.name, std::as_bytes(std::span(bytes)));
        }
    });
    return layout.size();
}

} // namespace kintsugi

#include "model_file.h"

#include "sha256.h"
#include "weights/mapped_file.h"

#include <functional>
#include <optional>
#include <string_view>

namespace kintsugi::runner {

namespace {

/// Walks over the fields of one protobuf message, as far as it is well-formed.
class FieldReader {
public:
    explicit FieldReader(std::string_view bytes) : m_rest(bytes) {}

    /// Calls @p take with number and content of each field that has a length; skips the others.
    void forEach(const std::function<void(std::uint64_t, std::string_view)>& take) {
        while (!m_rest.empty()) {
            const auto tag = varint();
            if (!tag)
                return;
            switch (*tag & 7u) {
            case 0:
                if (!varint())
                    return;
                break;
            case 1:
            case 5:
                if (!skip((*tag & 7u) == 1 ? 8 : 4))
                    return;
                break;
            case 2: {
                const auto length = varint();
                if (!length || *length > m_rest.size())
                    return;
                take(*tag >> 3, m_rest.substr(0, *length));
                m_rest.remove_prefix(*length);
                break;
            }
            default:
                return;
            }
        }
    }

private:
    std::optional<std::uint64_t> varint() {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64 && !m_rest.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(m_rest.front());
            m_rest.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7Fu) << shift;
            if ((byte & 0x80u) == 0)
                return value;
        }
        return std::nullopt;
    }
    bool skip(std::size_t count) {
        if (count > m_rest.size())
            return false;
        m_rest.remove_prefix(count);
        return true;
    }

    std::string_view m_rest;
};

} // namespace

std::map<std::string, std::string> readMetadata(std::span<const std::byte> model) {
    constexpr std::uint64_t metadataProps = 14, key = 1, value = 2; // as in onnx.proto
    std::map<std::string, std::string> metadata;
    const std::string_view bytes(reinterpret_cast<const char*>(model.data()), model.size());
    FieldReader(bytes).forEach([&](std::uint64_t field, std::string_view content) {
        if (field != metadataProps)
            return;
        std::string name, text;
        FieldReader(content).forEach([&](std::uint64_t part, std::string_view partContent) {
            if (part == key)
                name = partContent;
            else if (part == value)
                text = partContent;
        });
        metadata[name] = text;
    });
    return metadata;
}

ModelFile describeModel(const std::filesystem::path& path) {
    const FileBytes file = mapFile(path);
    return {path, sha256(file.bytes), file.bytes.size(), readMetadata(file.bytes)};
}

} // namespace kintsugi::runner

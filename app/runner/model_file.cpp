#include "model_file.h"

#include "base/protobuf_fields.h"
#include "sha256.h"
#include "weights/mapped_file.h"

#include <string_view>

namespace kintsugi::runner {

std::map<std::string, std::string> readMetadata(std::span<const std::byte> model) {
    constexpr std::uint64_t metadataProps = 14, key = 1, value = 2; // as in onnx.proto
    std::map<std::string, std::string> metadata;
    std::string ignored;
    const std::string_view bytes(reinterpret_cast<const char*>(model.data()), model.size());
    ProtobufFields fields(bytes);
    while (const auto field = fields.next()) {
        if (field->number != metadataProps)
            continue;
        std::string name, text;
        ProtobufFields parts(field->bytes);
        while (const auto part = parts.next())
            (part->number == key ? name : part->number == value ? text : ignored) = part->bytes;
        metadata[name] = text;
    }
    return metadata;
}

ModelFile describeModel(const std::filesystem::path& path) {
    const FileBytes file = mapFile(path);
    return {path, sha256(file.bytes), file.bytes.size(), readMetadata(file.bytes)};
}

} // namespace kintsugi::runner

#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>

namespace kintsugi::runner {

/// What is known of a model before it is loaded.
struct ModelFile {
    std::filesystem::path path;
    std::string sha256;
    std::uint64_t bytes = 0;
    std::map<std::string, std::string> metadata; ///< empty too where the file is no ONNX
};

/// Throws FileError when the file cannot be read.
ModelFile describeModel(const std::filesystem::path& path);

/// The metadata_props of a serialised onnx.ModelProto.
std::map<std::string, std::string> readMetadata(std::span<const std::byte> model);

} // namespace kintsugi::runner

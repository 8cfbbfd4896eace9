#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace kintsugi {

/// What an ONNX file holds, for people and scripts.
struct ModelInfo {
    struct Value {
        std::string name;
        std::vector<std::int64_t> shape; ///< -1 where it is free
    };
    std::string producer; ///< "kintsugi 0.1.0"
    std::int64_t opset = 0;
    std::vector<Value> inputs, outputs; ///< weights are no inputs
    std::int64_t nodes = 0;
    std::int64_t parameters = 0; ///< values of all weights
};

/// Throws FileError where the file cannot be read or is no ONNX model.
ModelInfo readModelInfo(const std::filesystem::path& file);

} // namespace kintsugi

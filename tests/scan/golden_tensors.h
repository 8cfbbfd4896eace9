#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

/// Just enough of the safetensors format to read the golden files: little-endian float32 only.
namespace kintsugi::golden {

struct Tensor {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

using Tensors = std::map<std::string, Tensor>;

inline std::filesystem::path folder(const std::string& name) {
    return std::filesystem::path(KINTSUGI_GOLDEN_DIR) / name;
}

inline Tensors readTensors(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::uint64_t headerSize = 0;
    file.read(reinterpret_cast<char*>(&headerSize), sizeof headerSize);
    if (!file || headerSize > (1U << 24))
        throw std::runtime_error(path.string() + " is not a safetensors file");
    std::string header(headerSize, '\0');
    file.read(header.data(), static_cast<std::streamsize>(headerSize));
    Tensors tensors;
    const nlohmann::json entries = nlohmann::json::parse(header);
    for (const auto& [name, entry] : entries.items()) {
        if (name == "__metadata__")
            continue;
        const auto begin = entry.at("data_offsets").at(0).get<std::uint64_t>();
        const auto end = entry.at("data_offsets").at(1).get<std::uint64_t>();
        Tensor tensor{entry.at("shape").get<std::vector<std::int64_t>>(), std::vector<float>((end - begin) / 4)};
        file.seekg(static_cast<std::streamoff>(8 + headerSize + begin));
        file.read(reinterpret_cast<char*>(tensor.values.data()), static_cast<std::streamsize>(end - begin));
        tensors[name] = std::move(tensor);
    }
    if (!file)
        throw std::runtime_error(path.string() + " ends early");
    return tensors;
}

struct Case {
    nlohmann::json description;
    Tensors input, output, grads;

    double tolerance(const std::string& file, const std::string& tensor) const {
        return description.at("tensors").at(file).at(tensor).at("atol").get<double>();
    }
};

inline Case readCase(const std::string& name) {
    Case result;
    std::ifstream(folder(name) / "case.json") >> result.description;
    result.input = readTensors(folder(name) / "input.safetensors");
    result.output = readTensors(folder(name) / "output.safetensors");
    if (std::filesystem::exists(folder(name) / "grads.safetensors"))
        result.grads = readTensors(folder(name) / "grads.safetensors");
    return result;
}

} // namespace kintsugi::golden

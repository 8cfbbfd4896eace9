#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace kintsugi {

/// A named float32 tensor, contiguous and row-major.
struct NamedTensor {
    std::string name;
    std::vector<std::int64_t> shape; ///< in a model's signature -1 stands for an extent that is free
    std::vector<float> data;         ///< empty in a signature
};

/// Whether the shape is allowed by a signature, in which -1 stands for any extent.
inline bool fitsSignature(const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& signature) {
    if (shape.size() != signature.size())
        return false;
    for (std::size_t i = 0; i < shape.size(); ++i)
        if (shape[i] <= 0 || (signature[i] >= 0 && shape[i] != signature[i]))
            return false;
    return true;
}

} // namespace kintsugi

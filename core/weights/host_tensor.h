#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace kintsugi {

enum class DType { F64, F32, F16, BF16, I64, I32, I16, I8, U8, Bool };

/// Bytes of one element.
std::size_t byteSize(DType dtype);

/// The name in a .safetensors header: "F32", "BF16", "BOOL", …
std::string_view dtypeName(DType dtype);
std::optional<DType> dtypeFromName(std::string_view name);

/// Product of @p shape, 1 for an empty one; nothing when an extent is negative or the product leaves int64.
std::optional<std::int64_t> countElements(std::span<const std::int64_t> shape);

/// A tensor in plain memory: contiguous, row-major, little-endian, aligned to its element.
///
/// Copies share the bytes. `owner` is a buffer or a mapped file and keeps `data` alive.
struct HostTensor {
    DType dtype = DType::F32;
    std::vector<std::int64_t> shape;
    std::shared_ptr<const void> owner;
    const std::byte* data = nullptr;
    std::size_t byteCount = 0;

    std::int64_t elements() const { return static_cast<std::int64_t>(byteCount / byteSize(dtype)); }
    std::span<const std::byte> bytes() const { return {data, byteCount}; }

    /// Every element as float, whatever the type; F64 and I64 are rounded.
    std::vector<float> toFloat() const;
};

/// An F32 tensor that takes over @p values. Throws InputError when their number is not the product of @p shape.
HostTensor makeTensor(std::vector<std::int64_t> shape, std::vector<float> values);

/// The same for U8.
HostTensor makeTensor(std::vector<std::int64_t> shape, std::vector<std::uint8_t> values);

/// A tensor of any type from its little-endian bytes, which are copied.
HostTensor makeTensor(DType dtype, std::vector<std::int64_t> shape, std::span<const std::byte> bytes);

} // namespace kintsugi

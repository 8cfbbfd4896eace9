#include "weights/host_tensor.h"

#include "base/error.h"

#include <array>
#include <bit>
#include <cstring>
#include <fmt/format.h>
#include <utility>

namespace kintsugi {

static_assert(std::endian::native == std::endian::little, "checkpoints are little-endian and are used in place");

namespace {

constexpr std::array<std::pair<std::string_view, std::size_t>, 10> dtypes{{
    {"F64", 8},
    {"F32", 4},
    {"F16", 2},
    {"BF16", 2},
    {"I64", 8},
    {"I32", 4},
    {"I16", 2},
    {"I8", 1},
    {"U8", 1},
    {"BOOL", 1},
}};

float halfToFloat(std::uint16_t half) {
    const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000u) << 16;
    const std::uint32_t exponent = (half >> 10) & 0x1Fu;
    const std::uint32_t mantissa = half & 0x3FFu;
    if (exponent == 0) { // zero or subnormal: mantissa * 2^-24, exact in float
        const float magnitude = static_cast<float>(mantissa) * 0x1.0p-24f;
        return sign ? -magnitude : magnitude;
    }
    const std::uint32_t wide = exponent == 31 ? 0xFFu : exponent + 112u;
    return std::bit_cast<float>(sign | (wide << 23) | (mantissa << 13));
}

template <typename T, typename Convert> std::vector<float> convert(const HostTensor& tensor, Convert toFloat) {
    std::vector<float> result(static_cast<std::size_t>(tensor.elements()));
    for (std::size_t i = 0; i < result.size(); ++i) {
        T value;
        std::memcpy(&value, tensor.data + i * sizeof(T), sizeof(T));
        result[i] = toFloat(value);
    }
    return result;
}

template <typename T> std::vector<float> convert(const HostTensor& tensor) {
    return convert<T>(tensor, [](T value) { return static_cast<float>(value); });
}

template <typename T> HostTensor adopt(DType dtype, std::vector<std::int64_t> shape, std::vector<T> values) {
    if (countElements(shape) != static_cast<std::int64_t>(values.size()))
        throw InputError(fmt::format("A tensor was given {} values, which is not the product of its {} extents.",
                                     values.size(), shape.size()));
    const auto buffer = std::make_shared<const std::vector<T>>(std::move(values));
    const auto bytes = std::as_bytes(std::span(*buffer));
    return {dtype, std::move(shape), buffer, bytes.data(), bytes.size()};
}

} // namespace

std::size_t byteSize(DType dtype) {
    return dtypes.at(static_cast<std::size_t>(dtype)).second;
}

std::string_view dtypeName(DType dtype) {
    return dtypes.at(static_cast<std::size_t>(dtype)).first;
}

std::optional<DType> dtypeFromName(std::string_view name) {
    for (std::size_t i = 0; i < dtypes.size(); ++i) {
        if (dtypes[i].first == name)
            return static_cast<DType>(i);
    }
    return std::nullopt;
}

std::optional<std::int64_t> countElements(std::span<const std::int64_t> shape) {
    std::int64_t product = 1;
    for (const std::int64_t extent : shape) {
        if (extent < 0 || __builtin_mul_overflow(product, extent, &product))
            return std::nullopt;
    }
    return product;
}

std::vector<float> HostTensor::toFloat() const {
    switch (dtype) {
    case DType::F64:
        return convert<double>(*this);
    case DType::F32:
        return convert<float>(*this);
    case DType::F16:
        return convert<std::uint16_t>(*this, halfToFloat);
    case DType::BF16:
        return convert<std::uint16_t>(
            *this, [](std::uint16_t value) { return std::bit_cast<float>(static_cast<std::uint32_t>(value) << 16); });
    case DType::I64:
        return convert<std::int64_t>(*this);
    case DType::I32:
        return convert<std::int32_t>(*this);
    case DType::I16:
        return convert<std::int16_t>(*this);
    case DType::I8:
        return convert<std::int8_t>(*this);
    case DType::U8:
        return convert<std::uint8_t>(*this);
    case DType::Bool:
        return convert<std::uint8_t>(*this, [](std::uint8_t value) { return value ? 1.0f : 0.0f; });
    }
    return {};
}

HostTensor makeTensor(std::vector<std::int64_t> shape, std::vector<float> values) {
    return adopt(DType::F32, std::move(shape), std::move(values));
}

HostTensor makeTensor(std::vector<std::int64_t> shape, std::vector<std::uint8_t> values) {
    return adopt(DType::U8, std::move(shape), std::move(values));
}

HostTensor makeTensor(DType dtype, std::vector<std::int64_t> shape, std::span<const std::byte> bytes) {
    const auto count = countElements(shape);
    if (!count || static_cast<std::uint64_t>(*count) != bytes.size() / byteSize(dtype) ||
        bytes.size() % byteSize(dtype) != 0)
        throw InputError(fmt::format("A tensor of type {} was given {} bytes, which is not what its {} extents need.",
                                     dtypeName(dtype), bytes.size(), shape.size()));
    const auto buffer = std::make_shared<const std::vector<std::byte>>(bytes.begin(), bytes.end());
    return {dtype, std::move(shape), buffer, buffer->data(), buffer->size()};
}

} // namespace kintsugi

#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace kintsugi {

/// One field of a serialised protobuf message.
struct ProtobufField {
    std::uint64_t number = 0;
    std::uint64_t integer = 0; ///< of a varint, or the bits of a field of 4 or 8 bytes
    std::string_view bytes;    ///< of a field with a length: text, a message, packed numbers
    bool hasLength = false;
};

/// Walks over the fields of one message of Google's protocol buffers, as far as it is well-formed. Reads what ONNX
/// files hold where no protobuf library is: in programs for devices.
class ProtobufFields {
public:
    explicit ProtobufFields(std::string_view message) : m_rest(message) {}

    /// The next field; none at the end of the message, or where it is broken.
    std::optional<ProtobufField> next() {
        if (m_rest.empty())
            return std::nullopt;
        const std::optional<ProtobufField> field = read();
        if (!field) {
            m_isWhole = false;
            m_rest = {};
        }
        return field;
    }

    /// Whether all that was read so far was well-formed.
    bool isWhole() const { return m_isWhole; }

    /// A number of seven bits a byte, taken from the front of @p bytes.
    static std::optional<std::uint64_t> takeVarint(std::string_view& bytes) {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(bytes.front());
            bytes.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7Fu) << shift;
            if ((byte & 0x80u) == 0)
                return value;
        }
        return std::nullopt;
    }

private:
    std::optional<ProtobufField> read() {
        const auto tag = takeVarint(m_rest);
        if (!tag)
            return std::nullopt;
        ProtobufField field;
        field.number = *tag >> 3;
        switch (*tag & 7u) {
        case 0: {
            const auto value = takeVarint(m_rest);
            if (!value)
                return std::nullopt;
            field.integer = *value;
            return field;
        }
        case 1:
            return fixed(field, 8);
        case 5:
            return fixed(field, 4);
        case 2: {
            const auto length = takeVarint(m_rest);
            if (!length || *length > m_rest.size())
                return std::nullopt;
            field.bytes = m_rest.substr(0, *length);
            field.hasLength = true;
            m_rest.remove_prefix(*length);
            return field;
        }
        default:
            return std::nullopt;
        }
    }

    std::optional<ProtobufField> fixed(ProtobufField field, std::size_t size) {
        if (size > m_rest.size())
            return std::nullopt;
        std::memcpy(&field.integer, m_rest.data(), size); // both are little-endian
        m_rest.remove_prefix(size);
        return field;
    }

    std::string_view m_rest;
    bool m_isWhole = true;
};

} // namespace kintsugi

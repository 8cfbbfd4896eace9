#pragma once

#include <QByteArray>
#include <QByteArrayList>

/// The smallest model that the real runner can time, and its parity file, without a library.
namespace kintsugi::tiny {

inline QByteArray varint(quint64 value) {
    QByteArray bytes;
    for (; value > 127; value >>= 7)
        bytes += static_cast<char>(value | 128);
    return bytes + static_cast<char>(value);
}
inline QByteArray number(int field, quint64 value) {
    return varint(static_cast<quint64>(field) << 3) + varint(value);
}
inline QByteArray bytes(int field, const QByteArray& content) {
    return varint(static_cast<quint64>(field) << 3 | 2) + varint(static_cast<quint64>(content.size())) + content;
}

/// ONNX: output = max(input, 0), both 1x3x8x8, in a node that claims the stage enc1.
inline QByteArray model() {
    QByteArray dimensions;
    for (const int extent : {1, 3, 8, 8})
        dimensions += bytes(1, number(1, static_cast<quint64>(extent)));
    const QByteArray type = bytes(1, number(1, 1) + bytes(2, dimensions));
    const QByteArray node = bytes(1, "input") + bytes(2, "output") + bytes(3, "enc1/0-1.T/relu") + bytes(4, "Relu");
    const QByteArray graph = bytes(1, node) + bytes(2, "g") + bytes(11, bytes(1, "input") + bytes(2, type)) +
                             bytes(12, bytes(1, "output") + bytes(2, type));
    return number(1, 8) + bytes(7, graph) + bytes(8, bytes(1, "") + number(2, 17)) +
           bytes(14, bytes(1, "kintsugi.architecture") + bytes(2, "T"));
}

/// Safetensors: what the model turns its input into, or @p wrong values.
inline QByteArray parityFile(bool wrong) {
    QByteArray input, output;
    for (int i = 0; i < 3 * 8 * 8; ++i) {
        const float value = static_cast<float>(i - 60) / 64.0f;
        const float result = (value > 0 ? value : 0) + (wrong ? 0.5f : 0.0f);
        input.append(reinterpret_cast<const char*>(&value), sizeof value);
        output.append(reinterpret_cast<const char*>(&result), sizeof result);
    }
    const QByteArray size = QByteArray::number(input.size()), both = QByteArray::number(2 * input.size());
    QByteArray header =
        R"({"__metadata__":{"tolerance":"1e-4"},"input":{"dtype":"F32","shape":[1,3,8,8],"data_offsets":[0,)" + size +
        R"(]},"output":{"dtype":"F32","shape":[1,3,8,8],"data_offsets":[)" + size + "," + both + "]}}";
    while (header.size() % 8)
        header += ' ';
    const quint64 length = static_cast<quint64>(header.size());
    return QByteArray(reinterpret_cast<const char*>(&length), sizeof length) + header + input + output;
}

} // namespace kintsugi::tiny

#include "weights/safetensors.h"

#include "base/atomic_file.h"
#include "base/error.h"
#include "weights/printable.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>
#include <set>

namespace kintsugi {

namespace {

std::string quoted(const std::string& text) {
    try {
        return nlohmann::json(text).dump();
    } catch (const nlohmann::json::exception&) {
        throw InputError(fmt::format("The name or text “{}” is not valid UTF-8; rename it.", printable(text)));
    }
}

std::uint64_t layoutBytes(const TensorLayout& tensor) {
    const auto count = countElements(tensor.shape);
    std::uint64_t bytes = 0;
    if (!count || __builtin_mul_overflow(static_cast<std::uint64_t>(*count), byteSize(tensor.dtype), &bytes))
        throw InputError(fmt::format("The tensor {} has an impossible shape.", printable(tensor.name)));
    return bytes;
}

/// Length and text of the header, padded so that the data begins at a multiple of 8.
std::string makeHeader(const std::vector<TensorLayout>& layout, const std::map<std::string, std::string>& metadata) {
    std::string text = "{";
    if (!metadata.empty()) {
        text += "\"__metadata__\":{";
        for (const auto& [key, value] : metadata)
            text += fmt::format("{}:{},", quoted(key), quoted(value));
        text.back() = '}';
        text += ',';
    }
    std::set<std::string_view> names{"__metadata__"};
    std::uint64_t begin = 0;
    for (const TensorLayout& tensor : layout) {
        if (!names.insert(tensor.name).second)
            throw InputError(fmt::format("A .safetensors file cannot hold the name {} (again); rename the tensor.",
                                         printable(tensor.name)));
        std::uint64_t end = 0;
        if (__builtin_add_overflow(begin, layoutBytes(tensor), &end))
            throw InputError("The tensors are too large for one file.");
        text += fmt::format("{}:{{\"dtype\":\"{}\",\"shape\":[{}],\"data_offsets\":[{},{}]}},", quoted(tensor.name),
                            dtypeName(tensor.dtype), fmt::join(tensor.shape, ","), begin, end);
        begin = end;
    }
    if (text.back() == ',')
        text.back() = '}';
    else
        text += '}';
    text.append((8 - text.size() % 8) % 8, ' ');
    const std::uint64_t size = text.size();
    std::string length(sizeof size, '\0');
    std::memcpy(length.data(), &size, sizeof size);
    return length + text;
}

} // namespace

SafetensorsWriter::SafetensorsWriter(std::ostream& stream, std::string fileName,
                                     const std::vector<TensorLayout>& layout)
    : m_stream(stream), m_fileName(std::move(fileName)), m_layout(layout) {
    skipFinished();
}

void SafetensorsWriter::skipFinished() {
    while (m_current < m_layout.size() && m_written == layoutBytes(m_layout[m_current])) {
        ++m_current;
        m_written = 0;
    }
}

void SafetensorsWriter::append(const std::string& name, std::span<const std::byte> bytes) {
    if (bytes.empty())
        return; // a tensor without elements needs no data and may be named or left out
    if (m_current == m_layout.size() || m_layout[m_current].name != name)
        throw InputError(fmt::format("Data of {} cannot be written to {} now: {}.", printable(name), m_fileName,
                                     m_current == m_layout.size()
                                         ? "every announced tensor is complete"
                                         : "the next tensor is " + printable(m_layout[m_current].name)));
    if (bytes.size() > layoutBytes(m_layout[m_current]) - m_written)
        throw InputError(fmt::format("Data of {} is larger than was announced for {}.", printable(name), m_fileName));
    errno = 0;
    m_stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!m_stream)
        throw FileError(fmt::format("Cannot write {}: {}. Check the free space.", m_fileName,
                                    std::strerror(errno ? errno : ENOSPC)));
    m_written += bytes.size();
    skipFinished();
}

void SafetensorsWriter::finish() {
    if (m_current != m_layout.size())
        throw InputError(fmt::format("The data of {} is missing, so {} was not written.",
                                     printable(m_layout[m_current].name), m_fileName));
}

void writeSafetensors(const std::filesystem::path& path, const std::vector<TensorLayout>& layout,
                      const std::map<std::string, std::string>& metadata,
                      const std::function<void(SafetensorsWriter&)>& fill) {
    const std::string header = makeHeader(layout, metadata);
    writeFileAtomically(path, [&](std::ostream& stream) {
        stream.write(header.data(), static_cast<std::streamsize>(header.size()));
        SafetensorsWriter writer(stream, path.string(), layout);
        fill(writer);
        writer.finish();
    });
}

void writeSafetensors(const std::filesystem::path& path, const TensorMap& tensors,
                      const std::map<std::string, std::string>& metadata) {
    std::vector<TensorLayout> layout;
    for (const auto& [name, tensor] : tensors)
        layout.push_back({name, tensor.dtype, tensor.shape});
    std::stable_sort(layout.begin(), layout.end(), [](const TensorLayout& a, const TensorLayout& b) {
        return byteSize(a.dtype) > byteSize(b.dtype);
    });
    writeSafetensors(path, layout, metadata, [&](SafetensorsWriter& writer) {
        for (const TensorLayout& tensor : layout)
            writer.append(tensor.name, tensors.at(tensor.name).bytes());
    });
}

} // namespace kintsugi

#pragma once

#include "weights/checkpoint.h"

#include <functional>

namespace kintsugi {

/// Reads a .safetensors file (huggingface/safetensors format): 8 bytes of header length, a JSON header, the data.
///
/// Tensors point into the mapped file; one whose data is not aligned to its element type is copied.
/// Throws FileError unless every rule of the format holds: header up to 100 MB, known types, no name twice, each size
/// equal to shape times type, and data that covers the rest of the file without overlap or hole.
Checkpoint readSafetensors(const std::filesystem::path& path);
Checkpoint parseSafetensors(const FileBytes& file);

/// Replaces @p path atomically. Data starts at a multiple of 8 and larger element types come first, so that every
/// tensor is aligned when the file is mapped. Throws FileError; the old file is then untouched.
void writeSafetensors(const std::filesystem::path& path, const TensorMap& tensors,
                      const std::map<std::string, std::string>& metadata = {});

/// What a .safetensors header says of one tensor.
struct TensorLayout {
    std::string name;
    DType dtype = DType::U8;
    std::vector<std::int64_t> shape;
};

/// Takes the data of a file whose tensors were announced beforehand, in that order.
class SafetensorsWriter {
public:
    /// Adds bytes to the tensor @p name; it may come in parts. Throws InputError for a name that is not next, or for
    /// more bytes than announced, and FileError when the disk refuses them.
    void append(const std::string& name, std::span<const std::byte> bytes);

private:
    friend void writeSafetensors(const std::filesystem::path&, const std::vector<TensorLayout>&,
                                 const std::map<std::string, std::string>&,
                                 const std::function<void(SafetensorsWriter&)>&);
    SafetensorsWriter(std::ostream& stream, std::string fileName, const std::vector<TensorLayout>& layout);
    void skipFinished();
    void finish();

    std::ostream& m_stream;
    std::string m_fileName;
    const std::vector<TensorLayout>& m_layout;
    std::size_t m_current = 0;
    std::size_t m_written = 0; ///< bytes of the current tensor
};

/// Writes a file too large for memory: names, types and shapes first, then @p fill appends the data in that order.
/// Atomic as above; an exception from @p fill leaves the old file. Throws InputError when data is missing at the end.
void writeSafetensors(const std::filesystem::path& path, const std::vector<TensorLayout>& layout,
                      const std::map<std::string, std::string>& metadata,
                      const std::function<void(SafetensorsWriter&)>& fill);

} // namespace kintsugi

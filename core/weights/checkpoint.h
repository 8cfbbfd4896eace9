#pragma once

#include "weights/host_tensor.h"

#include <filesystem>
#include <map>
#include <string>

namespace kintsugi {

struct FileBytes;

using TensorMap = std::map<std::string, HostTensor>;

/// The named tensors of one file.
struct Checkpoint {
    TensorMap tensors;
    std::map<std::string, std::string> metadata; ///< `__metadata__` of a .safetensors file
    std::string format;                          ///< "safetensors", "pth" (zip) or "pth-legacy"
    std::string nestedUnder;    ///< key of the outer dictionary that held the weights ("params"), empty when bare
    std::string strippedPrefix; ///< taken off every name ("module."), empty when none
};

/// Reads a .safetensors or PyTorch checkpoint; the content decides which, never the file's name.
///
/// Tensors point into the mapped file, which lives as long as any of them.
/// Throws FileError for anything else, saying what the file seems to be (a web page, a git-lfs pointer, …).
Checkpoint readCheckpoint(const std::filesystem::path& path);
Checkpoint parseCheckpoint(const FileBytes& file);

} // namespace kintsugi

#pragma once

#include "nets/hybrid.h"
#include "onnx/export_options.h"
#include "space/architecture.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

/// Networks as ONNX files: opset 17, the newest of libonnx 1.12, IR version 8, float32, weights inside. One input
/// `input` (1, C, H, W) in [0, 1], one output `output` (1, C, H, W), not clamped. Nodes are named
/// `STAGE/BEGIN-END.KIND/…` ("enc2/0-2.lite1/scan", "enc1/0-1.T/attn.qkv") by the edge they belong to, in an edge of
/// several blocks `STAGE/EDGE/BLOCK/…`, and `base/…` where they belong to no stage. Every file is checked by
/// onnx::checker before it is written.
namespace kintsugi {

struct ExportedModel {
    std::filesystem::path file;
    std::string name; ///< "network", "stage:enc1", …, "stage:base"
    std::uint64_t bytes = 0;
    int nodes = 0;                        ///< bodies of loops not counted
    std::map<std::string, int> operators; ///< how many nodes of each type
};

/// Writes the network of a path, replacing @p file atomically. Throws InputError when the architecture is not the
/// network's, the size is no multiple of 8, or the model would exceed the 2 GiB that one file may have; FileError when
/// it cannot be written.
ExportedModel exportNetwork(const HybridUNet& net, const Architecture& architecture, const ExportOptions& options,
                            const std::filesystem::path& file);

/// Writes every stage as a model of its own, FOLDER/STAGE.onnx, `features` (1, Cs, Hs, Ws) to `features_out` of the
/// same shape, and last FOLDER/base.onnx: the network without its blocks, `input` to `output`. Makes the folder.
/// options.height and width are the image's. Throws as above.
std::vector<ExportedModel> exportStages(const HybridUNet& net, const Architecture& architecture,
                                        const ExportOptions& options, const std::filesystem::path& folder);

/// One stage alone, as exportStages writes it, into @p file. Throws as above.
ExportedModel exportStage(const HybridUNet& net, const Architecture& architecture, StageId stage,
                          const ExportOptions& options, const std::filesystem::path& file);

} // namespace kintsugi

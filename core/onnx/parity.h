#pragma once

#include "nets/hybrid.h"
#include "weights/host_tensor.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace kintsugi {

/// An input and what LibTorch makes of it, to compare another engine with.
struct ParityCase {
    HostTensor input, expected;
    /// Largest magnitude of what the network adds to its input, or of its output where it adds nothing to an input.
    /// Differences are measured against it: next to the input itself, wrong blocks could hide.
    double scale = 1;
    /// How far the output without any blocks would be off, in the same measure; where this is small, agreement proves
    /// little.
    double blocksShare = 0;
};

/// Largest difference that is agreement, relative to ParityCase::scale.
inline constexpr double parityTolerance = 1e-4;

/// A fixed pseudo-random picture (shapes and noise in [0, 1]) through the whole network.
/// Throws InputError for sizes that the network cannot run.
ParityCase networkParityCase(const HybridUNet& net, int height, int width, std::uint64_t seed = 1);

/// The same for one model of exportStages, @p name as in ExportedModel: the picture's features at that stage.
/// Throws InputError for a name that is none.
ParityCase stageParityCase(const HybridUNet& net, const std::string& name, int height, int width,
                           std::uint64_t seed = 1);

/// Tensors `input` and `output` and the metadata `tolerance`: the largest difference allowed, relative to the largest
/// magnitude of `output`; chosen so that it is parityTolerance relative to the case's scale. Throws FileError.
void writeParityFile(const std::filesystem::path& file, const ParityCase& expected);

struct ParityResult {
    double maxAbs = 0;
    double maxRel = 0; ///< maxAbs / scale
    bool pass = false; ///< maxRel is at most parityTolerance
};

/// Runs the ONNX file in ONNX Runtime on this computer and compares. Throws Error saying what is missing when there is
/// no runtime, and InputError when the model takes or gives other shapes.
ParityResult checkParity(const std::filesystem::path& model, const ParityCase& expected, int threads = 1);

/// Version of the ONNX Runtime that checkParity uses. Throws Error when there is none.
std::string parityRuntimeVersion();

} // namespace kintsugi

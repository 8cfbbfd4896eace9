#pragma once

#include "nets/surrogate.h"
#include "weights/teacher_hash.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kintsugi {

/// One point of a surrogate's loss curve.
struct DistillPoint {
    std::int64_t iteration = 0;
    bool output = false; ///< of the second phase, on the network's output
    double loss = 0; ///< feature phase: relative squared error; output phase: mean absolute error to the clean patch
};

/// What is known of a distilled surrogate besides its weights.
struct SurrogateInfo {
    PlacedEdge placed;
    std::string teacher;                    ///< hash of the teacher's weights, as teacherHash gives it
    SurrogateOptions options;               ///< shapes of its blocks
    std::string training;                   ///< JSON object of the options it was trained with
    double relativeError = 0;               ///< |S(x) - T(x)|^2 / |T(x) - x|^2 on held-out patches, after both phases
    double featureError = 0;                ///< the same after the feature phase
    std::optional<double> teacherPsnr;      ///< dB on the validation images, where they were given
    std::optional<double> psnrAfterFeature; ///< of the teacher with this surrogate in place
    std::optional<double> psnrAfterOutput;
    std::int64_t iterations = 0; ///< of both phases
    double seconds = 0;          ///< this surrogate's own time; its share of the teacher's passes not counted
    std::string start;           ///< what the weights began as: "random", "teacher", "mambair: 2 blocks"
    std::vector<DistillPoint> curve;
};

/// "enc2_0-2_lite1.safetensors": one file per edge.
std::string surrogateFileName(const PlacedEdge& placed);

/// Written atomically. Throws FileError.
void writeSurrogate(const std::filesystem::path& file, const Surrogate& surrogate, const SurrogateInfo& record);

/// Reads the record alone; the weights stay on disk. Throws FileError when the file is not a surrogate of Kintsugi.
SurrogateInfo readSurrogateInfo(const std::filesystem::path& file, const Stages& stages);

/// The trained blocks. Throws FileError as above, InputError when the weights do not fit the teacher's stage.
std::shared_ptr<Surrogate> readSurrogate(const std::filesystem::path& file, const RestormerConfig& teacher);

} // namespace kintsugi

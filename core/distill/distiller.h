#pragma once

#include "distill/surrogate_file.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace kintsugi {

class PatchSource;

/// Feature-wise knowledge distillation (FwKD, arXiv 2605.02794) followed by a short phase on the network's output.
struct DistillOptions {
    std::int64_t featureIterations = 300;
    std::int64_t outputIterations = 120;
    int patch = 64; ///< side in pixels, a multiple of 8
    int batch = 4;
    double learningRate = 2e-3;       ///< peak of the feature phase
    double outputLearningRate = 5e-4; ///< peak of the output phase
    std::int64_t warmUp = 20;         ///< of either phase
    double weightDecay = 1e-4;
    double clipNorm = 1.0;
    /// The feature phase ends early when the mean loss of the last @p plateau iterations is not at least 1 % below that
    /// of as many before them, at the earliest half way; 0: never.
    std::int64_t plateau = 60;
    /// Share of the output phase's steps in which the stages around the surrogate's are replaced too, each by a random
    /// finished surrogate or the teacher, so that it meets the drifted features it will really see.
    double drift = 0;
    std::uint64_t seed = 0;
    std::int64_t checkpointEvery = 50;
    SurrogateOptions blocks;
    std::filesystem::path mambaIrWeights; ///< upstream's MambaIR U-Net to start `mambair` surrogates from, or empty

    /// What makes a result what it is; a checkpoint is continued only under equal options.
    std::string toJson() const;
};

/// PSNR in dB of the teacher with one edge replaced (no blocks: of the teacher itself), measured by the caller.
using MeasureHybrid = std::function<double(const PlacedEdge& placed, const std::vector<BlockPtr>& blocks)>;

struct DistillProgress {
    std::size_t finished = 0; ///< surrogates of this run that are done
    std::size_t total = 0;
    std::size_t group = 0;                      ///< surrogates that train together now
    bool output = false;                        ///< phase
    std::int64_t iteration = 0, iterations = 0; ///< of the phase
    double meanLoss = 0;                        ///< over the group, of the last iterations
    double secondsLeft = 0;
    double teacherShare = 0; ///< share of the time spent in the teacher's passes so far
};

/// Bytes that training one surrogate holds besides the features: weights, gradients, two moments, and the activations
/// of one step (estimated as those of the blocks it stands for).
double distillBytes(const PlacedEdge& placed, const RestormerConfig& teacher, const DistillOptions& options);

/// Trains surrogates of one teacher. One teacher pass over a batch serves every surrogate of a group; each has its own
/// optimiser and schedule, so its result does not depend on which others train beside it.
class Distiller {
public:
    /// @p source must outlive the distiller. @p folder receives NAME.safetensors for every finished surrogate, and
    /// keeps NAME.part for those in training. Throws InputError for options that cannot work.
    Distiller(std::shared_ptr<UNet> teacher, const TensorMap& teacherWeights, const PatchSource& source,
              DistillOptions options, std::filesystem::path folder);
    ~Distiller();

    /// For drift: finished surrogates' blocks by edge, as for `assemble`, and the edges that it knows.
    void setLibrary(std::vector<PlacedEdge> edges, std::function<std::vector<BlockPtr>(const PlacedEdge& edge)> lookup);
    void setMeasure(MeasureHybrid measure);

    /// Trains those of @p edges whose file does not exist, groups of them together as far as @p memory bytes reach, on
    /// @p threads threads. Every finished one is written at once and given to @p finished. A stopped or killed run goes
    /// on from its last checkpoint when called again and gives the same bits. Throws Interrupted on stop.
    void run(std::span<const PlacedEdge> edges, double memory, int threads,
             const std::function<void(const DistillProgress&)>& report,
             const std::function<void(const SurrogateInfo&, const std::filesystem::path&)>& finished,
             std::stop_token stop);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace kintsugi

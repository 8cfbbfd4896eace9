#pragma once

#include "distill/trainable_network.h"
#include "imaging/validation_pairs.h"
#include "space/restormer_config.h"
#include "space/stage.h"
#include "weights/checkpoint.h"

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

enum class TrainLoss {
    L1,         ///< mean absolute difference
    Charbonnier ///< mean of sqrt(difference^2 + 1e-6)
};

/// Patch and batch size from a given part of the run onwards ("progressive learning" of Restormer).
struct TrainPhase {
    double from = 0.0; ///< share of all iterations after which it begins
    int patch = 64;    ///< side in pixels, a multiple of 8
    int batch = 8;     ///< a multiple of the replicas
    bool operator==(const TrainPhase&) const = default;
};

struct TrainOptions {
    RestormerConfig config;
    std::int64_t iterations = 10000;
    std::vector<TrainPhase> phases{TrainPhase{}};
    TrainLoss loss = TrainLoss::L1;
    double learningRate = 1e-3;
    double lastLearningRate = 1e-6;
    std::int64_t warmUp = 100;
    double weightDecay = 1e-4;
    double clipNorm = 0.1;       ///< largest norm of all gradients; 0: no clipping
    double averageDecay = 0.999; ///< of the running average of the weights, which is what is validated and kept
    /// Share of the run in which the network grows from its deepest level: the bottleneck's blocks alone for the first
    /// third of it, then with those of level 3, then of level 2; the blocks above pass their input on. A small network
    /// that is trained all at once leaves its deep stages with nothing to do, because the shallow ones learn faster.
    double growth = 0;
    /// Share of the run in which the skip connection from enc3 to dec3 is cut, so that all that level 3 finds must pass
    /// the bottleneck; over the next tenth of the run it is faded in. Without it a small network bypasses its
    /// bottleneck, which learns next to nothing.
    double lateSkip = 0;
    /// Weight of the distance to a reference network's output (setReference), beside that to the clean patch.
    double distillation = 0;
    std::string architecture; ///< of a hybrid network, so that a checkpoint is not continued as another one
    std::vector<Span> only;   ///< when given, only these blocks are trained and all other weights stay
    int replicas = 1;         ///< copies of the network that share a batch, one thread each
    std::uint64_t seed = 0;   ///< of the initial weights; the patches have their own
    std::int64_t checkpointEvery = 250;
    std::int64_t validateEvery = 500;
};

struct TrainPoint {
    std::int64_t iteration = 0; ///< iterations done
    double loss = 0;            ///< mean since the point before
    double learningRate = 0;
    double seconds = 0;         ///< of training since the run's first start, pauses left out
    std::optional<double> psnr; ///< mean over the validation pairs in dB, of the averaged weights; when it was measured
};

struct TrainProgress {
    TrainPoint point;
    std::int64_t iterations = 0;
    double imagesPerSecond = 0; ///< patches a second of this session
    double secondsLeft = 0;
    double dataShare = 0;      ///< share of the time spent waiting for patches
    double optimizerShare = 0; ///< share of the time spent in reduction, clipping, optimiser and average
};

/// Trains a Restormer from scratch, or any other network that a factory makes, on (degraded, clean) patches. The state
/// is one file; a run that is stopped or killed goes on from its last checkpoint and gives the same bits as one that
/// was not, on the same machine and settings.
class NetworkTrainer {
public:
    /// Throws InputError for options that cannot work. @p source must outlive the trainer.
    /// @p factory makes the replicas, by default Restormers of the options' configuration.
    NetworkTrainer(TrainOptions options, const PatchSource& source, std::vector<ValidationPair> validation,
                   const NetworkFactory& factory = {});
    ~NetworkTrainer();

    /// Starts from these weights (upstream's names) instead of random ones. Throws InputError when the keys do not fit;
    /// @p source names their file. The blocks in @p afresh keep their random weights instead, except that their output
    /// projections begin at zero, so that they first pass their input on.
    void initialise(const TensorMap& weights, const std::string& source, std::span<const Span> afresh = {});

    /// A frozen network whose output the trained one should also come near; called without gradients, from any thread.
    void setReference(std::function<at::Tensor(const at::Tensor& image)> reference);

    /// Continues from a checkpoint. Throws InputError naming the first option that differs from the checkpoint's.
    void restore(const std::filesystem::path& checkpoint);
    void save(const std::filesystem::path& checkpoint) const;

    /// Trains until the last iteration or until @p stop is requested; a checkpoint is written every checkpointEvery
    /// iterations, on stop and at the end. @p report is called after every tenth iteration or validation.
    /// Throws Error when the loss is no longer finite (the last checkpoint stays).
    void run(const std::filesystem::path& checkpoint, const std::function<void(const TrainProgress&)>& report,
             std::stop_token stop);

    std::int64_t iteration() const;
    const std::vector<TrainPoint>& curve() const;

    /// The averaged weights, with the names of the network's module (upstream's for a Restormer).
    TensorMap averagedWeights() const;

    /// PSNR of the averaged weights over the validation pairs, in dB; nothing when there are none.
    std::optional<double> validate();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace kintsugi

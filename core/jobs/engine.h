#pragma once

#include "imaging/image.h"
#include "imaging/tiling.h"
#include "project/project_store.h"
#include "project/search_spec.h"
#include "project/timing_files.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace kintsugi {

/// An image restored by one architecture.
struct RestoredImage {
    Image image; ///< clamped by nobody
    double seconds = 0;
    std::uint64_t forecastBytes = 0;
    std::size_t tiles = 1;
};

/// Surrogates to train, without naming anything of LibTorch.
struct DistillPlan {
    std::vector<PlacedEdge> edges;
    std::vector<std::filesystem::path> images; ///< packs or folders of clean photographs
    std::int64_t featureIterations = 300, outputIterations = 120;
    int patch = 64, batch = 4;
    double learningRate = 2e-3;
    std::uint64_t seed = 0;
    double memoryBytes = 2.0 * (1 << 30);
};

struct DistillStep {
    std::size_t finished = 0, total = 0, group = 0;
    bool output = false; ///< phase
    std::int64_t iteration = 0, iterations = 0;
    double meanLoss = 0;
    double secondsLeft = 0;
};

/// How the project's teacher is trained.
struct TeacherPlan {
    std::vector<std::filesystem::path> images; ///< packs or folders of clean photographs
    std::int64_t iterations = 5000;
    int patch = 64, batch = 8, bestOf = 2; ///< the batch is rounded up to one patch a thread
    double learningRate = 1e-3;
    double growth = 0, lateSkip = 0; ///< as in TrainOptions
    std::uint64_t seed = 0;
    bool resume = false; ///< go on with the run that the project has, which must be of the same plan
};

struct TeacherStep {
    std::int64_t iteration = 0, iterations = 0;
    double loss = 0;            ///< mean since the step before
    std::optional<double> psnr; ///< on the validation images, when it was measured
    double patchesPerSecond = 0, secondsLeft = 0;
};

/// A network to train end to end; see FinetuneRequest.
struct FinetunePlan {
    Architecture architecture;
    std::vector<std::filesystem::path> images;
    std::int64_t iterations = 300;
    int patch = 96, batch = 4;
    double learningRate = 2e-4;
    std::uint64_t seed = 0;
};

struct FinetuneStep {
    std::int64_t iteration = 0, iterations = 0;
    double loss = 0, secondsLeft = 0;
};

/// What is exported to be timed on a device.
struct TimingExport {
    std::vector<Architecture> architectures;
    bool stages = false; ///< also every stage of each
    bool edges = false;  ///< also every edge of the library alone, and what lies between the stages
    TimingSize size;
    std::filesystem::path folder; ///< made; the caller removes it
};

struct EngineSetup {
    std::filesystem::path project;
    std::shared_ptr<ProjectStore> store;           ///< the program's only one; may be read-only
    std::vector<std::filesystem::path> validation; ///< packs or folders to measure on; may be empty
    int crop = 128;                                ///< of the validation crops
    std::size_t crops = 24;
    int threads = 1;
    std::function<void()> yield; ///< batch work calls it between its steps (Lanes::yield); may be empty
};

/// All that a window asks of the networks. Its functions take their time and are called off the interface thread; each
/// of the two groups from one thread at a time, the two groups beside each other; `restore` from any thread. They throw
/// Error with a sentence, Interrupted when stopped.
class Engine {
public:
    virtual ~Engine() = default;

    // Interactive.

    /// The crop that `preview` restores. Its features at stage borders are kept while it stays.
    virtual void setPreview(const Image& degraded) = 0;
    virtual Image preview(const Architecture& architecture) = 0;
    /// Quality on the validation crops, from the store or measured and stored. Throws InputError without any.
    virtual EvaluationRecord measure(const Architecture& architecture, std::stop_token stop) = 0;
    /// A whole image, in tiles as memory allows.
    virtual RestoredImage restore(const Image& degraded, const Architecture& architecture, const TileProgress& progress,
                                  std::stop_token stop) = 0;
    /// Networks (subject: the architecture's text), stages ("ARCHITECTURE|STAGE"), edges and baseSubject, in this
    /// order. From any thread.
    virtual std::vector<TimingFile> exportForTiming(const TimingExport& what,
                                                    const std::function<void(int done, int total)>& progress,
                                                    std::stop_token stop) = 0;
    /// Of the crops that `measure` uses; empty without any.
    virtual std::string validationSet() = 0;

    // Batch.

    virtual SearchOutcome search(const SearchSpec& request, bool resume, const SearchHooks& hooks, std::stop_token stop,
                                 const std::function<bool()>& pausing) = 0;
    /// Finished surrogates are in the store and on the paths that may be taken when this returns, or throws.
    virtual void distill(const DistillPlan& plan, const std::function<void(const DistillStep&)>& step,
                         std::stop_token stop) = 0;
    /// Trains the project's teacher, which is the new one for all that is asked after a step with a PSNR. The first
    /// step tells that it has begun, and where; its loss means nothing. Nothing else of the batch group may be asked
    /// before it returns.
    virtual void trainTeacher(const TeacherPlan& plan, const std::function<void(const TeacherStep&)>& step,
                              std::stop_token stop) = 0;
    /// The stored result; looked up where the same was done before. Throws InputError without validation images.
    virtual FinetuneRecord finetune(const FinetunePlan& plan, const std::function<void(const FinetuneStep&)>& step,
                                    std::stop_token stop) = 0;
};

/// The caller owns the result. Throws Error when the project's teacher cannot be loaded.
using MakeEngineFunction = Engine* (*)(const EngineSetup& setup);
inline constexpr const char* makeEngineName = "kintsugiMakeEngine";

/// See createUntrainedProject.
using MakeUntrainedFunction = void (*)(const std::filesystem::path& folder, const RestormerConfig& config,
                                       const std::string& task, std::uint64_t seed);
inline constexpr const char* makeUntrainedName = "kintsugiMakeUntrainedProject";

} // namespace kintsugi

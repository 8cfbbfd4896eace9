#include "jobs/engine.h"

#include "base/error.h"
#include "base/memory_setup.h"
#include "imaging/validation_pairs.h"
#include "nets/assemble.h"
#include "nets/parallel.h"
#include "nets/state_dict.h"
#include "nets/tensors.h"
#include "project/distill_run.h"
#include "project/finetune_run.h"
#include "project/search_run.h"
#include "project/teacher_run.h"
#include "project/timing_models.h"

#include <ATen/ATen.h>
#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <mutex>
#include <torch/types.h>
#include <torch/utils.h>

namespace kintsugi {

namespace {

using Clock = std::chrono::steady_clock;

/// What changes together when new surrogates arrive.
struct Networks {
    std::shared_ptr<UNet> teacher;
    std::shared_ptr<SurrogateLibrary> library;
};

class ProjectEngine : public Engine {
public:
    explicit ProjectEngine(const EngineSetup& setup) : m_setup(setup), m_folder(setup.project) {
        m_weights = m_folder.teacherWeights();
        load();
        collect();
    }

    void setPreview(const Image& degraded) override {
        m_previewImage = degraded;
        m_preview.reset();
    }

    Image preview(const Architecture& architecture) override {
        const Networks now = networks();
        if (m_previewImage.empty())
            throw InputError("There is no image to preview on. Open one first.");
        if (!m_preview || m_previewLibrary != now.library) {
            EvaluatorOptions options;
            options.cacheBytes = 256.0 * (1 << 20);
            m_preview = std::make_unique<Evaluator>(
                now.teacher, now.library->lookup(),
                std::vector<ValidationImage>{{"preview", m_previewImage, m_previewImage}}, options);
            m_previewLibrary = now.library;
        }
        setOperationThreads(1);
        return m_preview->restore(0, architecture);
    }

    EvaluationRecord measure(const Architecture& architecture, std::stop_token stop) override {
        SearchProject& project = measuring();
        if (m_setup.store->isReadOnly())
            if (const auto known = m_setup.store->evaluation(project.validationSet().id, architecture.text()))
                return *known;
        if (!m_setup.store->isReadOnly()) {
            m_setup.store->addValidationSet(project.validationSet());
            project.measure(*m_setup.store, std::span(&architecture, 1), stop);
            // With the number that the store gave it.
            return m_setup.store->evaluation(project.validationSet().id, architecture.text()).value();
        }
        const std::vector<Quality> quality = project.evaluator().evaluate(std::span(&architecture, 1), {}, stop);
        EvaluationRecord record;
        record.validationSet = project.validationSet().id;
        record.architecture = architecture.text();
        record.psnr = quality.front().meanPsnr();
        record.ssim = quality.front().meanSsim();
        record.imagePsnrs = quality.front().psnr;
        record.imageSsims = quality.front().ssim;
        return record;
    }

    RestoredImage restore(const Image& degraded, const Architecture& architecture, const TileProgress& progress,
                          std::stop_token stop) override {
        const Networks now = networks();
        const RestormerConfig& config = m_folder.config();
        const HybridUNet net = assemble(now.teacher, architecture, now.library->lookup());
        const torch::NoGradGuard noGrad;
        // Two threads in one operation wait for each other, for ages where other work has the cores.
        setOperationThreads(1);
        const TileMemory memory{activationBytesPerPixel(config), config.inpChannels, config.outChannels};
        // Tiles this small also let progress and cancelling act within a second.
        constexpr double budget = 0.5 * (1 << 30);
        const int tile =
            std::min(256, largestTile(degraded.height, degraded.width, memory,
                                      static_cast<std::uint64_t>(budget) + 8 * degraded.planeSize() * sizeof(float)));
        const TilePlan plan = planTiles(degraded.height, degraded.width, tile, std::min(48, tile - 8));
        RestoredImage result;
        result.forecastBytes = forecastBytes(plan, memory);
        result.tiles = plan.count();
        const auto begun = Clock::now();
        result.image = runTiled(
            degraded, plan, [&](const Image& part) { return toImage(net.forward(toTensor(part))); }, progress, stop);
        result.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
        return result;
    }

    std::vector<TimingFile> exportForTiming(const TimingExport& what, const std::function<void(int, int)>& progress,
                                            std::stop_token stop) override {
        const Networks now = networks();
        const torch::NoGradGuard noGrad;
        setOperationThreads(1);
        const std::vector<PlacedEdge> edges =
            what.edges ? edgesToTime(m_folder.stages(), *now.library) : std::vector<PlacedEdge>{};
        const int total = static_cast<int>(what.architectures.size() * (what.stages ? 2 : 1) + edges.size());
        int done = 0;
        TimingExporter exporter(now.teacher, *now.library, what.size, what.folder);
        std::vector<TimingFile> files;
        const auto stepDone = [&] {
            if (stop.stop_requested())
                throw Interrupted("Stopped while models were exported; nothing was timed.");
            progress(++done, total);
        };
        for (const Architecture& architecture : what.architectures) {
            files.push_back(exporter.network(architecture));
            stepDone();
        }
        if (what.stages)
            for (const Architecture& architecture : what.architectures) {
                for (TimingFile& file : exporter.stages(architecture, stop)) {
                    file.subject = architecture.text() + "|" + file.subject;
                    files.push_back(file);
                }
                stepDone();
            }
        if (what.edges) {
            for (TimingFile& file : exporter.edges(
                     edges, [&](std::size_t) { stepDone(); }, stop))
                files.push_back(std::move(file));
            files.push_back(exporter.base());
        }
        return files;
    }

    std::string validationSet() override {
        return m_setup.validation.empty() ? std::string() : measuring().validationSet().id;
    }

    SearchOutcome search(const SearchSpec& request, bool resume, const SearchHooks& hooks, std::stop_token stop,
                         const std::function<bool()>& pausing) override {
        const Networks now = networks();
        collect();
        setOperationThreads(1);
        // Beside the one for interactive measuring: the two run at the same time.
        SearchProject project(m_folder, *now.library, validationOptions(m_setup.threads, true));
        return runStoredSearch(project, *m_setup.store, request, resume, hooks, std::move(stop), pausing);
    }

    void distill(const DistillPlan& plan, const std::function<void(const DistillStep&)>& step,
                 std::stop_token stop) override {
        if (m_setup.store->isReadOnly())
            throw InputError(m_setup.store->readOnlyReason());
        const Networks now = networks();
        DistillRequest request;
        request.edges = plan.edges;
        request.images = plan.images;
        request.memoryBytes = plan.memoryBytes;
        request.threads = m_setup.threads;
        request.options.featureIterations = plan.featureIterations;
        request.options.outputIterations = plan.outputIterations;
        request.options.patch = plan.patch;
        request.options.batch = plan.batch;
        request.options.learningRate = plan.learningRate;
        request.options.seed = plan.seed;
        std::unique_ptr<SearchProject> project;
        MeasureHybrid measure;
        if (!m_setup.validation.empty()) {
            project = std::make_unique<SearchProject>(m_folder, *now.library, validationOptions(m_setup.threads, true));
            measure = [&](const PlacedEdge& placed, const std::vector<BlockPtr>& blocks) {
                Evaluator& evaluator = project->evaluator();
                return blocks.empty() ? evaluator.evaluate(allTeacher(m_folder.stages())).meanPsnr()
                                      : evaluator.evaluateWith(placed, blocks).meanPsnr();
            };
        }
        // Also what was finished before a stop is there at once.
        struct Reload {
            ProjectEngine& engine;
            ~Reload() {
                try {
                    engine.load();
                    engine.collect();
                } catch (const std::exception&) { // the next start collects it
                }
            }
        } reload{*this};
        setOperationThreads(1);
        distillMissing(
            m_folder, *now.library, now.teacher, request, measure,
            [&](const DistillProgress& p) {
                if (m_setup.yield)
                    m_setup.yield();
                step({p.finished, p.total, p.group, p.output, p.iteration, p.iterations, p.meanLoss, p.secondsLeft});
            },
            [](const SurrogateInfo&, const std::filesystem::path&) {}, std::move(stop));
    }

    void trainTeacher(const TeacherPlan& plan, const std::function<void(const TeacherStep&)>& step,
                      std::stop_token stop) override {
        if (m_setup.store->isReadOnly())
            throw InputError(m_setup.store->readOnlyReason());
        requireNoSurrogates(m_folder);
        const Task task = parseTask(m_folder.task());
        TrainOptions options;
        options.config = m_folder.config();
        options.iterations = plan.iterations;
        options.replicas = m_setup.threads;
        const int whole = (plan.batch + m_setup.threads - 1) / m_setup.threads * m_setup.threads;
        options.phases = {{0.0, plan.patch, whole}};
        options.learningRate = plan.learningRate;
        options.warmUp = std::min<std::int64_t>(100, plan.iterations / 10);
        options.averageDecay = plan.iterations < 2000 ? 0.99 : 0.999;
        options.growth = plan.growth;
        options.lateSkip = plan.lateSkip;
        options.seed = plan.seed;
        options.checkpointEvery = 50;
        options.validateEvery = std::clamp<std::int64_t>(plan.iterations / 40, 20, 500);
        requireTrainingMemory(options.config, options.phases);
        const PatchSource source(plan.images, task, patchSeed(plan.seed), plan.bestOf);
        NetworkTrainer trainer(options, source, validationPairs(task, m_setup.validation, m_setup.crop, m_setup.crops));
        if (!plan.resume)
            trainer.initialise(m_folder.teacherWeights(), m_folder.teacherFile().string());
        TeacherRun run(m_folder, trainer, plan.resume ? EarlierRun::Resume : EarlierRun::Replace);
        step({trainer.iteration(), options.iterations, 0, std::nullopt, 0, 0}); // it has begun
        const auto reload = [this] {
            m_weights = m_folder.teacherWeights();
            load();
        };
        run.run(
            [&](const TrainProgress& p) {
                if (p.point.psnr)
                    reload();
                step({p.point.iteration, p.iterations, p.point.loss, p.point.psnr, p.imagesPerSecond, p.secondsLeft});
                if (m_setup.yield)
                    m_setup.yield();
            },
            stop);
        reload();
        if (trainer.iteration() < options.iterations)
            throw Interrupted(
                fmt::format("Training stopped at iteration {} of {}.", trainer.iteration(), options.iterations));
    }

    FinetuneRecord finetune(const FinetunePlan& plan, const std::function<void(const FinetuneStep&)>& step,
                            std::stop_token stop) override {
        if (m_setup.store->isReadOnly())
            throw InputError(m_setup.store->readOnlyReason());
        const Networks now = networks();
        SearchProject project(m_folder, *now.library, validationOptions(m_setup.threads, true));
        m_setup.store->addValidationSet(project.validationSet());
        FinetuneRequest request;
        request.images = plan.images;
        request.iterations = plan.iterations;
        request.warmUp = std::min<std::int64_t>(request.warmUp, plan.iterations / 10);
        request.learningRate = plan.learningRate;
        request.patch = plan.patch;
        request.replicas = request.threads = m_setup.threads;
        request.batch = (plan.batch + m_setup.threads - 1) / m_setup.threads * m_setup.threads;
        request.seed = plan.seed;
        Finetuner finetuner(m_folder, *m_setup.store, *now.library, project, request);
        return finetuner.run(
            plan.architecture, "chosen",
            [&](const TrainProgress& p) {
                step({p.point.iteration, p.iterations, p.point.loss, p.secondsLeft});
                if (m_setup.yield)
                    m_setup.yield();
            },
            std::move(stop));
    }

private:
    void load() {
        Networks networks;
        networks.teacher = makeRestormer(m_folder.config());
        loadStateDict(*networks.teacher, m_weights, m_folder.teacherFile().string());
        networks.library =
            std::make_shared<SurrogateLibrary>(m_folder.surrogateFolder(), m_folder.config(), teacherHash(m_weights));
        const std::lock_guard lock(m_mutex);
        m_networks = networks;
    }

    void collect() {
        if (!m_setup.store->isReadOnly())
            collectSurrogates(*m_setup.store, *networks().library, m_folder);
    }

    Networks networks() const {
        const std::lock_guard lock(m_mutex);
        return m_networks;
    }

    ValidationOptions validationOptions(int threads, bool batch) const {
        ValidationOptions options;
        options.images = m_setup.validation;
        options.crop = m_setup.crop;
        options.count = m_setup.crops;
        options.threads = threads;
        options.cacheBytes = 512.0 * (1 << 20);
        if (batch)
            options.yield = m_setup.yield;
        return options;
    }

    SearchProject& measuring() {
        const Networks now = networks();
        if (!m_measuring || m_measuringLibrary != now.library) {
            m_measuring =
                std::make_unique<SearchProject>(m_folder, *now.library, validationOptions(m_setup.threads, false));
            m_measuringLibrary = now.library;
        }
        return *m_measuring;
    }

    EngineSetup m_setup;
    ProjectFolder m_folder;
    TensorMap m_weights;
    mutable std::mutex m_mutex;
    Networks m_networks;

    // Of the interactive thread.
    Image m_previewImage;
    std::shared_ptr<SurrogateLibrary> m_previewLibrary, m_measuringLibrary;
    std::unique_ptr<Evaluator> m_preview;
    std::unique_ptr<SearchProject> m_measuring;
};

} // namespace

} // namespace kintsugi

/// Found by name in the loaded library, so it has C linkage.
extern "C" kintsugi::Engine* kintsugiMakeEngine(const kintsugi::EngineSetup& setup) {
    return new kintsugi::ProjectEngine(setup); // the loader owns it
}

extern "C" void kintsugiMakeUntrainedProject(const std::filesystem::path& folder,
                                             const kintsugi::RestormerConfig& config, const std::string& task,
                                             std::uint64_t seed) {
    kintsugi::createUntrainedProject(folder, config, task, seed);
}

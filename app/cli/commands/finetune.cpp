#include "architecture_name.h"
#include "base/atomic_file.h"
#include "base/error.h"
#include "base/file_lock.h"
#include "base/hash.h"
#include "context.h"
#include "distill/network_trainer.h"
#include "guards.h"
#include "imaging/patch_source.h"
#include "library.h"
#include "project/latency.h"
#include "project/trials.h"
#include "space/space.h"
#include "teacher_files.h"

#include <ATen/core/Tensor.h>
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kintsugi::cli {

namespace {

using nlohmann::json;

struct Candidate {
    Architecture architecture;
    std::string role; ///< as in FinetuneRecord
};

/// Of the measured hybrids that replace blocks by this kind alone, the best that is predicted no slower than @p limit.
Architecture bestAtLatency(BlockKind kind, const Architecture& limit, const ProjectStore& store,
                           const std::string& validationSet, const Stages& stages) {
    const EdgeCosts costs = latencyCosts(store, engineDevice);
    const auto milliseconds = [&](const Architecture& path) {
        double sum = costs.base;
        for (const PlacedEdge& placed : path.placedEdges())
            sum += costs.edge(placed);
        return sum;
    };
    const double most = milliseconds(limit);
    std::optional<Architecture> best;
    double bestPsnr = 0;
    for (const EvaluationRecord& record : store.evaluations(validationSet)) {
        const Architecture path = parseArchitecture(record.architecture, stages);
        const auto edges = path.placedEdges();
        const bool pure = std::all_of(edges.begin(), edges.end(), [&](const PlacedEdge& placed) {
            return placed.edge.isTeacher() || placed.edge.kind == kind;
        });
        if (pure && (!best || record.psnr > bestPsnr) && milliseconds(path) <= most) {
            best = path;
            bestPsnr = record.psnr;
        }
    }
    if (!best)
        throw InputError(
            fmt::format("No measured hybrid of '{}' alone is as fast as the knee; search that space first.",
                        std::string(kindName(kind))));
    return *best;
}

std::vector<Candidate> candidatesOf(const FinetuneArgs& args, const ProjectFolder& folder, const ProjectStore& store,
                                    const SurrogateLibrary& library, std::uint64_t seed) {
    std::vector<Candidate> candidates;
    const auto add = [&](const Architecture& architecture, std::string role) {
        const auto known = std::find_if(candidates.begin(), candidates.end(),
                                        [&](const Candidate& c) { return c.architecture == architecture; });
        if (known == candidates.end())
            candidates.push_back({architecture, std::move(role)});
    };
    if (args.control)
        add(allTeacher(folder.stages()), "teacher control");
    for (const std::string& name : args.architectures)
        add(namedArchitecture(name, folder, library), name == "all-surrogate" ? name : "chosen");
    if (args.knee > 0) {
        const auto front = latestFront(store);
        if (!front)
            throw InputError("--knee needs a search, and this project has none with results yet; run one first.");
        for (const TrialRecord& trial : front->nearestKnee(static_cast<std::size_t>(args.knee)))
            add(parseArchitecture(trial.architecture, folder.stages()), "knee candidate");
    }
    if (!args.sameLatency.empty()) {
        const auto front = latestFront(store);
        if (!front)
            throw InputError(
                "--same-latency needs the knee of a search, and this project has none yet; run one first.");
        for (const BlockKind kind : parseKinds(args.sameLatency))
            add(bestAtLatency(kind, parseArchitecture(front->trials[*front->knee].architecture, folder.stages()), store,
                              front->search.definition.validationSet, folder.stages()),
                fmt::format("{} at the knee's latency", kindName(kind)));
    }
    if (args.random > 0) {
        Space space(folder.stages());
        for (const auto& [placed, info] : library.records())
            space.allow(placed.span, placed.edge);
        RandomStream random(seed);
        for (int i = 0; i < args.random; ++i)
            add(space.sample(random), "random");
    }
    if (candidates.empty())
        throw InputError("Nothing to fine-tune: name architectures with --arch, or take --knee 5, --control, --random "
                         "or --same-latency.");
    return candidates;
}

/// A hash of all that decides what becomes of a network, so that only the same fine-tuning counts as done. (The set's
/// id stands for the teacher, too; photographs count by name.)
std::uint64_t identity(const FinetuneArgs& args, const Architecture& architecture, const TrainOptions& options,
                       const SearchProject& project, const SurrogateLibrary& library) {
    std::uint64_t hash =
        fnv1a(fmt::format("{} {} {} {} {} {} {} {} {} {} {} {}", architecture.text(), args.iterations,
                          args.learningRate, args.warmUp, args.distillation, args.patch, args.batch, args.bestOf,
                          options.replicas, options.seed, project.validationSet().id, fmt::join(args.images, " ")));
    for (const PlacedEdge& placed : architecture.placedEdges())
        if (library.records().count(placed) > 0)
            hash = fnv1a(readWholeFile(library.fileOf(placed)), hash);
    return hash;
}

Quality qualityOf(const HybridNetwork& network, const SearchProject& project, int threads) {
    EvaluatorOptions options;
    options.threads = threads;
    options.cacheBytes = 0;
    options.ssim = true;
    options.psnrKind = parseTask(project.validationSet().task).psnr;
    Evaluator evaluator(network.teacher(), network.lookup(), project.evaluator().images(), options);
    return evaluator.evaluate(network.architecture());
}

} // namespace

void run(const FinetuneArgs& args, const Context& context) {
    requireCpu(context, "Fine-tuning");
    const ProjectFolder folder(args.project);
    ProjectStore store(args.project);
    if (store.isReadOnly())
        throw InputError(store.readOnlyReason());
    const auto library = openLibrary(folder, context);
    const auto candidates = candidatesOf(args, folder, store, *library, context.common().seed);
    ValidationOptions validation;
    validation.images.assign(args.validation.begin(), args.validation.end());
    validation.crop = args.crop;
    validation.count = static_cast<std::size_t>(args.count);
    validation.threads = context.threads();
    validation.cacheBytes = 0;
    SearchProject project(folder, *library, validation);
    store.addValidationSet(project.validationSet());

    const Task task = parseTask(folder.task());
    TrainOptions options;
    options.config = folder.config();
    options.iterations = args.iterations;
    options.phases = {{0.0, args.patch, args.batch}};
    options.learningRate = args.learningRate;
    options.lastLearningRate = args.learningRate * 1e-3;
    options.warmUp = args.warmUp;
    options.averageDecay = 0.99; // the runs are short
    options.distillation = args.distillation;
    options.replicas = args.replicas > 0 ? args.replicas : context.threads();
    options.seed = context.common().seed;
    options.checkpointEvery = args.checkpointEvery;
    options.validateEvery = args.iterations;
    const PatchSource source({args.images.begin(), args.images.end()}, task, patchSeed(options.seed), args.bestOf);
    const TensorMap weights = folder.teacherWeights();
    const auto reference = loadTeacher(folder, "cpu");
    for (at::Tensor parameter : reference->parameters())
        parameter.set_requires_grad(false);
    std::filesystem::create_directories(folder.finetunedFolder());

    json rows = json::array();
    for (const Candidate& candidate : candidates) {
        options.architecture = candidate.architecture.text();
        const std::string name =
            fmt::format("{:016x}", identity(args, candidate.architecture, options, project, *library));
        const auto file = folder.finetunedFolder() / (name + ".safetensors");
        const auto part = folder.finetunedFolder() / (name + ".part");
        const FileLock lock(folder.finetunedFolder() / (name + ".lock"),
                            fmt::format("The fine-tuning of {}", options.architecture));
        FinetuneRecord record;
        record.file = file.lexically_relative(folder.folder()).generic_string();
        bool known = false;
        for (const FinetuneRecord& r : store.finetunes())
            if (r.file == record.file && std::filesystem::exists(file)) {
                record = r;
                known = true;
            }
        if (!known) {
            const auto make = [&] {
                return std::make_unique<HybridNetwork>(folder.config(), weights, candidate.architecture, *library);
            };
            HybridNetwork network(folder.config(), weights, candidate.architecture, *library);
            const Quality before = qualityOf(network, project, context.threads());
            NetworkTrainer trainer(options, source, {}, make);
            trainer.setReference([&](const at::Tensor& image) { return reference->forward(image); });
            if (std::filesystem::exists(part))
                trainer.restore(part);
            trainer.run(
                part,
                [&](const TrainProgress& p) {
                    context.progress(fmt::format("{}  {}/{}  loss {:.5f}  {:.1f} patches/s  {} left",
                                                 options.architecture, p.point.iteration, p.iterations, p.point.loss,
                                                 p.imagesPerSecond, durationText(p.secondsLeft)));
                },
                context.stop());
            if (trainer.iteration() < options.iterations)
                context.throwIfStopped(fmt::format("Fine-tuning stopped at iteration {} of {}; the same command goes "
                                                   "on from there.",
                                                   trainer.iteration(), options.iterations));
            network.save(file, trainer.averagedWeights());
            const HybridNetwork tuned(file);
            const Quality after = qualityOf(tuned, project, context.threads());
            record.architecture = options.architecture;
            record.role = candidate.role;
            record.validationSet = project.validationSet().id;
            record.psnrBefore = before.meanPsnr();
            record.psnrAfter = after.meanPsnr();
            record.ssimBefore = before.meanSsim();
            record.ssimAfter = after.meanSsim();
            record.iterations = trainer.iteration();
            const auto& curve = trainer.curve();
            record.seconds = curve.empty() ? 0 : curve.back().seconds;
            json points = json::array();
            for (const TrainPoint& p : curve)
                points.push_back({p.iteration, p.loss});
            record.curveJson = points.dump();
            record.optionsJson = json{
                {"learning_rate", args.learningRate},
                {"distillation", args.distillation},
                {"patch", args.patch},
                {"batch", args.batch},
                {"seed",
                 options.seed}}.dump();
            store.putFinetune(record);
            std::error_code ignored;
            std::filesystem::remove(part, ignored);
        }
        context.endProgress();
        context.print(fmt::format("  {:<16} {:.3f} dB -> {:.3f} dB ({:+.3f}), SSIM {:.4f} -> {:.4f}, {} steps  {}",
                                  record.role, *record.psnrBefore, *record.psnrAfter,
                                  *record.psnrAfter - *record.psnrBefore, record.ssimBefore.value_or(0),
                                  record.ssimAfter.value_or(0), record.iterations, record.architecture));
        rows.push_back({{"arch", record.architecture},
                        {"role", record.role},
                        {"before", number(*record.psnrBefore)},
                        {"after", number(*record.psnrAfter)},
                        {"ssim_before", number(record.ssimBefore.value_or(0))},
                        {"ssim_after", number(record.ssimAfter.value_or(0))},
                        {"iterations", record.iterations},
                        {"seconds", number(record.seconds)},
                        {"file", record.file}});
    }
    context.printJson({{"networks", rows}});
}

} // namespace kintsugi::cli

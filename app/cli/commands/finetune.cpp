#include "architecture_name.h"
#include "base/error.h"
#include "context.h"
#include "guards.h"
#include "library.h"
#include "project/finetune_run.h"
#include "project/latency.h"
#include "project/trials.h"
#include "space/space.h"
#include "teacher_files.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <optional>

namespace kintsugi::cli {

namespace {

using nlohmann::json;

struct Candidate {
    Architecture architecture;
    std::string role; ///< as in FinetuneRecord
};

/// Of the measured hybrids that replace blocks by this kind alone, the best that is predicted no slower than @p limit;
/// nothing where none is.
std::optional<Architecture> bestAtLatency(BlockKind kind, const Architecture& limit, const ProjectStore& store,
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
    return best;
}

std::vector<Candidate> candidatesOf(const FinetuneArgs& args, const ProjectFolder& folder, const ProjectStore& store,
                                    const SurrogateLibrary& library, const Context& context) {
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
        const Architecture knee = parseArchitecture(front->trials[*front->knee].architecture, folder.stages());
        for (const BlockKind kind : parseKinds(args.sameLatency))
            if (const auto best =
                    bestAtLatency(kind, knee, store, front->search.definition.validationSet, folder.stages()))
                add(*best, fmt::format("{} at the knee's latency", kindName(kind)));
            else // on this device: a fact about the kind, and no reason to leave the others
                context.note(fmt::format("No measured hybrid of '{}' alone is as fast as the knee.", kindName(kind)));
    }
    if (args.random > 0) {
        Space space(folder.stages());
        for (const auto& [placed, info] : library.records())
            space.allow(placed.span, placed.edge);
        RandomStream random(context.common().seed);
        for (int i = 0; i < args.random; ++i)
            add(space.sample(random), "random");
    }
    if (candidates.empty())
        throw InputError("Nothing to fine-tune: name architectures with --arch, or take --knee 5, --control, --random "
                         "or --same-latency.");
    return candidates;
}

} // namespace

void run(const FinetuneArgs& args, const Context& context) {
    requireCpu(context, "Fine-tuning");
    const ProjectFolder folder(args.project);
    ProjectStore store(args.project);
    if (store.isReadOnly())
        throw InputError(store.readOnlyReason());
    const auto library = openLibrary(folder, context);
    const auto candidates = candidatesOf(args, folder, store, *library, context);
    ValidationOptions validation;
    validation.images.assign(args.validation.begin(), args.validation.end());
    validation.crop = args.crop;
    validation.count = static_cast<std::size_t>(args.count);
    validation.threads = context.threads();
    validation.cacheBytes = 0;
    SearchProject project(folder, *library, validation);
    store.addValidationSet(project.validationSet());

    FinetuneRequest request;
    request.images.assign(args.images.begin(), args.images.end());
    request.iterations = args.iterations;
    request.learningRate = args.learningRate;
    request.warmUp = args.warmUp;
    request.distillation = args.distillation;
    request.patch = args.patch;
    request.batch = args.batch;
    request.bestOf = args.bestOf;
    request.replicas = args.replicas > 0 ? args.replicas : context.threads();
    request.seed = context.common().seed;
    request.checkpointEvery = args.checkpointEvery;
    request.threads = context.threads();
    Finetuner finetuner(folder, store, *library, project, request);

    json rows = json::array();
    for (const Candidate& candidate : candidates) {
        const FinetuneRecord record = finetuner.run(
            candidate.architecture, candidate.role,
            [&](const TrainProgress& p) {
                context.progress(fmt::format("{}  {}/{}  loss {:.5f}  {:.1f} patches/s  {} left",
                                             candidate.architecture.text(), p.point.iteration, p.iterations,
                                             p.point.loss, p.imagesPerSecond, durationText(p.secondsLeft)));
            },
            context.stop());
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

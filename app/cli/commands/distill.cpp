#include "base/error.h"
#include "context.h"
#include "distill/surrogate_sets.h"
#include "guards.h"
#include "library.h"
#include "project/distill_run.h"
#include "teacher_files.h"
#ifdef KINTSUGI_HAS_IMAGE_FILES
#include "search/evaluator.h"
#endif

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kintsugi::cli {

namespace {

using nlohmann::json;

json orNull(const std::optional<double>& value) {
    return value ? number(*value) : json(nullptr);
}

json recordJson(const SurrogateInfo& record, const std::filesystem::path& file) {
    return {{"span", toString(record.placed.span)},
            {"kind", kindName(record.placed.edge.kind)},
            {"M", record.placed.edge.run},
            {"relative_error", number(record.relativeError)},
            {"feature_error", number(record.featureError)},
            {"teacher_psnr", orNull(record.teacherPsnr)},
            {"psnr_after_feature", orNull(record.psnrAfterFeature)},
            {"psnr_after_output", orNull(record.psnrAfterOutput)},
            {"iterations", record.iterations},
            {"seconds", number(record.seconds)},
            {"start", record.start},
            {"file", file.filename().string()}};
}

std::string recordLine(const SurrogateInfo& r) {
    std::string line =
        fmt::format("  {:<16} {:<14} error {:.4f}", toString(r.placed.span), toString(r.placed.edge), r.relativeError);
    if (r.teacherPsnr && r.psnrAfterFeature)
        line += fmt::format("  after features {:+.3f} dB", *r.psnrAfterFeature - *r.teacherPsnr);
    if (r.teacherPsnr && r.psnrAfterOutput)
        line += fmt::format(", after output {:+.3f} dB", *r.psnrAfterOutput - *r.teacherPsnr);
    return line + fmt::format("  {} steps, {:.0f} s", r.iterations, r.seconds);
}

} // namespace

void run(const DistillArgs& args, const Context& context) {
    requireCpu(context, "Distillation");
    const ProjectFolder project(args.project);
    const Stages stages = stagesOf(project.config());
    const Task task = parseTask(project.task());
    const auto library = openLibrary(project, context);

    DistillOptions options;
    options.featureIterations = args.iterations;
    options.outputIterations = args.outputIterations;
    options.patch = args.patch;
    options.batch = args.batch;
    options.learningRate = args.learningRate;
    options.outputLearningRate = args.outputLearningRate;
    options.plateau = args.plateau;
    options.drift = args.drift;
    options.seed = context.common().seed;
    options.checkpointEvery = args.checkpointEvery;
    options.mambaIrWeights = args.mambaIrWeights;

    if (!args.mambaIrWeights.empty()) {
        const TensorMap weights = readCheckpoint(args.mambaIrWeights).tensors;
        if (std::none_of(weights.begin(), weights.end(),
                         [](const auto& entry) { return entry.first.ends_with(".A_logs"); }))
            throw InputError(fmt::format("{} holds no MambaIR blocks to begin with.", args.mambaIrWeights));
    }

    const auto kinds = parseKinds(args.kinds);
    std::vector<PlacedEdge> edges;
    for (const PlacedEdge& placed : surrogateSet(args.spans, kinds, stages, options.blocks))
        if (placed.edge.kind != BlockKind::Skip)
            edges.push_back(placed);
    const std::vector<PlacedEdge> missing = missingEdges(edges, *library);
    context.print(fmt::format("{} surrogates asked for, {} to train", edges.size(), missing.size()));
    if (args.list) {
        json rows = json::array();
        for (const PlacedEdge& placed : missing) {
            context.print(fmt::format("  {:<16} {}", toString(placed.span), toString(placed.edge)));
            rows.push_back(
                {{"span", toString(placed.span)}, {"kind", kindName(placed.edge.kind)}, {"M", placed.edge.run}});
        }
        context.printJson({{"missing", rows}});
        return;
    }

    removeLeftCheckpoints(edges, *library);
    json rows = json::array();
    if (!missing.empty()) {
        const auto teacher = loadTeacher(project, "cpu");
        MeasureHybrid measure;
#ifdef KINTSUGI_HAS_IMAGE_FILES
        std::unique_ptr<Evaluator> evaluator;
        if (!args.validation.empty()) {
            std::vector<ValidationImage> images;
            for (ValidationPair& pair : validationPairs(task, {args.validation.begin(), args.validation.end()}))
                images.push_back(
                    {fmt::format("validation {}", images.size()), std::move(pair.clean), std::move(pair.degraded)});
            EvaluatorOptions evaluation;
            evaluation.threads = context.threads();
            evaluation.psnrKind = task.psnr;
            evaluator = std::make_unique<Evaluator>(teacher, library->lookup(), std::move(images), evaluation);
            measure = [&](const PlacedEdge& placed, const std::vector<BlockPtr>& blocks) {
                return blocks.empty() ? evaluator->evaluate(allTeacher(stages)).meanPsnr()
                                      : evaluator->evaluateWith(placed, blocks).meanPsnr();
            };
        }
#endif
        DistillProgress last;
        distillMissing(
            project, *library, teacher,
            {edges,
             {args.images.begin(), args.images.end()},
             args.bestOf,
             args.memory * (1 << 30),
             context.threads(),
             options},
            measure,
            [&](const DistillProgress& p) {
                last = p;
                context.progress(fmt::format("{}/{} surrogates; {} at {} {}/{}, loss {:.4f}; {} left", p.finished,
                                             p.total, p.group, p.output ? "output" : "features", p.iteration,
                                             p.iterations, p.meanLoss, durationText(p.secondsLeft)));
            },
            [&](const SurrogateInfo& record, const std::filesystem::path& file) {
                context.endProgress();
                context.print(recordLine(record));
                rows.push_back(recordJson(record, file));
            },
            context.stop());
        context.print(fmt::format("{} surrogates trained; {:.0f} % of the time went into the teacher's passes",
                                  rows.size(), 100 * last.teacherShare));
    }
    for (const PlacedEdge& placed : edges)
        if (const auto found = library->records().find(placed); found != library->records().end())
            rows.push_back(recordJson(found->second, library->fileOf(placed)));
    context.printJson({{"surrogates", rows}});
}

} // namespace kintsugi::cli

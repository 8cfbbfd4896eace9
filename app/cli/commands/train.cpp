#include "base/error.h"
#include "base/file_lock.h"
#include "context.h"
#include "distill/network_trainer.h"
#include "guards.h"
#include "imaging/pack.h"
#include "imaging/patch_source.h"
#include "nets/state_dict.h"
#include "nets/tensors.h"
#include "project/project_folder.h"
#include "project/teacher_run.h"
#include "teacher_files.h"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <optional>

namespace kintsugi::cli {

namespace {

std::vector<TrainPhase> phasesOf(const TrainArgs& args) {
    std::vector<TrainPhase> phases{{0.0, args.patch, args.batch}};
    for (const std::string& text : args.phases) {
        TrainPhase phase;
        char rest = 0;
        if (std::sscanf(text.c_str(), "%lf:%d:%d%c", &phase.from, &phase.patch, &phase.batch, &rest) != 3 ||
            phase.from <= phases.back().from || phase.from >= 1)
            throw InputError(fmt::format(
                "'{}' is not a training phase; write SHARE:PATCH:BATCH with growing shares between 0 and 1, for "
                "example 0.6:96:4.",
                text));
        phases.push_back(phase);
    }
    return phases;
}

/// Stages ("dec3") or spans ("enc3:1-2").
std::vector<Span> spansOf(const std::vector<std::string>& names, const RestormerConfig& config) {
    const Stages stages = stagesOf(config);
    std::vector<Span> spans;
    for (const std::string& name : names) {
        if (name.find(':') != std::string::npos) {
            spans.push_back(parseSpan(name, stages));
        } else {
            const StageId stage = parseStage(name);
            spans.push_back({stage, 0, stages[static_cast<std::size_t>(indexOf(stage))].blocks});
        }
    }
    return spans;
}

nlohmann::json curveJson(const std::vector<TrainPoint>& curve) {
    nlohmann::json rows = nlohmann::json::array();
    for (const TrainPoint& p : curve)
        rows.push_back({{"iteration", p.iteration},
                        {"loss", p.loss},
                        {"learning_rate", p.learningRate},
                        {"seconds", p.seconds},
                        {"psnr", p.psnr ? nlohmann::json(*p.psnr) : nlohmann::json(nullptr)}});
    return rows;
}

} // namespace

void run(const TrainArgs& args, const Context& context) {
    requireCpu(context, "Training");
    std::optional<ProjectFolder> project;
    if (ProjectFolder::isProject(args.project))
        project.emplace(args.project);

    TrainOptions options;
    if (!args.config.empty())
        options.config = readRestormerConfig(args.config);
    else if (project)
        options.config = project->config();
    else
        throw InputError(fmt::format("{} does not exist yet, so training needs --config FILE with the network's shape.",
                                     args.project));
    if (project && !(project->config() == options.config))
        throw InputError(
            fmt::format("The project {} holds {}, the configuration asks for {}. Train into another project.",
                        args.project, describe(project->config()), describe(options.config)));
    const std::string taskName = !args.task.empty() ? args.task : project ? project->task() : "";
    if (taskName.empty())
        throw InputError("Training needs --task, for example --task denoise-color-25.");
    const Task task = parseTask(taskName);

    options.iterations = args.iterations;
    options.phases = phasesOf(args);
    if (context.common().device == "cpu")
        requireTrainingMemory(options.config, options.phases);
    options.loss = args.loss == "l1" ? TrainLoss::L1 : TrainLoss::Charbonnier;
    options.learningRate = args.learningRate;
    options.lastLearningRate = args.lastLearningRate;
    options.warmUp = args.warmUp;
    options.weightDecay = args.weightDecay;
    options.clipNorm = args.clip;
    options.averageDecay = args.averageDecay;
    options.growth = args.growth;
    options.lateSkip = args.lateSkip;
    options.only = spansOf(args.only, options.config);
    options.replicas = args.replicas > 0 ? args.replicas : context.threads();
    options.seed = context.common().seed;
    options.checkpointEvery = args.checkpointEvery;
    options.validateEvery = args.validateEvery;

    const PatchSource source({args.images.begin(), args.images.end()}, task, patchSeed(context.common().seed),
                             args.bestOf);
    context.note(fmt::format("{} images, {:.1f} megapixels", source.imageCount(),
                             static_cast<double>(source.pixelCount()) / 1e6));
    NetworkTrainer trainer(options, source, validationPairs(task, {args.validation.begin(), args.validation.end()}));
    const auto afresh = spansOf(args.afresh, options.config);
    if (!args.from.empty())
        trainer.initialise(readCheckpoint(args.from).tensors, args.from, afresh);
    const bool isNew = !project;
    if (project && !std::filesystem::exists(project->trainingCheckpoint().parent_path())) {
        // The teacher came from elsewhere: no training began here, since a killed one leaves its folder.
        requireNoSurrogates(*project);
        if (args.from.empty()) {
            trainer.initialise(project->teacherWeights(), project->teacherFile().string(), afresh);
            context.note("Training begins with the weights of the project's teacher.");
        }
    }
    if (!project)
        project = ProjectFolder::create(args.project, options.config, taskName, trainer.averagedWeights());
    if (isNew && args.from.empty())
        markUntrained(*project);
    // The teacher changes under whoever has the project open.
    const FileLock writing(project->folder() / ProjectFolder::lockName, args.project);
    TeacherRun teacherRun(*project, trainer, args.resume ? EarlierRun::Resume : EarlierRun::Refuse);
    if (teacherRun.isResumed())
        context.note(fmt::format("Resumed at iteration {}", trainer.iteration()));

    TrainProgress latest;
    const auto report = [&](const TrainProgress& p) {
        latest = p;
        const std::string psnrText = p.point.psnr ? fmt::format(", PSNR {:.2f} dB", *p.point.psnr) : "";
        const std::string line =
            fmt::format("{}/{}  loss {:.5f}{}  {:.1f} patches/s  {} left", p.point.iteration, p.iterations,
                        p.point.loss, psnrText, p.imagesPerSecond, durationText(p.secondsLeft));
        if (p.point.psnr) {
            context.note(line);
        } else {
            context.progress(line);
        }
    };
    try {
        teacherRun.run(report, context.stop());
    } catch (...) {
        // Without a checkpoint all that there is are the weights of the beginning, and those are no teacher.
        std::error_code ignored;
        if (isNew && !std::filesystem::exists(project->trainingCheckpoint(), ignored))
            std::filesystem::remove_all(project->folder(), ignored);
        throw;
    }
    context.throwIfStopped(
        fmt::format("Stopped at iteration {} of {}; continue with --resume.", trainer.iteration(), options.iterations));

    const auto& curve = trainer.curve();
    const TrainPoint last = curve.empty() ? latest.point : curve.back();
    const std::string speed =
        latest.iterations == 0
            ? std::string("; nothing was left to do")
            : fmt::format(", {:.1f} patches/s ({:.0f} % waiting for data, {:.0f} % optimiser)", latest.imagesPerSecond,
                          100 * latest.dataShare, 100 * latest.optimizerShare);
    context.print(fmt::format("Trained {} iterations, loss {:.5f}{}{}", trainer.iteration(), last.loss,
                              last.psnr ? fmt::format(", validation PSNR {:.2f} dB", *last.psnr) : "", speed));
    const auto orNull = [&](double value) {
        return latest.iterations > 0 ? nlohmann::json(value) : nlohmann::json(nullptr);
    };
    context.printJson(
        {{"iteration", trainer.iteration()},
         {"loss", curve.empty() && latest.iterations == 0 ? nlohmann::json(nullptr) : nlohmann::json(last.loss)},
         {"psnr", last.psnr ? nlohmann::json(*last.psnr) : nlohmann::json(nullptr)},
         {"patches_per_second", orNull(latest.imagesPerSecond)},
         {"data_share", orNull(latest.dataShare)},
         {"optimizer_share", orNull(latest.optimizerShare)},
         {"curve", curveJson(curve)}});
}

} // namespace kintsugi::cli

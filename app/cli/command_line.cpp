#include "command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <regex>

namespace kintsugi::cli {

namespace {

constexpr const char* architectureHelp =
    "Architecture (text form, all-teacher, all-surrogate, knee or a trial's number)";
constexpr const char* finetunedHelp = "With the weights of their latest fine-tuning, not those of teacher and library";

/// CLI11's own say "not in range 0 to 17976931348623157…".
CLI::Validator numberFrom(double least, bool itself, const char* words) {
    return CLI::Validator(
        [=](const std::string& text) {
            double value = 0;
            const bool isNumber = CLI::detail::lexical_cast(text, value);
            return isNumber && (itself ? value >= least : value > least) ? std::string()
                                                                         : "'" + text + "' is not " + words;
        },
        "");
}
const CLI::Validator positive = numberFrom(0, false, "a number above 0");
const CLI::Validator notNegative = numberFrom(0, true, "0 or a number above it");
const CLI::Validator atLeastOne = numberFrom(1, true, "a number from 1");

/// Values of a certain form; another one is wrong usage.
CLI::Validator form(const std::string& pattern, const std::string& words) {
    return CLI::Validator(
        [=](const std::string& text) {
            return std::regex_match(text, std::regex(pattern)) ? std::string() : "'" + text + "' is not " + words;
        },
        "");
}
const CLI::Validator isSize = form("[0-9]{1,6}x[0-9]{1,6}", "an image size; write HEIGHTxWIDTH, for example 256x256");
const CLI::Validator isDevice = form("cpu|cuda(:[0-9]{1,3})?", "cpu, cuda or cuda:N");
const CLI::Validator isTask = form("denoise-(color|gray)-[0-9.]+|derain|deblur-motion|deblur-defocus",
                                   "denoise-color-SIGMA, denoise-gray-SIGMA, derain, deblur-motion or deblur-defocus");
const CLI::Validator isKind = form("lite|mambair|restormer|gated|skip", "lite, mambair, restormer, gated or skip");
const CLI::Validator isCost = form("transformers|penalty|macs|parameters|latency:.+",
                                   "transformers, penalty, macs, parameters or latency:DEVICE");
constexpr const char* costHelp =
    "transformers, penalty, macs (10^9 at 256x256), parameters (10^6) or latency:DEVICE (ms, as profile measured)";

/// A command with its one-line description and an example, which --help shows.
CLI::App* addCommand(CLI::App& app, const std::string& name, const std::string& description,
                     const std::string& example) {
    CLI::App* command = app.add_subcommand(name, description);
    command->footer("Example:\n  " + example);
    return command;
}

void addCommon(CLI::App* command, Common& common) {
    command->add_flag("--json", common.json, "One JSON document on standard output and nothing else there");
    command->add_flag("--quiet", common.quiet, "No progress and no notes");
    command->add_option("--threads", common.threads, "Threads (0: all cores)")->check(CLI::Range(0, 1024));
    command->add_option("--device", common.device, "cpu, cuda or cuda:N")->check(isDevice);
    command->add_option("--seed", common.seed, "Seed of everything random")->check(notNegative);
}

} // namespace

bool parseCommandLine(int argc, char** argv, Invocation& invocation, int& exitCode) {
    CLI::App app{
        "Kintsugi: hybrid image-restoration networks, from a teacher to the fastest one that still looks right",
        "kintsugi-cli"};
    app.set_version_flag("--version", std::string("kintsugi-cli ") + KINTSUGI_VERSION);
    app.require_subcommand(1);
    app.footer("'kintsugi-cli COMMAND --help' tells more about a command.");

    InfoArgs info;
    CLI::App* c = addCommand(app, "info", "Describe a checkpoint, project, pack or image",
                             "kintsugi-cli info restormer.pth --size 720x1280");
    c->add_option("FILE", info.file, "What to look at")->required();
    c->add_option("--size", info.size, "Image size HEIGHTxWIDTH for the operation count")
        ->capture_default_str()
        ->check(isSize);
    CLI::App* infoCommand = c;

    InferArgs infer;
    c = addCommand(
        app, "infer", "Run one network on tensors, for parity checks",
        "kintsugi-cli infer --weights w.pth --config c.json --input in.safetensors --output out.safetensors");
    c->add_option("--weights", infer.weights, "Checkpoint (.pth or .safetensors)")->required();
    c->add_option("--config", infer.config, "Network configuration (JSON); inferred from the shapes when absent");
    c->add_option("--input", infer.input, "Tensors to run on; each one N x C x H x W")->required();
    c->add_option("--output", infer.output,
                  "Where the results go, as 'output', or under the inputs' names when there are several")
        ->required();
    c->add_flag("--features", infer.features, "Also write the output of every stage and border");
    CLI::App* inferCommand = c;

    VerifyArgs verify;
    c = addCommand(app, "verify", "Run golden cases and compare tensor by tensor",
                   "kintsugi-cli verify tests/golden/*");
    c->add_option("DIR", verify.folders, "Folders with a case.json, or folders of such folders")->required();
    CLI::App* verifyCommand = c;

    NewArgs create;
    c = addCommand(app, "new", "Make a project from a teacher",
                   "kintsugi-cli new blur.kintsugi --teacher motion_deblurring.pth --task deblur-motion");
    c->add_option("PROJECT", create.project, "Folder NAME.kintsugi to make")->required();
    c->add_option("--teacher", create.teacher, "Restormer checkpoint (.pth or .safetensors)")->required();
    c->add_option("--config", create.config, "Network configuration (JSON); inferred from the shapes when absent");
    c->add_option("--task", create.task,
                  "denoise-color-SIGMA, denoise-gray-SIGMA, derain, deblur-motion or deblur-defocus")
        ->required()
        ->check(isTask);
    CLI::App* newCommand = c;

    CopyArgs copy;
    c = addCommand(app, "copy", "Copy a project, which may be read-only or in use, so that the copy can be changed",
                   "kintsugi-cli copy resources/demo.kintsugi mine.kintsugi");
    c->add_option("PROJECT", copy.from, "Project folder")->required();
    c->add_option("COPY", copy.to, "New project folder")->required();
    CLI::App* copyCommand = c;

    PackArgs pack;
    c = addCommand(app, "pack", "Pack photographs for training into one memory-mapped file",
                   "kintsugi-cli pack --images photos --output photos.safetensors --downscale 2 --min-size 256");
    c->add_option("--images", pack.images, "Folders or files")->required();
    c->add_option("--output", pack.output, "The pack to write (.safetensors)")->required();
    c->add_option("--downscale", pack.downscale, "Divide both sides by this (averaging)")
        ->capture_default_str()
        ->check(CLI::Range(1, 64));
    c->add_option("--min-size", pack.minSize, "Skip images whose shorter side is below this afterwards")
        ->capture_default_str()
        ->check(notNegative);
    CLI::App* packCommand = c;

    TrainArgs train;
    c = addCommand(app, "train", "Train a teacher from scratch, or on",
                   "kintsugi-cli train demo.kintsugi --images photos.safetensors --config c.json --task "
                   "denoise-color-25 --iterations 10000");
    c->add_option("PROJECT", train.project, "Project folder; made when it does not exist")->required();
    c->add_option("--images", train.images, "Packs or folders of clean photographs")->required();
    c->add_option("--validation", train.validation, "Packs or folders kept out of training, for the PSNR curve");
    c->add_option("--config", train.config, "Network configuration (JSON); the project's when absent");
    c->add_option("--task", train.task, "Task to train for; the project's when absent")->check(isTask);
    c->add_option("--from", train.from, "Checkpoint to start from instead of random weights");
    c->add_option(
         "--afresh", train.afresh,
         "Stages or spans (dec3, enc3:1-2) whose blocks start anew, passing their input on; the rest as in --from")
        ->needs("--from");
    c->add_option("--only", train.only, "Train only the blocks of these stages or spans; all other weights stay")
        ->needs("--from");
    c->add_option("--iterations", train.iterations, "Optimiser steps")->capture_default_str()->check(positive);
    c->add_option("--patch", train.patch, "Side of a patch in pixels, a multiple of 8")
        ->capture_default_str()
        ->check(atLeastOne);
    c->add_option("--batch", train.batch, "Patches in one step")->capture_default_str()->check(atLeastOne);
    c->add_option("--phase", train.phases,
                  "SHARE:PATCH:BATCH, for example 0.6:96:4: from this share of the run onwards (may be repeated)");
    c->add_option("--replicas", train.replicas, "Copies of the network, one thread each (0: one per thread)")
        ->capture_default_str()
        ->check(notNegative);
    c->add_option("--best-of", train.bestOf, "Positions tried for a patch; the one with most detail is taken")
        ->capture_default_str()
        ->check(atLeastOne);
    c->add_option("--loss", train.loss, "l1 or charbonnier")
        ->capture_default_str()
        ->check(CLI::IsMember({"l1", "charbonnier"}));
    c->add_option("--lr", train.learningRate, "Peak learning rate")->capture_default_str()->check(positive);
    c->add_option("--last-lr", train.lastLearningRate, "Learning rate at the end of the cosine")
        ->capture_default_str()
        ->check(notNegative);
    c->add_option("--warm-up", train.warmUp, "Iterations of linear warm-up")->capture_default_str()->check(notNegative);
    c->add_option("--weight-decay", train.weightDecay, "Decoupled weight decay")
        ->capture_default_str()
        ->check(notNegative);
    c->add_option("--clip", train.clip, "Largest gradient norm (0: none)")->capture_default_str()->check(notNegative);
    c->add_option("--ema", train.averageDecay, "Decay of the running average of the weights")
        ->capture_default_str()
        ->check(CLI::Range(0.0, 0.99999999));
    c->add_option("--late-skip", train.lateSkip, "Share of the run without the skip connection from enc3 to dec3")
        ->capture_default_str()
        ->check(CLI::Range(0.0, 0.9));
    c->add_option("--grow", train.growth, "Share of the run in which the network grows from its deepest level upwards")
        ->capture_default_str()
        ->check(CLI::Range(0.0, 0.99));
    c->add_option("--checkpoint-every", train.checkpointEvery, "Iterations between checkpoints")
        ->capture_default_str()
        ->check(atLeastOne);
    c->add_option("--validate-every", train.validateEvery, "Iterations between validations")
        ->capture_default_str()
        ->check(atLeastOne);
    c->add_flag("--resume", train.resume, "Continue from the project's last checkpoint");
    CLI::App* trainCommand = c;

    DistillArgs distill;
    c = addCommand(app, "distill", "Train missing surrogates of a project's teacher",
                   "kintsugi-cli distill demo.kintsugi --images photos.safetensors --kinds lite,gated --spans stages");
    c->add_option("PROJECT", distill.project, "Project folder")->required();
    c->add_option("--images", distill.images, "Packs or folders of clean photographs");
    c->add_option("--validation", distill.validation, "Packs or folders for the PSNR after each phase");
    c->add_option("--kinds", distill.kinds, "lite, mambair, restormer, gated (skip needs no training)")
        ->delimiter(',')
        ->check(isKind);
    c->add_option("--spans", distill.spans, "all, blocks, stages, or spans such as enc2:0-2,dec1:0-1")
        ->capture_default_str();
    c->add_option("--iterations", distill.iterations, "Steps on the features")->capture_default_str()->check(positive);
    c->add_option("--output-iterations", distill.outputIterations, "Steps on the network's output after them")
        ->capture_default_str()
        ->check(notNegative);
    c->add_option("--patch", distill.patch, "Side of a patch in pixels, a multiple of 8")
        ->capture_default_str()
        ->check(atLeastOne);
    c->add_option("--batch", distill.batch, "Patches in one step")->capture_default_str()->check(atLeastOne);
    c->add_option("--best-of", distill.bestOf, "Positions tried for a patch; the one with most detail is taken")
        ->capture_default_str()
        ->check(atLeastOne);
    c->add_option("--lr", distill.learningRate, "Peak learning rate on the features")
        ->capture_default_str()
        ->check(positive);
    c->add_option("--output-lr", distill.outputLearningRate, "Peak learning rate on the output")
        ->capture_default_str()
        ->check(positive);
    c->add_option("--plateau", distill.plateau,
                  "Feature steps in which the loss must fall by 1 %, else the phase ends (0: never)")
        ->capture_default_str()
        ->check(notNegative);
    c->add_option("--drift", distill.drift, "Share of the output steps among random surrogates instead of the teacher")
        ->capture_default_str()
        ->check(CLI::Range(0.0, 1.0));
    c->add_option("--memory", distill.memory, "GiB for the surrogates that train together")
        ->capture_default_str()
        ->check(positive);
    c->add_option("--init-mambair", distill.mambaIrWeights,
                  "MambaIR U-Net checkpoint that mambair surrogates start from");
    c->add_option("--checkpoint-every", distill.checkpointEvery, "Iterations between checkpoints")
        ->capture_default_str()
        ->check(atLeastOne);
    c->add_flag("--list", distill.list, "Only list what would be trained");
    CLI::App* distillCommand = c;

    SearchArgs search;
    c = addCommand(app, "search", "Find the front of quality against cost",
                   "kintsugi-cli search demo.kintsugi --method exact --budget 45 --images validation.safetensors");
    c->add_option("PROJECT", search.project, "Project folder")->required();
    c->add_option("--images", search.images, "Packs or folders of clean photographs to measure on")->required();
    c->add_option("--method", search.method, "exact, ens, nsga2, random, or enumerate: every path, whatever the budget")
        ->capture_default_str()
        ->check(CLI::IsMember({"exact", "ens", "nsga2", "random", "enumerate"}));
    c->add_option("--budget", search.budget, "Architectures measured at most")->capture_default_str()->check(positive);
    c->add_option("--cost", search.cost, costHelp)->capture_default_str()->check(isCost);
    c->add_option("--space", search.space, "What surrogates may replace: whole stages, single blocks, or all spans")
        ->capture_default_str()
        ->check(CLI::IsMember({"stages", "blocks", "all"}));
    c->add_option("--kinds", search.kinds, "Kinds of surrogates that take part")->delimiter(',')->check(isKind);
    c->add_flag("--shortest", search.shortest, "Of each kind at each span only the surrogate of fewest blocks");
    c->add_option("--crop", search.crop, "Side of the validation crops in pixels")
        ->capture_default_str()
        ->check(atLeastOne);
    c->add_option("--count", search.count, "Validation crops at most")->capture_default_str()->check(positive);
    c->add_option("--cache", search.cacheGiB, "GiB for features at stage borders")
        ->capture_default_str()
        ->check(notNegative);
    c->add_option("--minimum-gain", search.minimumGain,
                  "exact: stop when the expected gain falls below this share of the hypervolume")
        ->capture_default_str()
        ->check(notNegative);
    c->add_flag("--resume", search.resume, "Go on with the same search, with a larger budget too");
    CLI::App* searchCommand = c;

    CompareArgs compare;
    c = addCommand(app, "compare", "Compare the search methods with each other, over seeds",
                   "kintsugi-cli compare demo.kintsugi --space stages --kinds lite,restormer --shortest --images "
                   "validation.safetensors");
    c->add_option("PROJECT", compare.project, "Project folder")->required();
    c->add_option("--images", compare.images, "Packs or folders of clean photographs to measure on")->required();
    c->add_option("--space", compare.space, "stages, blocks or all")
        ->capture_default_str()
        ->check(CLI::IsMember({"stages", "blocks", "all"}));
    c->add_option("--kinds", compare.kinds, "Kinds of surrogates that take part")->delimiter(',')->check(isKind);
    c->add_flag("--shortest", compare.shortest, "Of each kind at each span only the surrogate of fewest blocks");
    c->add_option("--cost", compare.cost, costHelp)->capture_default_str()->check(isCost);
    c->add_option("--budget", compare.budget, "Evaluations of each run")->capture_default_str()->check(positive);
    c->add_option("--marks", compare.marks, "Evaluations at which the hypervolume is printed")
        ->delimiter(',')
        ->check(positive);
    c->add_option("--seeds", compare.seeds, "Seeds 0, 1, …")->capture_default_str()->check(positive);
    c->add_option("--timed", compare.timed, "Random paths whose latency is measured against their transformer count");
    c->add_option("--crop", compare.crop, "Side of the validation crops in pixels")->capture_default_str();
    c->add_option("--count", compare.count, "Validation crops at most")->capture_default_str();
    c->add_option("--output", compare.output, "Folder for the hypervolume histories as CSV");
    CLI::App* compareCommand = c;

    FrontArgs front;
    c = addCommand(app, "front", "List the measured architectures and their front",
                   "kintsugi-cli front demo.kintsugi --cost macs");
    c->add_option("PROJECT", front.project, "Project folder")->required();
    c->add_option("--cost", front.cost, costHelp)->capture_default_str()->check(isCost);
    c->add_option("--search", front.search, "Only the trials of this search")->check(notNegative);
    c->add_flag("--all", front.all, "Also those that are not on the front");
    CLI::App* frontCommand = c;

    FinetuneArgs finetune;
    c = addCommand(app, "finetune", "Train hybrid networks end to end",
                   "kintsugi-cli finetune demo.kintsugi --knee 5 --control --images photos.safetensors --validation "
                   "validation.safetensors --iterations 300");
    c->add_option("PROJECT", finetune.project, "Project folder")->required();
    c->add_option("--arch", finetune.architectures, architectureHelp);
    c->add_option("--knee", finetune.knee, "So many members of the latest front, those nearest its knee")
        ->check(notNegative);
    c->add_flag("--control", finetune.control, "Also the teacher itself, with the same training");
    c->add_option("--same-latency", finetune.sameLatency,
                  "For each of these kinds the best measured hybrid of it alone that is no slower than the knee (needs "
                  "times: profile)")
        ->delimiter(',');
    c->add_option("--random", finetune.random, "So many random hybrids of the library's surrogates")
        ->check(notNegative);
    c->add_option("--images", finetune.images, "Packs or folders of clean photographs")->required();
    c->add_option("--validation", finetune.validation, "Packs or folders kept out of training, for before and after")
        ->required();
    c->add_option("--iterations", finetune.iterations, "Optimiser steps")->capture_default_str()->check(positive);
    c->add_option("--lr", finetune.learningRate, "Peak learning rate")->capture_default_str()->check(positive);
    c->add_option("--warm-up", finetune.warmUp, "Iterations of linear warm-up")
        ->capture_default_str()
        ->check(notNegative);
    c->add_option("--distillation", finetune.distillation,
                  "Weight of the L1 distance to the teacher's output, beside that to the truth")
        ->capture_default_str()
        ->check(notNegative);
    c->add_option("--patch", finetune.patch, "Side of a patch in pixels, a multiple of 8")
        ->capture_default_str()
        ->check(atLeastOne);
    c->add_option("--batch", finetune.batch, "Patches in one step")->capture_default_str()->check(atLeastOne);
    c->add_option("--best-of", finetune.bestOf, "Positions tried for a patch; the one with most detail is taken")
        ->capture_default_str()
        ->check(atLeastOne);
    c->add_option("--replicas", finetune.replicas, "Copies of the network, one thread each (0: one per thread)")
        ->capture_default_str()
        ->check(notNegative);
    c->add_option("--crop", finetune.crop, "Side of the validation crops in pixels")->capture_default_str();
    c->add_option("--count", finetune.count, "Validation crops at most")->capture_default_str()->check(positive);
    c->add_option("--checkpoint-every", finetune.checkpointEvery, "Iterations between checkpoints")
        ->capture_default_str()
        ->check(atLeastOne);
    CLI::App* finetuneCommand = c;

    ProfileArgs profile;
    c = addCommand(app, "profile", "Time architectures on this computer or a phone, and store the times",
                   "kintsugi-cli profile demo.kintsugi --on local --arch all-teacher knee --per-stage");
    c->add_option("PROJECT", profile.project, "Project folder")->required();
    c->add_option("--on", profile.device,
                  "local: this computer by ONNX Runtime; a serial that `devices` lists: that phone; engine: this "
                  "program's own engine, every edge and the architectures")
        ->capture_default_str();
    c->add_option("--arch", profile.architectures,
                  "Architectures, timed in turns: A B B A …; the teacher is always timed by the engine");
    c->add_option("--runs", profile.runs, "Passes of each, after those that warm up")
        ->capture_default_str()
        ->check(positive);
    c->add_option("--seconds", profile.seconds, "Time in all instead of passes (devices)")->check(positive);
    c->add_option("--warmup", profile.warmUp, "Passes to warm up instead of until times are steady (devices)")
        ->check(CLI::Range(0, 1000));
    c->add_option("--cores", profile.cores, "Cores to run on, such as 4,5,6,7; the fast ones if absent (devices)")
        ->delimiter(',');
    c->add_option("--cool", profile.coolSeconds,
                  "Seconds at most that a hot device may cool before the first pass (devices)")
        ->capture_default_str()
        ->check(CLI::Range(0, 1800));
    c->add_flag("--per-stage", profile.perStage, "Also the time of every stage (devices)");
    c->add_flag("--table", profile.table,
                "Also every edge of the library, so that any path is foretold: --cost latency:DEVICE (devices)");
    c->add_option("--adb", profile.adb, "The adb program, where it is not in PATH");
    c->add_option("--size", profile.size, "Image size HEIGHTxWIDTH, multiples of 8")
        ->capture_default_str()
        ->check(isSize);
    CLI::App* profileCommand = c;

    DevicesArgs devices;
    c = addCommand(app, "devices", "List what can time a network, with its state and what to do",
                   "kintsugi-cli devices");
    c->add_option("--adb", devices.adb, "The adb program, where it is not in PATH");
    c->add_option("--forget", devices.forget, "Remove everything of Kintsugi from the device with this serial");
    CLI::App* devicesCommand = c;

    ExportArgs exportArgs;
    c = addCommand(app, "export", "Write an architecture as ONNX and compare it with LibTorch",
                   "kintsugi-cli export demo.kintsugi --arch knee --output knee.onnx --size 256x256");
    c->add_option("PROJECT", exportArgs.project, "Project folder")->required();
    c->add_option("--arch", exportArgs.architecture, architectureHelp)->capture_default_str();
    c->add_flag("--finetuned", exportArgs.finetuned, finetunedHelp);
    c->add_option("--output", exportArgs.output, "The model to write (.onnx)")->required();
    c->add_option("--size", exportArgs.size,
                  "Image size HEIGHTxWIDTH, multiples of 8; with --dynamic only of the comparison")
        ->check(isSize)
        ->capture_default_str();
    c->add_flag("--dynamic", exportArgs.dynamicSize, "A model for every size that is a multiple of 8; slower");
    c->add_option("--scan", exportArgs.scan,
                  "custom: one operator of the domain kintsugi; standard: any runtime runs it, slowly")
        ->capture_default_str()
        ->check(CLI::IsMember({"custom", "standard"}));
    c->add_option("--stages", exportArgs.stages, "Folder for every stage as a model of its own, with its parity file");
    c->add_option("--parity", exportArgs.parity, "File for the compared input and output (.safetensors)");
    CLI::App* exportCommand = c;

    ReportArgs report;
    c = addCommand(app, "report", "Write an HTML page with plots, tables and pictures, and CSV files beside it",
                   "kintsugi-cli report demo.kintsugi --output report --images validation.safetensors");
    c->add_option("PROJECT", report.project, "Project folder")->required();
    c->add_option("--output", report.output, "Folder of the report")->required();
    c->add_option("--images", report.images, "Packs or folders of clean photographs for the picture strip");
    CLI::App* reportCommand = c;

    EvaluateArgs evaluate;
    c = addCommand(app, "evaluate",
                   "Quality of architectures on clean images that are degraded by the task, or on image pairs",
                   "kintsugi-cli evaluate demo.kintsugi --arch all-teacher --images CBSD68 --json");
    c->add_option("PROJECT", evaluate.project, "Project folder")->required();
    c->add_option("--arch", evaluate.architectures, architectureHelp);
    c->add_flag("--finetuned", evaluate.finetuned, finetunedHelp);
    c->add_option("--images", evaluate.images, "Folder or pack of clean images; with --truth: of degraded images")
        ->required();
    c->add_option("--truth", evaluate.truth, "Folder with the clean image of the same name for every degraded one");
    c->add_option("--task", evaluate.task, "Task; the project's when absent")->check(isTask);
    c->add_option("--limit", evaluate.limit, "At most so many images")->check(notNegative);
    c->add_option("--crop", evaluate.crop, "Measure on a centred square of this side (0: the whole image)")
        ->check(notNegative);
    c->add_option("--crop-border", evaluate.cropBorder, "Pixels left out at every border")->check(notNegative);
    c->add_flag("--luma", evaluate.luma, "Measure on MATLAB's luma, as deraining papers do");
    c->add_flag("--stage-loss", evaluate.stageLoss, "Also the PSNR lost when each stage is skipped");
    CLI::App* evaluateCommand = c;

    RestoreArgs restore;
    c = addCommand(app, "restore", "Restore image files",
                   "kintsugi-cli restore demo.kintsugi --input photo.jpg --output restored");
    c->add_option("PROJECT", restore.project, "Project folder")->required();
    c->add_option("--arch", restore.architecture, architectureHelp)->capture_default_str();
    c->add_flag("--finetuned", restore.finetuned, finetunedHelp);
    c->add_option("--input", restore.inputs, "Image files or folders")->required();
    c->add_option("--output", restore.output, "Folder for the results")->required();
    c->add_option("--truth", restore.truth, "Clean image, or folder with clean images of the same names: prints PSNR");
    c->add_flag("--degrade", restore.degrade, "Degrade the inputs by the task first (the inputs are then the truth)");
    c->add_option("--task", restore.task, "Task for --degrade; the project's when absent")->check(isTask);
    c->add_option("--tile", restore.tile, "Tile side, a multiple of 8 (0: from the memory limit)")->check(notNegative);
    c->add_option("--overlap", restore.overlap, "Overlap of tiles in pixels")
        ->capture_default_str()
        ->check(notNegative);
    c->add_option("--memory", restore.memory, "Memory limit in GiB beyond the weights")
        ->capture_default_str()
        ->check(positive);
    c->add_option("--bits", restore.bits, "8 or 16 bits a sample (0: as the input)")->check(CLI::IsMember({0, 8, 16}));
    CLI::App* restoreCommand = c;

    BenchArgs bench;
    c = addCommand(app, "bench", "The engine's own speed, each part against its reference",
                   "kintsugi-cli bench --filter scan --json");
    c->add_option("--filter", bench.filter, "Regular expression; only rows whose name it finds");
    c->add_option("--size", bench.size, "Image size HEIGHTxWIDTH of blocks and networks")
        ->capture_default_str()
        ->check(isSize);
    c->add_option("--seconds", bench.seconds, "Time spent on each measurement")->capture_default_str()->check(positive);
    CLI::App* benchCommand = c;

    for (CLI::App* command : app.get_subcommands({}))
        addCommon(command, invocation.common);

    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp& e) {
        exitCode = app.exit(e);
        return false;
    } catch (const CLI::CallForVersion& e) {
        exitCode = app.exit(e);
        return false;
    } catch (const CLI::ParseError& e) {
        // CLI11 says only that a command is required.
        const auto commands = app.get_subcommands({});
        const bool isCommand = argc > 1 && std::any_of(commands.begin(), commands.end(), [&](const CLI::App* command) {
                                   return command->get_name() == argv[1];
                               });
        if (argc > 1 && argv[1][0] != '-' && !isCommand)
            std::cerr << "There is no command '" << argv[1] << "'.\nRun with --help for more information.\n";
        else
            app.exit(e, std::cerr, std::cerr);
        exitCode = 2;
        return false;
    }
    if (infoCommand->parsed())
        invocation.command = info;
    else if (inferCommand->parsed())
        invocation.command = infer;
    else if (verifyCommand->parsed())
        invocation.command = verify;
    else if (newCommand->parsed())
        invocation.command = create;
    else if (copyCommand->parsed())
        invocation.command = copy;
    else if (packCommand->parsed())
        invocation.command = pack;
    else if (trainCommand->parsed())
        invocation.command = train;
    else if (distillCommand->parsed())
        invocation.command = distill;
    else if (searchCommand->parsed())
        invocation.command = search;
    else if (compareCommand->parsed())
        invocation.command = compare;
    else if (frontCommand->parsed())
        invocation.command = front;
    else if (finetuneCommand->parsed())
        invocation.command = finetune;
    else if (profileCommand->parsed())
        invocation.command = profile;
    else if (devicesCommand->parsed())
        invocation.command = devices;
    else if (exportCommand->parsed())
        invocation.command = exportArgs;
    else if (reportCommand->parsed())
        invocation.command = report;
    else if (evaluateCommand->parsed())
        invocation.command = evaluate;
    else if (restoreCommand->parsed())
        invocation.command = restore;
    else if (benchCommand->parsed())
        invocation.command = bench;
    return true;
}

} // namespace kintsugi::cli

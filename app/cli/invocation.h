#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace kintsugi::cli {

/// What the user asked for, as plain values: made by the command line, carried out by the engine library.
struct Common {
    bool json = false;
    bool quiet = false;
    int threads = 0; ///< 0: all cores
    std::string device = "cpu";
    std::uint64_t seed = 0;
};

struct InfoArgs {
    std::string file;
    std::string size = "256x256";
};

struct InferArgs {
    std::string weights, config, input, output;
    bool features = false;
};

struct VerifyArgs {
    std::vector<std::string> folders;
};

struct NewArgs {
    std::string project, teacher, config, task;
};

struct CopyArgs {
    std::string from, to;
};

struct PackArgs {
    std::vector<std::string> images;
    std::string output;
    int downscale = 1;
    int minSize = 0;
};

struct TrainArgs {
    std::string project;
    std::vector<std::string> images, validation;
    std::string config, task, from, loss = "l1";
    std::vector<std::string> phases, afresh, only;
    std::int64_t iterations = 10000;
    int patch = 64, batch = 8, replicas = 0, bestOf = 3;
    double learningRate = 1e-3, lastLearningRate = 1e-6, averageDecay = 0.999, growth = 0, lateSkip = 0, clip = 0.1,
           weightDecay = 1e-4;
    std::int64_t warmUp = 100, checkpointEvery = 250, validateEvery = 500;
    bool resume = false;
};

struct DistillArgs {
    std::string project;
    std::vector<std::string> images, validation, kinds{"lite"};
    std::string spans = "all", mambaIrWeights;
    std::int64_t iterations = 300, outputIterations = 120, plateau = 60, checkpointEvery = 50;
    int patch = 64, batch = 4, bestOf = 2;
    double learningRate = 2e-3, outputLearningRate = 5e-4, drift = 0, memory = 4.0;
    bool list = false;
};

struct EvaluateArgs {
    std::string project;
    std::vector<std::string> architectures;
    std::string images, truth, task;
    int limit = 0, cropBorder = 0, crop = 0;
    bool luma = false, stageLoss = false, finetuned = false;
};

struct SearchArgs {
    std::string project, method = "exact", cost = "transformers", space = "stages";
    std::vector<std::string> images, kinds{"lite", "restormer", "gated", "skip"};
    int budget = 100, crop = 128, count = 24;
    double cacheGiB = 1.0, minimumGain = 0;
    bool resume = false, shortest = false;
};

struct CompareArgs {
    std::string project, cost = "transformers", space = "stages", output;
    std::vector<std::string> images, kinds{"lite", "restormer"};
    std::vector<int> marks{20, 45, 100, 200, 500};
    int budget = 500, seeds = 5, crop = 128, count = 24, timed = 0;
    bool shortest = false;
};

struct FrontArgs {
    std::string project, cost = "transformers";
    std::int64_t search = 0;
    bool all = false;
};

struct FinetuneArgs {
    std::string project;
    std::vector<std::string> architectures, images, validation;
    int knee = 0, patch = 96, batch = 4, replicas = 0, bestOf = 2, crop = 128, count = 24;
    std::int64_t iterations = 300, checkpointEvery = 50, warmUp = 20;
    double learningRate = 2e-4, distillation = 0.5;
    bool control = false;
    std::vector<std::string> sameLatency;
    int random = 0;
};

struct ProfileArgs {
    std::string project, device = "engine", size = "256x256";
    std::vector<std::string> architectures;
    int runs = 15;
    // On a device only.
    int warmUp = -1; ///< until stable
    double seconds = 0;
    std::vector<int> cores;
    double coolSeconds = 0;
    bool perStage = false, table = false;
    std::string adb;
};

struct DevicesArgs {
    std::string adb;
    std::string forget; ///< serial of a device from which everything is removed
};

struct ExportArgs {
    std::string project, architecture = "all-teacher", output, size = "256x256", scan = "custom", stages, parity;
    bool dynamicSize = false, finetuned = false;
};

struct ReportArgs {
    std::string project, output;
    std::vector<std::string> images;
};

struct RestoreArgs {
    std::string project;
    std::string architecture = "all-teacher";
    std::vector<std::string> inputs;
    std::string output, truth, task;
    bool degrade = false, finetuned = false;
    int tile = 0, overlap = 32, bits = 0;
    double memory = 2.0;
};

struct BenchArgs {
    std::string filter;
    std::string size = "256x256";
    double seconds = 1.0;
};

using Command = std::variant<InfoArgs, InferArgs, VerifyArgs, NewArgs, CopyArgs, PackArgs, TrainArgs, DistillArgs,
                             SearchArgs, CompareArgs, FrontArgs, FinetuneArgs, ProfileArgs, DevicesArgs, ExportArgs,
                             ReportArgs, EvaluateArgs, RestoreArgs, BenchArgs>;

struct Invocation {
    Common common;
    Command command;
};

/// What the engine library exports; returns the exit code.
using RunFunction = int (*)(const Invocation& invocation);
inline constexpr const char* runFunctionName = "kintsugiRunCommand";

} // namespace kintsugi::cli

#include "base/error.h"
#include "base/machine.h"
#include "context.h"
#include "device.h"
#include "nets/lite_block.h"
#include "nets/mambair_block.h"
#include "nets/ops.h"
#include "nets/parallel.h"
#include "nets/restormer_block.h"
#include "nets/scan_ops.h"
#include "nets/unet.h"
#include "scan/selective_scan.h"

#include <ATen/ATen.h>
#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <regex>
#include <torch/cuda.h>
#include <torch/types.h>
#include <torch/utils.h>

namespace kintsugi::cli {

namespace {

using nlohmann::json;
using Work = std::function<void()>;

/// One measurement: what is timed and what it is compared with. Both run in turns, so that a busy moment of the machine
/// hits both.
struct BenchRow {
    std::string name, referenceName;
    Work work, reference;
};

struct Timing {
    double seconds = 0, referenceSeconds = 0;
};

Timing timeBoth(const BenchRow& row, double budget, bool cuda) {
    using Clock = std::chrono::steady_clock;
    const auto once = [&](const Work& work) {
        const auto start = Clock::now();
        work();
        if (cuda)
            torch::cuda::synchronize();
        return std::chrono::duration<double>(Clock::now() - start).count();
    };
    once(row.work); // warm-up: first touch of memory, dispatch
    once(row.reference);
    std::vector<double> mine, other;
    const auto start = Clock::now();
    do {
        mine.push_back(once(row.work));
        other.push_back(once(row.reference));
    } while (mine.size() < 3 ||
             (std::chrono::duration<double>(Clock::now() - start).count() < budget && mine.size() < 1000));
    // The minimum: other work on the machine can only add time.
    return {*std::min_element(mine.begin(), mine.end()), *std::min_element(other.begin(), other.end())};
}

struct Level {
    const char* name;
    int channels, heads, downscale;
};
/// The five widths of a full-size Restormer.
constexpr Level levels[]{
    {"level1", 48, 1, 1}, {"level2", 96, 2, 2}, {"level3", 192, 4, 4}, {"latent", 384, 8, 8}, {"dec1", 96, 1, 1}};

struct LiteVariant {
    const char* name;
    LiteOptions options;
};

std::vector<LiteVariant> liteVariants() {
    const LiteOptions standard;
    LiteOptions fourDirections = standard;
    fourDirections.directions = 4;
    LiteOptions moreStates = standard;
    moreStates.dState = 16;
    LiteOptions feedForward = standard;
    feedForward.ffnExpansion = 1.0;
    LiteOptions narrow = feedForward; // half the scanned channels
    narrow.expand = 0.5;
    LiteOptions ssdForm = standard;
    ssdForm.scan = LiteOptions::Scan::Ssd;
    ssdForm.headDim = 24; // divides a direction's share of every width
    LiteOptions gated = standard;
    gated.scan = LiteOptions::Scan::None;
    return {{"lite", standard},
            {"lite-4-directions", fourDirections},
            {"lite-16-states", moreStates},
            {"lite-feed-forward", feedForward},
            {"lite-narrow-feed-forward", narrow},
            {"lite-ssd", ssdForm},

            {"gated", gated}};
}

void addScans(std::vector<BenchRow>& rows, const at::Device& device) {
    for (const int states : {16, 8}) {
        const int dim = 96, length = 4096;
        const auto random = [&](at::IntArrayRef shape) { return torch::randn(shape).to(device); };
        const at::Tensor u = random({1, dim, length}), delta = random({1, dim, length}) * 0.5,
                         a = -torch::rand({dim, states}).to(device) * 4 - 0.2;
        const at::Tensor b = random({1, states, length}), c = random({1, states, length}), d = random({dim}),
                         bias = random({dim});
        const auto forward = [=](bool kernel) {
            const torch::NoGradGuard noGrad;
            (kernel ? selectiveScan : selectiveScanStepwise)(u, delta, a, b, c, d, {}, bias, true);
        };
        const auto both = [=](bool kernel) {
            std::vector<at::Tensor> leaves;
            for (const at::Tensor& t : {u, delta, a, b, c, d, bias})
                leaves.push_back(t.clone().requires_grad_(true));
            (kernel ? selectiveScan : selectiveScanStepwise)(leaves[0], leaves[1], leaves[2], leaves[3], leaves[4],
                                                             leaves[5], {}, leaves[6], true)
                .y.sum()
                .backward();
        };
        const std::string size = fmt::format("D{}-N{}-L{}", dim, states, length);
        rows.push_back(
            {"scan/forward/" + size, "step by step in ATen", [=] { forward(true); }, [=] { forward(false); }});
        rows.push_back(
            {"scan/forward+backward/" + size, "step by step in ATen", [=] { both(true); }, [=] { both(false); }});
    }
}

void addBlocks(std::vector<BenchRow>& rows, const ImageSize& size, const at::Device& device) {
    for (const Level& level : levels) {
        const at::Tensor x =
            torch::randn({1, level.channels, size.height / level.downscale, size.width / level.downscale}).to(device);
        const auto transformer =
            std::make_shared<RestormerBlock>(level.channels, level.heads, 2.66, false, NormType::WithBias);
        transformer->to(device);
        const auto run = [x](const BlockPtr& block) {
            return [x, block] {
                const torch::NoGradGuard noGrad;
                block->forward(x);
            };
        };
        const std::string where = fmt::format("/{}-c{}", level.name, level.channels);
        const Work transformerWork = run(transformer);
        rows.push_back({"block/restormer" + where, "the same in ATen operations", transformerWork, [transformerWork] {
                            const ops::ReferenceGuard reference;
                            transformerWork();
                        }});
        for (const LiteVariant& variant : liteVariants()) {
            const auto block = std::make_shared<LiteBlock>(level.channels, variant.options, NormType::WithBias);
            block->to(device);
            rows.push_back(
                {fmt::format("block/{}{}", variant.name, where), "restormer block", run(block), transformerWork});
        }
        const auto mamba = std::make_shared<MambaIrBlock>(level.channels, 1.5, 16);
        mamba->to(device);
        rows.push_back({"block/mambair" + where, "restormer block", run(mamba), transformerWork});
    }
}

void addNetworks(std::vector<BenchRow>& rows, const ImageSize& size, const at::Device& device) {
    const auto net = makeRestormer(RestormerConfig{});
    net->to(device);
    const at::Tensor image = torch::rand({1, 3, (size.height + 7) / 8 * 8, (size.width + 7) / 8 * 8}).to(device);
    const Work work = [net, image] {
        const torch::NoGradGuard noGrad;
        net->forward(image);
    };
    rows.push_back({fmt::format("network/restormer-full/{}x{}", size.height, size.width), "the same in ATen operations",
                    work, [work] {
                        const ops::ReferenceGuard reference;
                        work();
                    }});
}

} // namespace

void run(const BenchArgs& args, const Context& context) {
    const std::string device = checkedDevice(context.common().device);
    const ImageSize size = parseSize(args.size);
    if (size.height < 64 || size.width < 64 || size.height % 8 != 0 || size.width % 8 != 0)
        throw InputError("bench needs an image of at least 64x64 whose sides are multiples of 8.");
    std::regex filter;
    try {
        filter = std::regex(args.filter, std::regex::ECMAScript);
    } catch (const std::regex_error&) {
        throw InputError(fmt::format("'{}' is not a regular expression.", args.filter));
    }
    torch::manual_seed(context.common().seed);
    std::vector<BenchRow> rows;
    addScans(rows, device);
    addBlocks(rows, size, device);
    addNetworks(rows, size, device);

    const std::string machine = device == "cpu" ? fmt::format("{}, {}", processorName(), scanInstructionSet()) : device;
    context.print(fmt::format("{}; {} thread{}; smallest of repeated times; {}x{} image", machine, context.threads(),
                              context.threads() == 1 ? "" : "s", size.height, size.width));
    context.print(fmt::format("{:<44} {:>10} {:>12} {:>7}  {}", "what", "ms", "reference ms", "ratio", "reference"));
    json result = json::array();
    for (const BenchRow& row : rows) {
        if (!args.filter.empty() && !std::regex_search(row.name, filter))
            continue;
        context.throwIfStopped("Stopped before all measurements were made.");
        context.progress(row.name);
        const Timing timing = timeBoth(row, args.seconds, device != "cpu");
        context.progress("");
        context.print(fmt::format("{:<44} {:>10.3f} {:>12.3f} {:>7.2f}  {}", row.name, timing.seconds * 1e3,
                                  timing.referenceSeconds * 1e3, timing.referenceSeconds / timing.seconds,
                                  row.referenceName));
        result.push_back({{"name", row.name},
                          {"seconds", timing.seconds},
                          {"reference", row.referenceName},
                          {"reference_seconds", timing.referenceSeconds},
                          {"ratio", timing.referenceSeconds / timing.seconds}});
    }
    if (result.empty())
        throw InputError(fmt::format("No measurement has a name that '{}' finds.", args.filter));
    context.printJson({{"rows", result}, {"machine", machine}, {"threads", context.threads()}, {"size", args.size}});
}

} // namespace kintsugi::cli

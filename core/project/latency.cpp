#include "project/latency.h"

#include "base/error.h"
#include "nets/assemble.h"
#include "nets/parallel.h"

#include <ATen/ATen.h>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <torch/types.h>
#include <torch/utils.h>

namespace kintsugi {

namespace {

using Clock = std::chrono::steady_clock;

double quantile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return values[below] + (place - static_cast<double>(below)) * (values[above] - values[below]);
}

/// Runs all subjects in turns: one round to warm up, then the counted ones.
std::vector<Timing> inTurns(std::size_t count, const TimingOptions& options, bool warm,
                            const std::function<void(std::size_t)>& subject, const std::function<void(int)>& progress,
                            const std::stop_token& stop) {
    const torch::NoGradGuard noGrad;
    setOperationThreads(options.threads);
    std::vector<Timing> timings(count);
    for (int round = -1; round < options.runs; ++round) {
        for (std::size_t i = 0; i < count; ++i) {
            if (stop.stop_requested())
                throw Interrupted("Stopped while timing; nothing was stored.");
            // In a network the features have just been written, so caches are warm.
            if (warm)
                subject(i);
            const auto begun = Clock::now();
            subject(i);
            if (round >= 0)
                timings[i].samples.push_back(1e3 * std::chrono::duration<double>(Clock::now() - begun).count());
        }
        if (progress && round >= 0)
            progress(round + 1);
    }
    return timings;
}

} // namespace

double Timing::medianMs() const {
    return quantile(samples, 0.5);
}

LatencyRecord Timing::record(const std::string& device, const std::string& subject,
                             const TimingOptions& options) const {
    LatencyRecord record;
    record.device = device;
    record.subject = subject;
    record.conditionsJson =
        nlohmann::json{{"height", options.height}, {"width", options.width}, {"threads", options.threads}}.dump();
    record.medianMs = medianMs();
    record.minMs = quantile(samples, 0);
    record.p90Ms = quantile(samples, 0.9);
    std::vector<double> deviations;
    for (const double sample : samples)
        deviations.push_back(std::abs(sample - record.medianMs));
    record.madMs = quantile(deviations, 0.5);
    record.samplesJson = nlohmann::json(samples).dump();
    return record;
}

std::vector<Timing> timeEdges(const UNet& teacher, const SurrogateLibrary& library, std::span<const PlacedEdge> edges,
                              const TimingOptions& options, const std::function<void(int)>& progress,
                              std::stop_token stop) {
    const Stages stages = stagesOf(teacher.config());
    std::vector<std::vector<BlockPtr>> blocks;
    std::vector<at::Tensor> inputs;
    for (const PlacedEdge& placed : edges) {
        const StageInfo& stage = stages[static_cast<std::size_t>(indexOf(placed.span.stage))];
        if (placed.edge.isTeacher())
            blocks.push_back({teacher.blocks(stage.id).at(static_cast<std::size_t>(placed.span.begin))});
        else
            blocks.push_back(library.blocks(placed));
        torch::manual_seed(1);
        inputs.push_back(
            torch::randn({1, stage.channels, options.height / stage.downscale, options.width / stage.downscale}));
    }
    return inTurns(
        edges.size(), options, true,
        [&](std::size_t i) {
            at::Tensor features = inputs[i];
            for (const BlockPtr& block : blocks[i])
                features = block->forward(features);
        },
        progress, stop);
}

std::vector<Timing> timeNetworks(const std::shared_ptr<UNet>& teacher, const SurrogateLibrary& library,
                                 std::span<const Architecture> architectures, const TimingOptions& options,
                                 const std::function<void(int)>& progress, std::stop_token stop) {
    std::vector<HybridUNet> networks;
    for (const Architecture& architecture : architectures)
        networks.push_back(assemble(teacher, architecture, library.lookup()));
    torch::manual_seed(1);
    const at::Tensor image = torch::rand({1, teacher->config().inpChannels, options.height, options.width});
    return inTurns(
        networks.size(), options, false, [&](std::size_t i) { networks[i].forward(image); }, progress, stop);
}

EdgeCosts latencyCosts(const ProjectStore& store, const std::string& device) {
    const auto known = std::make_shared<std::map<std::string, double>>();
    for (const LatencyRecord& record : store.latencies(device))
        (*known)[record.subject] = record.medianMs;
    const auto base = known->find(baseSubject);
    if (base == known->end())
        throw InputError(fmt::format("No times have been measured for '{}' in this project. Measure them first, for "
                                     "example with `kintsugi-cli profile PROJECT --on {}`, or use another cost.",
                                     device, engineDevice));
    EdgeCosts costs;
    costs.base = base->second;
    costs.edge = [known, device](const PlacedEdge& placed) {
        if (placed.edge.kind == BlockKind::Skip)
            return 0.0;
        const auto found = known->find(toString(placed));
        if (found == known->end())
            throw InputError(fmt::format("{} has not been timed on '{}' yet. Run `kintsugi-cli profile` again.",
                                         toString(placed), device));
        return found->second;
    };
    return costs;
}

} // namespace kintsugi

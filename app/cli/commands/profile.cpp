#include "architecture_name.h"
#include "base/error.h"
#include "base/kendall.h"
#include "context.h"
#include "library.h"
#include "profile_device.h"
#include "project/latency.h"
#include "teacher_files.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kintsugi::cli {

namespace {

using nlohmann::json;

json timingJson(const LatencyRecord& record) {
    return {{"subject", record.subject}, {"median", record.medianMs}, {"min", record.minMs},
            {"p90", record.p90Ms},       {"mad", record.madMs},       {"samples", json::parse(record.samplesJson)}};
}

} // namespace

void run(const ProfileArgs& args, const Context& context) {
    if (args.device != engineDevice) {
        profileOnDevice(args, context);
        return;
    }
    const ProjectFolder folder(args.project);
    ProjectStore store(args.project);
    if (store.isReadOnly())
        throw InputError(store.readOnlyReason());
    const auto library = openLibrary(folder, context);
    collectSurrogates(store, *library, folder);
    const Stages stages = folder.stages();
    const ImageSize size = parseSize(args.size);
    if (size.height % 8 != 0 || size.width % 8 != 0)
        throw InputError(fmt::format("Networks are timed at multiples of 8 pixels, not at {}.", args.size));
    TimingOptions options;
    options.height = size.height;
    options.width = size.width;
    options.runs = args.runs;
    options.threads = context.common().threads > 0 ? context.common().threads : 1;

    std::vector<Architecture> paths{allTeacher(stages)};
    for (const std::string& name : args.architectures)
        if (Architecture path = namedArchitecture(name, folder, *library); path != paths.front())
            paths.push_back(std::move(path));
    std::vector<PlacedEdge> edges;
    for (const PlacedEdge& placed : paths.front().placedEdges())
        edges.push_back(placed);
    for (const auto& [placed, info] : library->records())
        edges.push_back(placed);

    const auto teacher = loadTeacher(folder);
    const auto progress = [&](const char* what) {
        return [&context, &args, what](int round) {
            context.progress(fmt::format("{}: round {} of {}", what, round, args.runs));
        };
    };
    const auto edgeTimes = timeEdges(*teacher, *library, edges, options, progress("edges"), context.stop());
    // Without any block a network is what lies between them.
    Architecture empty;
    for (const StageInfo& stage : stages)
        empty.setEdges(stage.id, {{BlockKind::Skip, 0, stage.blocks}});
    paths.push_back(empty);
    auto networkTimes = timeNetworks(teacher, *library, paths, options, progress("networks"), context.stop());
    const Timing baseTime = networkTimes.back();
    networkTimes.pop_back();
    paths.pop_back();
    context.endProgress();

    std::vector<LatencyRecord> records;
    for (std::size_t i = 0; i < edges.size(); ++i)
        records.push_back(edgeTimes[i].record(engineDevice, toString(edges[i]), options));
    records.push_back(baseTime.record(engineDevice, baseSubject, options));
    store.putLatencies(records);

    context.print(fmt::format("Times of this program's engine on this computer, {}x{}, {} thread{}, median of {}",
                              options.height, options.width, options.threads, options.threads == 1 ? "" : "s",
                              options.runs));
    json edgeRows = json::array();
    for (const LatencyRecord& record : records) {
        context.print(fmt::format("  {:<32} {:8.2f} ms  min {:.2f}, p90 {:.2f}, MAD {:.2f}", record.subject,
                                  record.medianMs, record.minMs, record.p90Ms, record.madMs));
        edgeRows.push_back(timingJson(record));
    }
    const EdgeCosts costs = latencyCosts(store, engineDevice);
    json networkRows = json::array();
    std::vector<double> predictions, measured;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        double predicted = costs.base;
        for (const PlacedEdge& placed : paths[i].placedEdges())
            predicted += costs.edge(placed);
        const LatencyRecord record = networkTimes[i].record(engineDevice, paths[i].text(), options);
        store.putLatency(record);
        predictions.push_back(predicted);
        measured.push_back(record.medianMs);
        context.print(fmt::format("  {:8.1f} ms measured, {:8.1f} predicted ({:+.1f} %)  {}", record.medianMs,
                                  predicted, 100 * (predicted / record.medianMs - 1), record.subject));
        json row = timingJson(record);
        row["predicted"] = predicted;
        networkRows.push_back(row);
    }
    json tau = nullptr;
    if (paths.size() > 2) {
        tau = kendallTau(predictions, measured);
        context.print(fmt::format("Kendall's tau of predicted against measured times: {:.3f}", tau.get<double>()));
    }
    context.printJson({{"device", engineDevice},
                       {"edges", edgeRows},
                       {"networks", networkRows},
                       {"threads", options.threads},
                       {"size", {options.height, options.width}},
                       {"tau", tau}});
}

} // namespace kintsugi::cli

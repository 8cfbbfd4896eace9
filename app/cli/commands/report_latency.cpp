#include "report_latency.h"

#include "project/device_times.h"
#include "project/kinds_at_latency.h"
#include "project/latency_predictors.h"

#include <fmt/format.h>

namespace kintsugi::cli {

ReportSection kindsSection(const ProjectStore& store, const Stages& stages, const std::string& validationSet,
                           std::string& csv) {
    ReportSection section;
    section.title = "Kinds at the same latency";
    const std::vector<std::vector<BlockKind>> groups{{BlockKind::Lite},
                                                     {BlockKind::Gated},
                                                     {BlockKind::Restormer},
                                                     {BlockKind::Restormer, BlockKind::Lite},
                                                     {surrogateKinds.begin(), surrogateKinds.end()}};
    const KindsAtLatency table = kindsAtLatency(store, engineDevice, validationSet, stages, groups);
    if (table.rows.empty()) {
        section.text = "No times have been measured in this project yet (kintsugi-cli profile).";
        return section;
    }
    section.text = fmt::format("PSNR lost by the best measured hybrid that replaces blocks by these kinds only, "
                               "where its predicted time may "
                               "not exceed the limit. Times: this program's engine on {}, "
                               "one thread, sums of "
                               "medians of single edges; the teacher takes {:.0f} ms. How many hybrids of a group "
                               "were measured differs, so a "
                               "group that was enumerated has an advantage over one that was only searched.",
                               table.machine.empty() ? "an unnamed processor" : table.machine, table.teacherMs);
    section.header = {"limit, ms", "of the teacher"};
    std::string text = "limit_ms,share";
    for (const auto& group : groups) {
        std::string name;
        for (const BlockKind kind : group)
            name += (name.empty() ? "" : "+") + std::string(kindName(kind));
        section.header.push_back(group.size() == surrogateKinds.size() ? "any" : name);
        text += "," + section.header.back();
    }
    text += "\n";
    for (const KindsAtLatency::Row& row : table.rows) {
        std::vector<std::string> cells{fmt::format("{:.0f}", row.milliseconds), fmt::format("{:.2f}", row.share)};
        text += fmt::format("{:.2f},{:.2f}", row.milliseconds, row.share);
        for (const auto& loss : row.losses) {
            cells.push_back(loss ? fmt::format("{:.3f} dB", *loss) : "none measured");
            text += loss ? fmt::format(",{:.5f}", *loss) : ",";
        }
        text += "\n";
        section.rows.push_back(cells);
    }
    csv = text;
    return section;
}

ReportSection predictorsSection(const ProjectStore& store, const RestormerConfig& config,
                                const std::string& validationSet, std::string& csv) {
    ReportSection section;
    section.title = "Does transformer count foretell latency?";
    const auto devices = latencyPredictors(store, config, validationSet);
    if (devices.empty()) {
        section.text = "No times of whole networks or of edges have been measured in this project yet "
                       "(kintsugi-cli profile).";
        return section;
    }
    section.text =
        "Kendall's tau between a cost and the time on a device: 1 where the cost puts all networks in the right "
        "order, 0 where it says nothing. Measured: whole networks that were timed there. Foretold: every architecture "
        "that was evaluated, with the sum of its edges' times in place of a measurement.";
    section.header = {"device",     "time",         "networks",        "transformer count",
                      "operations", "sum of edges", "error of the sum"};
    csv = "device,time,networks,tau_transformers,tau_operations,tau_sum,median_error_percent,largest_error_percent\n";
    const auto tau = [](const std::optional<double>& value) {
        return value ? fmt::format("{:.3f}", *value) : std::string("-");
    };
    const auto number = [](const std::optional<double>& value) {
        return value ? fmt::format("{:.4f}", *value) : std::string();
    };
    for (const LatencyPredictors& d : devices) {
        const std::string machine = d.name.empty() ? d.machine : d.name;
        const std::string title = machine.empty() ? d.device : fmt::format("{} ({})", d.device, machine);
        const std::string error = d.medianPercent ? fmt::format("{:.1f} % in the median, {:.1f} % at most",
                                                                *d.medianPercent, *d.largestPercent)
                                                  : std::string("-");
        const auto row = [&](const char* time, const LatencyPredictors::Agreement& a, bool isMeasured) {
            if (a.networks == 0)
                return;
            section.rows.push_back({title, time, std::to_string(a.networks), tau(a.transformers), tau(a.operations),
                                    isMeasured ? tau(a.predictions) : "-", isMeasured ? error : "-"});
            csv += fmt::format("{},{},{},{},{},{},{},{}\n", d.device, time, a.networks, number(a.transformers),
                               number(a.operations), number(a.predictions), isMeasured ? number(d.medianPercent) : "",
                               isMeasured ? number(d.largestPercent) : "");
        };
        row("measured", d.measured, true);
        row("foretold", d.foretold, false);
    }
    return section;
}

} // namespace kintsugi::cli

#include "project/device_results.h"

#include "base/error.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kintsugi {

LatencyRecord latencyRecord(const TimingReport& report, const TimedModel& model) {
    const SampleStatistics statistics = summarise(model.milliseconds);
    const Conditions& c = report.conditions;
    LatencyRecord record;
    record.device = report.device;
    record.subject = model.architecture;
    nlohmann::json conditions{{"height", c.height},   {"width", c.width}, {"threads", c.threads},
                              {"runtime", c.runtime}, {"machine", c.cpu}, {"name", report.deviceName}};
    if (!c.cores.empty())
        conditions["cores"] = c.cores;
    if (c.isFixture)
        conditions["fixture"] = true;
    record.conditionsJson = conditions.dump();
    record.medianMs = statistics.median;
    record.minMs = statistics.minimum;
    record.p90Ms = statistics.p90;
    record.madMs = statistics.mad;
    record.samplesJson = nlohmann::json(model.milliseconds).dump();
    return record;
}

namespace {

std::vector<LatencyRecord> latencyRecords(const TimingReport& report) {
    std::vector<LatencyRecord> records;
    for (const TimedModel& model : report.models)
        records.push_back(latencyRecord(report, model));
    return records;
}

} // namespace

std::int64_t storeReport(ProjectStore& store, const TimingReport& report) {
    if (report.complete)
        store.putLatencies(latencyRecords(report));
    return store.addTiming({0, report.device, report.started, report.complete, toJson(report)});
}

void storeTable(ProjectStore& store, const TimingReport& report) {
    if (!report.complete)
        throw InputError(
            fmt::format("The times of single edges on {} are not complete: {}", report.device, report.failure));
    store.putLatencies(latencyRecords(report));
}

void useReport(ProjectStore& store, std::int64_t timing) {
    for (const TimingRecord& record : store.timings())
        if (record.id == timing) {
            const TimingReport report = timingReportFromJson(record.reportJson);
            if (!report.complete)
                throw InputError("The times of a run that is not complete cannot be used; time again.");
            store.putLatencies(latencyRecords(report));
        }
    store.setTimingUsed(timing, true);
}

void addStageTimes(TimingReport& report, const std::map<std::string, double>& alone) {
    for (TimedModel& model : report.models) {
        const std::string prefix = model.architecture + "|";
        for (auto it = alone.lower_bound(prefix); it != alone.end() && it->first.starts_with(prefix); ++it) {
            const std::string stage = it->first.substr(prefix.size());
            const auto place = std::find_if(model.stages.begin(), model.stages.end(),
                                            [&](const StageTime& time) { return time.stage == stage; });
            if (place != model.stages.end())
                place->aloneMs = it->second;
            else
                // "unattributed" stays last.
                model.stages.insert(model.stages.empty() || model.stages.back().stage != "unattributed"
                                        ? model.stages.end()
                                        : model.stages.end() - 1,
                                    {stage, it->second, std::nullopt});
        }
    }
}

} // namespace kintsugi

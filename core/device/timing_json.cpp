#include "base/error.h"
#include "device/timing.h"

#include <limits>
#include <nlohmann/json.hpp>

namespace kintsugi {

using Json = nlohmann::json;

namespace {

template <class T> Json orNull(const std::optional<T>& value) {
    return value ? Json(*value) : Json();
}

template <class T> Json orNulls(const std::vector<std::optional<T>>& values) {
    Json list = Json::array();
    for (const auto& value : values)
        list.push_back(orNull(value));
    return list;
}

template <class T> void read(const Json& from, const char* key, T& value) {
    value = from.at(key).get<T>();
}

template <class T> void read(const Json& from, const char* key, std::optional<T>& value) {
    const Json& at = from.at(key);
    value = at.is_null() ? std::nullopt : std::optional<T>(at.get<T>());
}

template <class T> void read(const Json& from, const char* key, std::vector<std::optional<T>>& values) {
    values.clear();
    for (const Json& at : from.at(key))
        values.push_back(at.is_null() ? std::nullopt : std::optional<T>(at.get<T>()));
}

Json modelToJson(const TimedModel& model) {
    Json stages = Json::array();
    for (const StageTime& stage : model.stages)
        stages.push_back(
            {{"stage", stage.stage}, {"alone_ms", orNull(stage.aloneMs)}, {"profiled_ms", orNull(stage.profiledMs)}});
    Json parity;
    if (model.parity)
        parity = {{"max_abs", model.parity->maxAbs},
                  {"max_rel", model.parity->maxRel},
                  {"allowed", model.parity->allowed},
                  {"pass", model.parity->pass}};
    return {{"architecture", model.architecture},
            {"milliseconds", model.milliseconds},
            {"order", model.order},
            {"celsius", orNulls(model.celsius)},
            {"khz", orNulls(model.khz)},
            {"load_ms", model.loadMs},
            {"parity", parity},
            {"stages", stages},
            {"profiled_whole_ms", orNull(model.profiledWholeMs)},
            {"nodes_sum_ms", orNull(model.nodesSumMs)},
            {"peak_bytes", orNull(model.peakBytes)}};
}

TimedModel modelFromJson(const Json& from) {
    TimedModel model;
    read(from, "architecture", model.architecture);
    read(from, "milliseconds", model.milliseconds);
    read(from, "order", model.order);
    read(from, "celsius", model.celsius);
    read(from, "khz", model.khz);
    read(from, "load_ms", model.loadMs);
    if (const Json& at = from.at("parity"); !at.is_null()) {
        Parity& parity = model.parity.emplace();
        // A distance that is not a number is written as null.
        constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
        parity.maxAbs = at.at("max_abs").is_null() ? unknown : at.at("max_abs").get<double>();
        parity.maxRel = at.at("max_rel").is_null() ? unknown : at.at("max_rel").get<double>();
        read(at, "allowed", parity.allowed);
        read(at, "pass", parity.pass);
    }
    for (const Json& at : from.at("stages")) {
        StageTime& stage = model.stages.emplace_back();
        read(at, "stage", stage.stage);
        read(at, "alone_ms", stage.aloneMs);
        read(at, "profiled_ms", stage.profiledMs);
    }
    read(from, "profiled_whole_ms", model.profiledWholeMs);
    read(from, "nodes_sum_ms", model.nodesSumMs);
    read(from, "peak_bytes", model.peakBytes);
    return model;
}

Json conditionsToJson(const Conditions& c) {
    return {{"runtime", c.runtime},
            {"fallback_reason", c.fallbackReason},
            {"runner", c.runner},
            {"scan_target", c.scanTarget},
            {"os", c.os},
            {"cpu", c.cpu},
            {"height", c.height},
            {"width", c.width},
            {"threads", c.threads},
            {"cores", c.cores},
            {"celsius_before", c.celsiusBefore},
            {"celsius_after", c.celsiusAfter},
            {"thermal_before", orNull(c.thermalBefore)},
            {"thermal_after", orNull(c.thermalAfter)},
            {"cooled_seconds", c.cooledSeconds},
            {"khz_before", c.khzBefore},
            {"khz_after", c.khzAfter},
            {"charge_percent", orNull(c.chargePercent)},
            {"is_fixture", c.isFixture}};
}

Conditions conditionsFromJson(const Json& from) {
    Conditions c;
    read(from, "runtime", c.runtime);
    if (from.contains("fallback_reason")) // absent from the first reports
        read(from, "fallback_reason", c.fallbackReason);
    read(from, "runner", c.runner);
    read(from, "scan_target", c.scanTarget);
    read(from, "os", c.os);
    read(from, "cpu", c.cpu);
    read(from, "height", c.height);
    read(from, "width", c.width);
    read(from, "threads", c.threads);
    read(from, "cores", c.cores);
    read(from, "celsius_before", c.celsiusBefore);
    read(from, "celsius_after", c.celsiusAfter);
    if (from.contains("thermal_before")) { // absent from the first reports
        read(from, "thermal_before", c.thermalBefore);
        read(from, "thermal_after", c.thermalAfter);
        read(from, "cooled_seconds", c.cooledSeconds);
    }
    read(from, "khz_before", c.khzBefore);
    read(from, "khz_after", c.khzAfter);
    read(from, "charge_percent", c.chargePercent);
    read(from, "is_fixture", c.isFixture);
    return c;
}

} // namespace

std::string toJson(const TimingReport& report) {
    Json models = Json::array();
    for (const TimedModel& model : report.models)
        models.push_back(modelToJson(model));
    const Json json = {{"schema", 1},
                       {"device", report.device},
                       {"device_name", report.deviceName},
                       {"started", report.started},
                       {"conditions", conditionsToJson(report.conditions)},
                       {"models", models},
                       {"complete", report.complete},
                       {"failure", report.failure}};
    // A name read from a device may hold any bytes; they must not make a report unwritable.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

TimingReport timingReportFromJson(std::string_view text) {
    try {
        const Json from = Json::parse(text);
        if (from.at("schema").get<int>() != 1)
            throw InputError("The timing report has schema " + from.at("schema").dump() +
                             ", but only schema 1 is known; open it with a newer version.");
        TimingReport report;
        read(from, "device", report.device);
        read(from, "device_name", report.deviceName);
        read(from, "started", report.started);
        report.conditions = conditionsFromJson(from.at("conditions"));
        for (const Json& model : from.at("models"))
            report.models.push_back(modelFromJson(model));
        read(from, "complete", report.complete);
        read(from, "failure", report.failure);
        return report;
    } catch (const Json::exception& problem) {
        throw InputError(std::string("The timing report is not what it should be (") + problem.what() +
                         "); measure again.");
    }
}

} // namespace kintsugi

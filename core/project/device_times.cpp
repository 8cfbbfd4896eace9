#include "project/device_times.h"

#include "base/machine.h"

#include <nlohmann/json.hpp>
#include <tuple>

namespace kintsugi {

bool DeviceTimes::isHere() const {
    return machine == processorName();
}

std::optional<double> DeviceTimes::edge(const PlacedEdge& placed) const {
    if (placed.edge.kind == BlockKind::Skip)
        return 0.0;
    const auto found = milliseconds.find(toString(placed));
    return found == milliseconds.end() ? std::nullopt : std::optional(found->second);
}

std::optional<double> DeviceTimes::path(const Architecture& architecture) const {
    if (isEmpty())
        return std::nullopt;
    double sum = milliseconds.at(baseSubject);
    for (const PlacedEdge& placed : architecture.placedEdges()) {
        const auto time = edge(placed);
        if (!time)
            return std::nullopt;
        sum += *time;
    }
    return sum;
}

DeviceTimes deviceTimes(const ProjectStore& store, const std::string& device) {
    std::map<std::string, DeviceTimes> byConditions;
    for (const LatencyRecord& record : store.latencies(device)) {
        const auto conditions = nlohmann::json::parse(record.conditionsJson, nullptr, false);
        DeviceTimes& times = byConditions[record.conditionsJson];
        times.device = device;
        times.conditions = record.conditionsJson;
        if (conditions.is_object() && conditions.contains("name") && conditions["name"].is_string())
            times.name = conditions["name"].get<std::string>();
        if (conditions.is_object() && conditions.contains("machine") && conditions["machine"].is_string())
            times.machine = conditions["machine"].get<std::string>();
        times.milliseconds[record.subject] = record.medianMs;
    }
    DeviceTimes best;
    const auto rank = [](const DeviceTimes& times) {
        return std::tuple(!times.isEmpty(), times.isHere(), !times.machine.empty(), times.milliseconds.size());
    };
    for (const auto& [conditions, times] : byConditions)
        if (rank(times) > rank(best))
            best = times;
    return best;
}

} // namespace kintsugi

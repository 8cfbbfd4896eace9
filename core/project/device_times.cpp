#include "project/device_times.h"

#include "base/machine.h"

#include <nlohmann/json.hpp>

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
    std::map<std::string, DeviceTimes> byMachine;
    for (const LatencyRecord& record : store.latencies(device)) {
        const auto conditions = nlohmann::json::parse(record.conditionsJson, nullptr, false);
        std::string machine;
        if (conditions.is_object() && conditions.contains("machine") && conditions["machine"].is_string())
            machine = conditions["machine"].get<std::string>();
        byMachine[machine].machine = machine;
        byMachine[machine].milliseconds[record.subject] = record.medianMs;
    }
    if (const auto here = byMachine.find(processorName()); here != byMachine.end())
        return here->second;
    // Named ones sort behind the unknown one.
    return byMachine.empty() ? DeviceTimes{} : byMachine.rbegin()->second;
}

} // namespace kintsugi

#include "node_times.h"

#include "base/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>

namespace kintsugi::runner {

namespace {

constexpr std::array<std::string_view, 8> stages{"enc1", "enc2", "enc3", "bottleneck",
                                                 "dec3", "dec2", "dec1", "refine"};

struct Event {
    std::string name, op;
    std::int64_t start = 0, duration = 0; ///< microseconds
};

struct NodeSums {
    std::string op;
    std::vector<double> ms; ///< one of each run
    std::size_t order = 0;
    int lastRun = -1;
};

void addRun(std::vector<Event>& events, int run, std::map<std::string, NodeSums>& nodes) {
    std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
        return a.start != b.start ? a.start < b.start : a.duration > b.duration;
    });
    std::int64_t outerEnd = -1;
    for (const Event& event : events) {
        if (event.start + event.duration <= outerEnd)
            continue;
        outerEnd = event.start + event.duration;
        NodeSums& node = nodes.try_emplace(event.name, NodeSums{event.op, {}, nodes.size()}).first->second;
        if (node.lastRun != run)
            node.ms.push_back(0);
        node.lastRun = run;
        node.ms.back() += static_cast<double>(event.duration) / 1000;
    }
    events.clear();
}

} // namespace

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
        return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

NodePlace placeOf(std::string_view name) {
    const std::size_t slash = name.find('/');
    if (slash == std::string_view::npos)
        return {};
    const std::string_view first = name.substr(0, slash);
    if (std::find(stages.begin(), stages.end(), first) == stages.end())
        return {"base", std::nullopt};
    const std::string_view rest = name.substr(slash + 1);
    return {std::string(first), std::string(rest.substr(0, rest.find('/')))};
}

std::vector<NodeTime> readNodeTimes(const std::filesystem::path& profile, int skippedRuns) {
    std::ifstream stream(profile);
    const auto events = nlohmann::json::parse(stream, nullptr, false);
    if (!events.is_array())
        throw FileError("The profile " + profile.string() + " is damaged; is there space left beside it?");
    constexpr std::string_view suffix = "_kernel_time";
    std::map<std::string, NodeSums> nodes;
    std::vector<Event> pending;
    int run = 0;
    for (const auto& event : events) {
        const std::string category = event.value("cat", ""), name = event.value("name", "");
        if (category == "Session" && name == "model_run") { // comes behind the nodes of its run
            if (run >= skippedRuns)
                addRun(pending, run, nodes);
            pending.clear();
            ++run;
        } else if (category == "Node" && name.ends_with(suffix)) {
            const auto& details = event.value("args", nlohmann::json::object());
            pending.push_back({name.substr(0, name.size() - suffix.size()), details.value("op_name", ""),
                               event.value("ts", std::int64_t{0}), event.value("dur", std::int64_t{0})});
        }
    }
    if (nodes.empty())
        throw FileError("The profile " + profile.string() + " names no node; profile another version of the model.");
    std::vector<std::pair<std::size_t, NodeTime>> ordered;
    for (auto& [name, node] : nodes)
        ordered.push_back({node.order, {name, node.op, median(node.ms), static_cast<int>(node.ms.size())}});
    std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<NodeTime> times;
    for (auto& entry : ordered)
        times.push_back(std::move(entry.second));
    return times;
}

} // namespace kintsugi::runner

#include "project/kinds_at_latency.h"

#include <algorithm>
#include <map>

namespace kintsugi {

KindsAtLatency kindsAtLatency(const ProjectStore& store, const std::string& device, const std::string& validationSet,
                              const Stages& stages, std::span<const std::vector<BlockKind>> groups) {
    KindsAtLatency result;
    std::map<std::string, double> times;
    for (const LatencyRecord& record : store.latencies(device))
        times[record.subject] = record.medianMs;
    const auto teacher = store.evaluation(validationSet, allTeacher(stages).text());
    const auto base = times.find("base");
    if (base == times.end() || !teacher)
        return result;
    // Nothing where an edge was not timed.
    const auto milliseconds = [&](const Architecture& path) -> std::optional<double> {
        double sum = base->second;
        for (const PlacedEdge& placed : path.placedEdges()) {
            if (placed.edge.kind == BlockKind::Skip)
                continue;
            const auto found = times.find(toString(placed));
            if (found == times.end())
                return std::nullopt;
            sum += found->second;
        }
        return sum;
    };
    const auto teacherMs = milliseconds(allTeacher(stages));
    if (!teacherMs)
        return result;
    result.teacherMs = *teacherMs;
    result.groups.assign(groups.begin(), groups.end());
    for (int percent = 90; percent >= 40; percent -= 5)
        result.rows.push_back(
            {*teacherMs * percent / 100, percent / 100.0, std::vector<std::optional<double>>(groups.size())});
    for (const EvaluationRecord& record : store.evaluations(validationSet)) {
        const Architecture path = parseArchitecture(record.architecture, stages);
        const auto time = milliseconds(path);
        if (!time)
            continue;
        const auto edges = path.placedEdges();
        const double loss = teacher->psnr - record.psnr;
        for (std::size_t g = 0; g < groups.size(); ++g) {
            const bool fits = std::all_of(edges.begin(), edges.end(), [&](const PlacedEdge& placed) {
                return placed.edge.isTeacher() ||
                       std::find(groups[g].begin(), groups[g].end(), placed.edge.kind) != groups[g].end();
            });
            if (!fits)
                continue;
            for (KindsAtLatency::Row& row : result.rows)
                if (*time <= row.milliseconds && (!row.losses[g] || loss < *row.losses[g]))
                    row.losses[g] = loss;
        }
    }
    return result;
}

} // namespace kintsugi

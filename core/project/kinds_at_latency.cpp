#include "project/kinds_at_latency.h"

#include "project/device_times.h"

#include <algorithm>

namespace kintsugi {

KindsAtLatency kindsAtLatency(const ProjectStore& store, const std::string& device, const std::string& validationSet,
                              const Stages& stages, std::span<const std::vector<BlockKind>> groups) {
    KindsAtLatency result;
    const DeviceTimes times = deviceTimes(store, device);
    const auto teacher = store.evaluation(validationSet, allTeacher(stages).text());
    if (times.isEmpty() || !teacher)
        return result;
    result.machine = times.machine;
    const auto teacherMs = times.path(allTeacher(stages));
    if (!teacherMs)
        return result;
    result.teacherMs = *teacherMs;
    result.groups.assign(groups.begin(), groups.end());
    for (int percent = 90; percent >= 40; percent -= 5)
        result.rows.push_back(
            {*teacherMs * percent / 100, percent / 100.0, std::vector<std::optional<double>>(groups.size())});
    for (const EvaluationRecord& record : store.evaluations(validationSet)) {
        const Architecture path = parseArchitecture(record.architecture, stages);
        const auto time = times.path(path);
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

#include "base/error.h"
#include "context.h"
#include "project/search_project.h"
#include "project/trials.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

namespace kintsugi::cli {

using nlohmann::json;

void run(const FrontArgs& args, const Context& context) {
    const ProjectFolder folder(args.project);
    const ProjectStore store(args.project, StoreAccess::Read);
    const Stages stages = folder.stages();
    const EdgeCosts costs = edgeCosts(args.cost, folder.config(), store);

    std::string set;
    std::optional<std::set<std::string>> only;
    const auto searches = store.searches();
    if (args.search > 0) {
        const auto search = store.search(args.search);
        if (!search)
            throw InputError(fmt::format("{} has no search {}; it has {}.", args.project, args.search,
                                         searches.empty() ? "none" : fmt::format("1 to {}", searches.back().id)));
        set = search->definition.validationSet;
        only.emplace();
        for (const TrialRecord& trial : store.trials(args.search))
            only->insert(trial.architecture);
    } else if (!searches.empty()) {
        set = searches.back().definition.validationSet;
    } else if (const auto sets = store.validationSets(); !sets.empty()) {
        set = sets.back().id;
    }
    std::vector<EvaluationRecord> records = store.evaluations(set);
    if (only)
        std::erase_if(records, [&](const EvaluationRecord& r) { return !only->count(r.architecture); });
    if (records.empty())
        throw InputError(fmt::format("{} has no measured architectures yet; run a search first.", args.project));
    const auto teacher = store.evaluation(set, allTeacher(stages).text());

    std::vector<Objectives> points;
    for (const EvaluationRecord& record : records) {
        double cost = costs.base;
        for (const PlacedEdge& placed : parseArchitecture(record.architecture, stages).placedEdges())
            cost += costs.edge(placed);
        points.push_back({-record.psnr, cost});
    }
    const auto front = paretoFront(points);
    std::vector<Objectives> members;
    for (const std::size_t i : front)
        members.push_back(points[i]);
    const auto kneeMember = knee(members);
    std::vector<std::size_t> shown = front;
    if (args.all) {
        shown.resize(records.size());
        for (std::size_t i = 0; i < shown.size(); ++i)
            shown[i] = i;
        std::sort(shown.begin(), shown.end(), [&](std::size_t a, std::size_t b) {
            return std::pair(points[a].cost, points[a].loss) < std::pair(points[b].cost, points[b].loss);
        });
    }
    json rows = json::array();
    context.print(fmt::format("{} architectures measured, {} on the front; difference to the teacher with its 95 % "
                              "interval over the crops",
                              records.size(), front.size()));
    for (const std::size_t i : shown) {
        const EvaluationRecord& r = records[i];
        const bool onFront = std::find(front.begin(), front.end(), i) != front.end();
        const bool isKnee = kneeMember && front[*kneeMember] == i;
        const PairedDifference difference =
            teacher ? pairedDifference(r.imagePsnrs, teacher->imagePsnrs) : PairedDifference{};
        std::string mark = isKnee ? "knee" : onFront && args.all ? "front" : "";
        if (difference.tied() && r.architecture != teacher->architecture)
            mark += mark.empty() ? "tied with the teacher" : ", tied with the teacher";
        context.print(fmt::format(
            "  {:>5} {:>9.4g}  {:.3f} dB  {:+.3f} [{:+.3f}, {:+.3f}]  {}{}{}", r.number, points[i].cost, r.psnr,
            difference.mean, difference.interval95 ? difference.interval95->low : 0,
            difference.interval95 ? difference.interval95->high : 0, r.architecture, mark.empty() ? "" : "  ", mark));
        rows.push_back(
            {{"trial", r.number},
             {"arch", r.architecture},
             {"cost", number(points[i].cost)},
             {"psnr", number(r.psnr)},
             {"ssim", r.ssim ? number(*r.ssim) : json(nullptr)},
             {"difference_to_teacher", teacher ? number(difference.mean) : json(nullptr)},
             {"difference_interval95",
              difference.interval95 ? json{difference.interval95->low, difference.interval95->high} : json(nullptr)},
             {"tied_with_teacher", difference.tied()},
             {"front", onFront},
             {"knee", isKnee}});
    }
    // The knee above is that of these architectures under this cost, and not what the name stands for elsewhere.
    json named = nullptr;
    if (const auto latest = latestFront(store); latest && latest->knee) {
        named = latest->trials[*latest->knee].architecture;
        context.print(fmt::format("--arch knee is that of search {}, cost {}: {}", latest->search.id,
                                  latest->search.definition.cost, named.get<std::string>()));
    }
    context.printJson({{"cost", args.cost}, {"validation_set", set}, {"arch_knee", named}, {"trials", rows}});
}

} // namespace kintsugi::cli

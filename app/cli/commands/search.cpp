#include "search/search.h"
#include "base/error.h"
#include "context.h"
#include "guards.h"
#include "library.h"
#include "project/search_run.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kintsugi::cli {

namespace {

using nlohmann::json;
} // namespace

void run(const SearchArgs& args, const Context& context) {
    requireCpu(context, "A search");
    const ProjectFolder folder(args.project);
    ProjectStore store(args.project);
    if (store.isReadOnly())
        throw InputError(store.readOnlyReason());
    const auto library = openLibrary(folder, context);
    collectSurrogates(store, *library, folder);

    ValidationOptions validation;
    validation.images.assign(args.images.begin(), args.images.end());
    validation.crop = args.crop;
    validation.count = static_cast<std::size_t>(args.count);
    validation.threads = context.threads();
    validation.cacheBytes = args.cacheGiB * (1 << 30);
    SearchProject project(folder, *library, validation);

    SearchSpec request;
    request.method = args.method;
    request.spans = args.space;
    request.kinds = parseKinds(args.kinds);
    request.shortest = args.shortest;
    request.cost = args.cost;
    request.budget = args.budget;
    request.seed = context.common().seed;
    request.minimumGain = args.minimumGain;
    SearchHooks hooks;
    hooks.begun = [&](std::int64_t, const std::string& space, bool resumed) {
        context.note(fmt::format("Space: {}; {} validation crops", space, project.evaluator().images().size()));
        if (args.resume && !resumed)
            context.note("There is no such search to resume yet; a new one begins.");
    };
    hooks.step = [&](const SearchStep& step) {
        context.progress(fmt::format("{}/{} evaluations, hypervolume {:.4f}, at most {} left", step.evaluations,
                                     step.budget, step.hypervolume, durationText(step.secondsLeft)));
    };
    const SearchOutcome outcome = runStoredSearch(project, store, request, args.resume, hooks, context.stop());
    const auto& [id, trials, reference, volume, teacherPsnr, seconds, remembered] = outcome;
    context.endProgress();

    std::vector<Objectives> points;
    for (const Trial& trial : trials)
        points.push_back(trial.objectives());
    const auto front = paretoFront(points, reference);
    std::vector<Objectives> members;
    for (const std::size_t i : front)
        members.push_back(points[i]);
    const auto kneeMember = knee(members);
    const auto statistics = project.evaluator().statistics();
    context.print(fmt::format("Search {}: {}, {} evaluations ({} remembered), {:.0f} s, hypervolume {:.4f} (reference "
                              "{:.1f} dB, {:.4g} {}), knee by the largest distance to the chord",
                              id, args.method, trials.size(), remembered, seconds, volume, reference.loss,
                              reference.cost, args.cost));
    json rows = json::array();
    for (std::size_t i = 0; i < front.size(); ++i) {
        const Trial& trial = trials[front[i]];
        const auto difference = project.differenceToTeacher(store, trial.architecture);
        const bool isKnee = kneeMember && *kneeMember == i;
        context.print(fmt::format("  {:>10.4g} {}  {:+.3f} dB{}{}  {}", trial.cost, args.cost, -trial.loss,
                                  difference.interval95 ? fmt::format(" [{:+.3f}, {:+.3f}]", difference.interval95->low,
                                                                      difference.interval95->high)
                                                        : "",
                                  isKnee              ? "  knee"
                                  : difference.tied() ? "  tied with the teacher"
                                                      : "",
                                  trial.architecture.text()));
        rows.push_back(
            {{"arch", trial.architecture.text()},
             {"cost", number(trial.cost)},
             {"loss", number(trial.loss)},
             {"psnr", number(teacherPsnr - trial.loss)},
             {"difference_interval95",
              difference.interval95 ? json{difference.interval95->low, difference.interval95->high} : json(nullptr)},
             {"tied_with_teacher", difference.tied()},
             {"knee", isKnee}});
    }
    const double ran = static_cast<double>(statistics.stagesRun), reused = static_cast<double>(statistics.stagesReused);
    context.print(
        fmt::format("  {:.2f} evaluations a second; the stage cache spared {:.0f} % of the stages",
                    statistics.seconds > 0 ? static_cast<double>(statistics.evaluations) / statistics.seconds : 0,
                    ran + reused > 0 ? 100 * reused / (ran + reused) : 0));
    context.printJson({{"search", id},
                       {"method", args.method},
                       {"evaluations", trials.size()},
                       {"remembered", remembered},
                       {"seconds", seconds},
                       {"hypervolume", volume},
                       {"reference", {{"loss", reference.loss}, {"cost", reference.cost}}},
                       {"cost", args.cost},
                       {"teacher_psnr", teacherPsnr},
                       {"evaluations_per_second",
                        statistics.seconds > 0 ? json(static_cast<double>(statistics.evaluations) / statistics.seconds)
                                               : json(nullptr)},
                       {"front", rows}});
}

} // namespace kintsugi::cli

#include "search/search.h"
#include "base/error.h"
#include "context.h"
#include "library.h"
#include "project/search_project.h"

#include <chrono>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>

namespace kintsugi::cli {

namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

SearchDefinition definitionOf(const SearchArgs& args, int budget, const Context& context, const std::string& space,
                              const std::string& validationSet) {
    SearchDefinition definition;
    definition.method = args.method;
    definition.space = space;
    definition.budget = budget;
    definition.seed = context.common().seed;
    definition.cost = args.cost;
    definition.optionsJson = json{{"minimum_gain", args.minimumGain}}.dump();
    definition.validationSet = validationSet;
    return definition;
}

/// Measures every path, depth first, so that the stage cache makes it cheap.
std::vector<Trial> enumerateAll(const SearchProblem& problem, const ReferencePoint& reference, const Evaluate& evaluate,
                                const TrialObserver& observe) {
    std::vector<Trial> trials;
    std::vector<Objectives> front;
    std::vector<Architecture> waiting;
    const auto measure = [&] {
        const auto losses = evaluate(waiting);
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            trials.push_back({waiting[i], losses[i], problem.cost(waiting[i])});
            front.push_back(trials.back().objectives());
            std::vector<Objectives> kept;
            for (const std::size_t member : paretoFront(front))
                kept.push_back(front[member]);
            front = kept;
            observe(trials.back(), static_cast<int>(trials.size()), hypervolume(front, reference));
        }
        waiting.clear();
    };
    problem.space.forEachPath([&](const Architecture& path) {
        waiting.push_back(path);
        if (waiting.size() == 64)
            measure();
        return true;
    });
    measure();
    return trials;
}

/// The latest search that differs from @p wanted in its budget at most.
std::optional<SearchRecord> sameSearch(const ProjectStore& store, SearchDefinition wanted) {
    std::optional<SearchRecord> found;
    for (const SearchRecord& record : store.searches()) {
        wanted.budget = record.definition.budget;
        if (record.definition == wanted)
            found = record;
    }
    return found;
}

} // namespace

void run(const SearchArgs& args, const Context& context) {
    const bool enumerates = args.method == "enumerate";
    const SearchMethod method = enumerates ? SearchMethod::Random : parseMethod(args.method);
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
    store.addValidationSet(project.validationSet());
    const SearchProblem problem = project.problem(args.space, parseKinds(args.kinds), args.cost, args.shortest);
    const std::string space =
        fmt::format("{} of {}{}", args.space, fmt::join(args.kinds, ","), args.shortest ? ", shortest" : "");
    context.note(fmt::format("Space: {}, {} paths; {} validation crops", space, problem.space.pathCount().text(),
                             project.evaluator().images().size()));

    int budget = args.budget;
    if (enumerates) {
        constexpr long double most = 100'000;
        if (problem.space.pathCount().approximate() > most)
            throw InputError(fmt::format("{} paths are too many to measure them all; search them, or name fewer kinds.",
                                         problem.space.pathCount().text()));
        budget = static_cast<int>(problem.space.pathCount().value());
    }
    const SearchDefinition definition = definitionOf(args, budget, context, space, project.validationSet().id);
    const auto known = args.resume ? sameSearch(store, definition) : std::nullopt;
    if (args.resume && !known)
        context.note("There is no such search to resume yet; a new one begins.");
    const std::int64_t id = known ? known->id : store.addSearch(definition);
    const ReferencePoint reference = referencePoint(problem);
    store.setReferencePoint(id, reference.loss, reference.cost);
    store.setSearchBudget(id, budget);
    store.setSearchState(id, SearchState::Running, known ? known->seconds : 0);

    const double before = known ? known->seconds : 0;
    const auto begun = Clock::now();
    const auto seconds = [&] { return before + std::chrono::duration<double>(Clock::now() - begun).count(); };
    std::int64_t remembered = 0;
    SearchOptions options;
    options.method = method;
    options.budget = budget;
    options.seed = context.common().seed;
    options.minimumGain = args.minimumGain;
    options.reference = reference;

    const double teacherPsnr = project.measure(store, allTeacher(folder.stages())).psnr;
    const auto evaluate = [&](std::span<const Architecture> architectures) {
        std::vector<double> losses;
        for (const EvaluationRecord& record : project.measure(store, architectures, context.stop(), &remembered))
            losses.push_back(teacherPsnr - record.psnr);
        return losses;
    };
    std::int64_t index = 0;
    double volume = 0;
    const auto observe = [&](const Trial& trial, int evaluations, double hypervolume) {
        volume = hypervolume;
        TrialRecord record{id, index++, trial.architecture.text(), trial.loss, trial.cost, hypervolume, seconds()};
        store.putTrial(record);
        const double spent = std::chrono::duration<double>(Clock::now() - begun).count();
        context.progress(fmt::format("{}/{} evaluations, hypervolume {:.4f}, at most {} left", evaluations, budget,
                                     hypervolume,
                                     durationText(spent / evaluations * std::max(0, budget - evaluations))));
    };
    std::vector<Trial> trials;
    try {
        trials = enumerates ? enumerateAll(problem, reference, evaluate, observe)
                            : runSearch(problem, options, evaluate, observe, context.stop());
    } catch (const Interrupted&) {
        store.setSearchState(id, SearchState::Interrupted, seconds());
        throw Interrupted(
            fmt::format("Search {} stopped after {} evaluations, which are kept; continue with --resume.", id, index));
    } catch (const std::exception& e) {
        store.setSearchState(id, SearchState::Failed, seconds(), e.what());
        throw;
    }
    store.setSearchState(id, SearchState::Finished, seconds());
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
                              id, args.method, trials.size(), remembered, seconds(), volume, reference.loss,
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
                       {"seconds", seconds()},
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

#include "project/search_run.h"

#include "base/error.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <optional>

namespace kintsugi {

namespace {

using Clock = std::chrono::steady_clock;
using nlohmann::json;

constexpr long double mostPaths = 100'000;

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

/// The latest search that differs from @p wanted in its budget at most; the one with the number @p id unless that is 0.
std::optional<SearchRecord> sameSearch(const ProjectStore& store, SearchDefinition wanted, std::int64_t id) {
    std::optional<SearchRecord> found;
    for (const SearchRecord& record : store.searches()) {
        wanted.budget = record.definition.budget;
        if (record.definition == wanted && (id == 0 || record.id == id))
            found = record;
    }
    if (id != 0 && !found)
        throw InputError(fmt::format("Search {} was measured on other images or with another teacher, so it cannot go "
                                     "on with these.",
                                     id));
    return found;
}

int budgetOf(const SearchSpec& request, const SearchProblem& problem) {
    if (request.method != "enumerate")
        return request.budget;
    const PathCount count = problem.space.pathCount();
    if (count.approximate() > mostPaths)
        throw InputError(
            fmt::format("{} paths are too many to measure them all; search them, or name fewer kinds.", count.text()));
    return static_cast<int>(count.value());
}

} // namespace

SearchOutcome runStoredSearch(SearchProject& project, ProjectStore& store, const SearchSpec& request, bool resume,
                              const SearchHooks& hooks, std::stop_token stop, const std::function<bool()>& pausing) {
    const bool enumerates = request.method == "enumerate";
    const SearchMethod method = enumerates ? SearchMethod::Random : parseMethod(request.method);
    if (store.isReadOnly())
        throw InputError(store.readOnlyReason());
    store.addValidationSet(project.validationSet());
    const SearchProblem problem = project.problem(request.spans, request.kinds,
                                                  edgeCosts(request.cost, project.config(), store), request.shortest);
    const int budget = budgetOf(request, problem);

    SearchDefinition definition;
    definition.method = request.method;
    definition.space = request.spaceText();
    definition.budget = budget;
    definition.seed = request.seed;
    definition.cost = request.cost;
    definition.optionsJson = json{{"minimum_gain", request.minimumGain}}.dump();
    definition.validationSet = project.validationSet().id;
    const auto known = resume ? sameSearch(store, definition, request.search) : std::nullopt;

    SearchOutcome outcome;
    outcome.search = known ? known->id : store.addSearch(definition);
    outcome.reference = referencePoint(problem);
    store.setReferencePoint(outcome.search, outcome.reference.loss, outcome.reference.cost);
    store.setSearchBudget(outcome.search, budget);
    const double before = known ? known->seconds : 0;
    store.setSearchState(outcome.search, SearchState::Running, before);
    if (hooks.begun)
        hooks.begun(outcome.search, fmt::format("{}, {} paths", definition.space, problem.space.pathCount().text()),
                    known.has_value());

    const auto begun = Clock::now();
    const auto spent = [&] { return std::chrono::duration<double>(Clock::now() - begun).count(); };
    SearchOptions options;
    options.method = method;
    options.budget = budget;
    options.seed = request.seed;
    options.minimumGain = request.minimumGain;
    options.reference = outcome.reference;

    int landed = 0;
    std::int64_t measured = 0; // not remembered
    const auto evaluate = [&](std::span<const Architecture> architectures) {
        std::vector<double> losses;
        const std::int64_t rememberedBefore = outcome.remembered;
        for (const EvaluationRecord& record : project.measure(store, architectures, stop, &outcome.remembered))
            losses.push_back(outcome.teacherPsnr - record.psnr);
        measured += static_cast<std::int64_t>(architectures.size()) - (outcome.remembered - rememberedBefore);
        return losses;
    };
    const auto observe = [&](const Trial& trial, int evaluations, double volume) {
        outcome.hypervolume = volume;
        const double seconds = before + spent();
        store.putTrial({outcome.search, landed++, trial.architecture.text(), trial.loss, trial.cost, volume, seconds});
        if (!hooks.step)
            return;
        SearchStep step{outcome.search, trial, {}, evaluations, budget, volume, seconds, 0};
        // Whoever shows it must not have to wait for the store.
        if (auto record = store.evaluation(definition.validationSet, trial.architecture.text()))
            step.evaluation = std::move(*record);
        // What the store remembers takes no time, so only measured ones tell how long one takes.
        step.secondsLeft =
            spent() / static_cast<double>(std::max<std::int64_t>(measured, 1)) * std::max(0, budget - evaluations);
        hooks.step(step);
    };
    try {
        outcome.teacherPsnr = project.measure(store, allTeacher(problem.space.stages())).psnr;
        outcome.trials = enumerates ? enumerateAll(problem, outcome.reference, evaluate, observe)
                                    : runSearch(problem, options, evaluate, observe, stop);
    } catch (const Interrupted&) {
        const bool paused = pausing && pausing();
        store.setSearchState(outcome.search, paused ? SearchState::Paused : SearchState::Interrupted, before + spent());
        throw Interrupted(fmt::format("Search {} stopped after {} evaluations, which are kept; continue with --resume.",
                                      outcome.search, landed));
    } catch (const std::exception& e) {
        store.setSearchState(outcome.search, SearchState::Failed, before + spent(), e.what());
        throw;
    }
    outcome.seconds = before + spent();
    store.setSearchState(outcome.search, SearchState::Finished, outcome.seconds);
    return outcome;
}

} // namespace kintsugi

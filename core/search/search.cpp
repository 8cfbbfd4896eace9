#include "search/search.h"

#include "base/error.h"
#include "search/methods.h"
#include "search/path_encoding.h"
#include "search/trial_log.h"

#include <fmt/format.h>

namespace kintsugi {

double SearchProblem::cost(const Architecture& architecture) const {
    double sum = baseCost;
    for (const PlacedEdge& placed : architecture.placedEdges())
        sum += edgeCost(placed);
    return sum;
}

std::string_view methodName(SearchMethod method) {
    constexpr std::array<std::string_view, searchMethods.size()> names{"exact", "ens", "nsga2", "random"};
    return names[static_cast<std::size_t>(method)];
}

SearchMethod parseMethod(std::string_view name) {
    for (SearchMethod method : searchMethods) {
        if (methodName(method) == name)
            return method;
    }
    throw InputError(fmt::format("'{}' is no search method; there are exact, ens, nsga2 and random.", name));
}

ReferencePoint referencePoint(const SearchProblem& problem) {
    return {3, 1.01 * problem.cost(allTeacher(problem.space.stages()))};
}

std::vector<Trial> runSearch(const SearchProblem& problem, const SearchOptions& options, const Evaluate& evaluate,
                             const TrialObserver& observer, std::stop_token stop) {
    if (options.budget < 1)
        throw InputError(fmt::format("A search needs a budget of at least 1 evaluation, not {}.", options.budget));
    if (!(options.minimumGain >= 0))
        throw InputError(fmt::format("The minimum gain must be at least 0, not {}.", options.minimumGain));
    const Architecture teacher = allTeacher(problem.space.stages());
    if (!problem.space.contains(teacher))
        throw InputError("The search space lacks the all-teacher path, which every search starts from; allow all "
                         "teacher blocks.");

    TrialLog log(problem, options, evaluate, observer, std::move(stop));
    const auto method = [&] {
        switch (options.method) {
        case SearchMethod::Exact:
            return &searchExactly;
        case SearchMethod::Ens:
            return &searchAsEns;
        case SearchMethod::Nsga2:
            return &searchByNsga2;
        case SearchMethod::Random:
            break;
        }
        return &searchAtRandom;
    }();
    if (options.method == SearchMethod::Ens)
        PathEncoding(problem).requireCategories(); // before anything is measured in vain
    log.measure(teacher);
    method(problem, options, log);
    return log.trials();
}

} // namespace kintsugi

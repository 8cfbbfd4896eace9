#pragma once

#include "search/front.h"
#include "space/space.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

namespace kintsugi {

/// One architecture with its measured quality. Both objectives are minimised.
struct Trial {
    Architecture architecture;
    double loss = 0; ///< PSNR that it loses against the teacher on the validation set, in dB (negative: better than it)
    double cost = 0; ///< in the unit of the problem's cost

    Objectives objectives() const { return {loss, cost}; }
};

/// What is searched. Costs are known without measuring and add up over edges: the cost of a path is baseCost plus its
/// edges' costs. Edge costs are at least 0. The space must contain the all-teacher path.
struct SearchProblem {
    Space space;
    std::function<double(const PlacedEdge&)> edgeCost;
    double baseCost = 0;
    /// What an edge lost alone in the teacher when it was distilled, in dB on other pictures: a first guess that need
    /// not be measured again. May be empty, and nothing where it is not known.
    std::function<std::optional<double>(const PlacedEdge&)> guess = {};

    double cost(const Architecture& architecture) const;
};

/// Measures architectures; the searchers know nothing else of networks. Returns one loss in dB per architecture, in
/// their order; the evaluator may compute them in another order to share work. Called with 1 to 4 of them, never twice
/// with the same. Throws Interrupted when asked to stop.
using Evaluate = std::function<std::vector<double>(std::span<const Architecture>)>;

enum class SearchMethod { Exact, Ens, Nsga2, Random };
inline constexpr std::array<SearchMethod, 4> searchMethods{SearchMethod::Exact, SearchMethod::Ens, SearchMethod::Nsga2,
                                                           SearchMethod::Random};

/// "exact", "ens", "nsga2", "random".
std::string_view methodName(SearchMethod method);
/// Throws InputError that lists them.
SearchMethod parseMethod(std::string_view name);

struct SearchOptions {
    SearchMethod method = SearchMethod::Exact;
    int budget = 100; ///< different architectures measured at most, the teacher included; at least 1
    std::uint64_t seed = 0;
    double minimumGain = 0; ///< exact only: stop when the expected gain falls below this share of the hypervolume
    std::optional<ReferencePoint> reference; ///< of the hypervolume; none: referencePoint(problem)
};

/// The reference point that makes hypervolumes of one problem comparable: a loss of 3 dB, and 1.01 times the cost of
/// the all-teacher path.
ReferencePoint referencePoint(const SearchProblem& problem);

/// Called for every trial that is measured, in order; @p hypervolume is that of all trials so far, in dB times the unit
/// of the cost.
using TrialObserver = std::function<void(const Trial& trial, int evaluations, double hypervolume)>;

/// Runs a search until its budget is spent, its space is exhausted or its own rule ends it. The all-teacher path is
/// measured first. Deterministic: the same problem, options and losses give the same trials in the same order, so a
/// search is resumed by running it again with an Evaluate that remembers. Throws Interrupted as soon as @p stop is
/// requested, InputError for impossible options (for example `ens` on a space whose stages cannot be written as
/// categories), Error when a loss is not a finite number.
std::vector<Trial> runSearch(const SearchProblem& problem, const SearchOptions& options, const Evaluate& evaluate,
                             const TrialObserver& observer, std::stop_token stop);

} // namespace kintsugi

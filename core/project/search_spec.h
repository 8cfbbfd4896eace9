#pragma once

#include "project/records.h"
#include "search/search.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace kintsugi {

/// What to search, as people say it. The command line and the workbench both run searches from this.
struct SearchSpec {
    std::string method = "exact"; ///< methodName(SearchMethod), or "enumerate": measure every path
    std::string spans = "all";    ///< "stages", "blocks", "all"
    std::vector<BlockKind> kinds; ///< of the surrogates that paths may take
    bool shortest = false;        ///< of each kind at each span only the surrogate of fewest blocks
    std::string cost = "transformers";
    int budget = 100; ///< evaluations; not used by "enumerate"
    std::uint64_t seed = 0;
    double minimumGain = 0; ///< see SearchOptions
    /// Which stored search to go on with; 0: the latest of this description.
    std::int64_t search = 0;

    /// "all of lite,gated" or "stages of lite,restormer, shortest": as the store describes the space.
    std::string spaceText() const;
};

/// The request that a stored search came from. Throws InputError when a newer version described it.
SearchSpec requestOf(const SearchDefinition& definition);

/// A trial that has just landed and is stored.
struct SearchStep {
    std::int64_t search = 0; ///< its id
    Trial trial;
    EvaluationRecord evaluation; ///< what was measured, as the store holds it
    int evaluations = 0, budget = 0;
    double hypervolume = 0;
    double seconds = 0; ///< spent on this search, earlier runs included
    double secondsLeft = 0;
};

struct SearchOutcome {
    std::int64_t search = 0;
    std::vector<Trial> trials;
    ReferencePoint reference;
    double hypervolume = 0;
    double teacherPsnr = 0;
    double seconds = 0;
    std::int64_t remembered = 0; ///< evaluations that the store already held
};

struct SearchHooks {
    std::function<void(std::int64_t search, const std::string& space, bool resumed)> begun;
    std::function<void(const SearchStep& step)> step;
};

} // namespace kintsugi

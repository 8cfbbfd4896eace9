#pragma once

#include "project/project_store.h"
#include "search/front.h"

#include <optional>
#include <vector>

namespace kintsugi {

/// The front of a search's trials, by rising cost.
struct SearchFront {
    SearchRecord search;
    std::vector<TrialRecord> trials;
    std::optional<std::size_t> knee; ///< index into trials, as `knee` defines it; always set when there are trials
    /// The @p count members nearest the knee, nearest first.
    std::vector<TrialRecord> nearestKnee(std::size_t count) const;
};

/// Throws InputError when there is no such search.
SearchFront frontOfSearch(const ProjectStore& store, std::int64_t search);

/// Of the search that ran last and has trials.
std::optional<SearchFront> latestFront(const ProjectStore& store);

} // namespace kintsugi

#include "project/trials.h"

#include "base/error.h"

#include <algorithm>
#include <fmt/format.h>

namespace kintsugi {

namespace {

std::vector<Objectives> objectivesOf(const std::vector<TrialRecord>& trials) {
    std::vector<Objectives> points;
    for (const TrialRecord& trial : trials)
        points.push_back({trial.loss, trial.cost});
    return points;
}

} // namespace

std::vector<TrialRecord> SearchFront::nearestKnee(std::size_t count) const {
    std::vector<TrialRecord> result;
    const auto points = objectivesOf(trials);
    for (const std::size_t i : kintsugi::nearestKnee(points, count))
        result.push_back(trials[i]);
    return result;
}

SearchFront frontOfSearch(const ProjectStore& store, std::int64_t id) {
    const auto search = store.search(id);
    if (!search)
        throw InputError(fmt::format("The project has no search {}.", id));
    SearchFront front;
    front.search = *search;
    const auto trials = store.trials(id);
    std::optional<ReferencePoint> reference;
    if (search->referenceLoss && search->referenceCost)
        reference = ReferencePoint{*search->referenceLoss, *search->referenceCost};
    for (const std::size_t i : paretoFront(objectivesOf(trials), reference))
        front.trials.push_back(trials[i]);
    front.knee = knee(objectivesOf(front.trials));
    return front;
}

std::optional<SearchFront> latestFront(const ProjectStore& store) {
    auto searches = store.searches();
    // One that went on later counts as newer than one that was begun later.
    std::stable_sort(searches.begin(), searches.end(),
                     [](const SearchRecord& a, const SearchRecord& b) { return a.updated < b.updated; });
    for (auto search = searches.rbegin(); search != searches.rend(); ++search)
        if (SearchFront front = frontOfSearch(store, search->id); !front.trials.empty())
            return front;
    return std::nullopt;
}

} // namespace kintsugi

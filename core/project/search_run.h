#pragma once

#include "project/search_project.h"
#include "project/search_spec.h"

#include <functional>
#include <stop_token>

namespace kintsugi {

/// Runs a search and stores it: the definition first, every trial as it lands, the state at the end. With @p resume
/// the latest search of the same request (the budget may be another one: so it is extended) goes on. Throws what
/// runSearch throws; stopped by @p stop, the search is `interrupted` (or `paused` when @p pausing says so then) and
/// Interrupted tells how much was kept.
SearchOutcome runStoredSearch(SearchProject& project, ProjectStore& store, const SearchSpec& request, bool resume,
                              const SearchHooks& hooks, std::stop_token stop,
                              const std::function<bool()>& pausing = {});

} // namespace kintsugi

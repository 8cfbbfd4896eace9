#pragma once

#include "search/search.h"
#include "search/trial_log.h"

namespace kintsugi {

/// The methods behind runSearch. Each is called with a log that knows the all-teacher path and returns when the log is
/// finished or its own rule ends it.

/// Scores every edge alone in the teacher, then measures what promises most by the additive model and what is learnt of
/// its error. See exact_search.cpp for the steps.
void searchExactly(const SearchProblem& problem, const SearchOptions& options, TrialLog& log);

/// ENS as published (arXiv 2605.02794, section 3.5), see ens_search.cpp for what the paper leaves open.
void searchAsEns(const SearchProblem& problem, const SearchOptions& options, TrialLog& log);

/// NSGA-II by pagmo over PathEncoding: a population of 20, the teacher in it, crossover and mutation on whole numbers.
/// Ends after 20 generations without a path that is new.
void searchByNsga2(const SearchProblem& problem, const SearchOptions& options, TrialLog& log);

/// Evenly drawn paths without repetition.
void searchAtRandom(const SearchProblem& problem, const SearchOptions& options, TrialLog& log);

} // namespace kintsugi

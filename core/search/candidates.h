#pragma once

#include "base/random.h"
#include "search/additive_front.h"
#include "search/path_model.h"
#include "search/trial_log.h"

#include <span>
#include <unordered_set>
#include <vector>

namespace kintsugi {

/// Paths that could be measured next, and what is known of each without measuring.
struct Candidates {
    std::vector<Architecture> paths;
    std::vector<Features> features;
    std::vector<double> costs;

    std::size_t size() const { return paths.size(); }
    Candidates subset(std::span<const std::size_t> indices) const;
    void erase(std::size_t index);
};

/// Where the exact search looks. Spaces of up to 8192 paths are looked at as a whole. In larger ones these are
/// proposed: the front of the additive model, by the scores and by the corrected scores; the measured front with one
/// edge exchanged, or one surrogate given back to the teacher; and some paths drawn evenly.
class CandidatePool {
public:
    /// The arguments must outlive the pool.
    CandidatePool(const SearchProblem& problem, const EdgeScores& scores, const PathModel& model, const TrialLog& log,
                  RandomStream& random);

    /// None of them measured; none when no path is left to be found. Valid until the next call.
    const Candidates& propose();

private:
    void add(Architecture path);
    void dropMeasured();
    void addFront(const EdgeLoss& edgeLoss);
    void addNeighbours();

    const SearchProblem& m_problem;
    const EdgeScores& m_scores;
    const PathModel& m_model;
    const TrialLog& m_log;
    RandomStream& m_random;
    bool m_whole = false;
    Candidates m_candidates;
    std::unordered_set<Architecture> m_seen;
};

} // namespace kintsugi

#pragma once

#include "search/search.h"

#include <span>
#include <stop_token>
#include <unordered_map>
#include <vector>

namespace kintsugi {

/// What a search has measured so far. The only way for a method to measure: it keeps the budget, leaves out what is
/// known, publishes every trial and stops when asked to.
class TrialLog {
public:
    /// The arguments must outlive the log.
    TrialLog(const SearchProblem& problem, const SearchOptions& options, const Evaluate& evaluate,
             const TrialObserver& observer, std::stop_token stop);

    /// Measures those that are not yet known, in their order, as far as the budget goes. Returns how many were new.
    int measure(std::span<const Architecture> architectures);
    int measure(const Architecture& architecture) { return measure({&architecture, 1}); }

    /// Throws Interrupted when the search is to stop. For long work between measurements.
    void checkStop() const;

    const std::vector<Trial>& trials() const { return m_trials; }
    bool knows(const Architecture& architecture) const { return m_index.contains(architecture); }
    /// nullptr when it was not measured. Valid until the next measurement.
    const Trial* find(const Architecture& architecture) const;

    int remaining() const { return m_budget - static_cast<int>(m_trials.size()); }
    /// Nothing is left to do: the budget is spent, or every path of the space measured.
    bool finished() const;

    const ReferencePoint& reference() const { return m_reference; }
    double hypervolume() const { return m_hypervolume; }
    /// Those measured that no other one beats, inside the reference or not.
    const std::vector<Objectives>& front() const { return m_front; }

private:
    void publish(Trial trial);

    const SearchProblem& m_problem;
    const Evaluate& m_evaluate;
    const TrialObserver& m_observer;
    std::stop_token m_stop;
    int m_budget;
    ReferencePoint m_reference;
    PathCount m_paths;
    std::vector<Trial> m_trials;
    std::unordered_map<Architecture, std::size_t> m_index;
    std::vector<Objectives> m_front;
    double m_hypervolume = 0;
};

} // namespace kintsugi

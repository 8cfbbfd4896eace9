#include "search/trial_log.h"

#include "base/error.h"

#include <cmath>
#include <fmt/format.h>
#include <unordered_set>

namespace kintsugi {

namespace {

/// Few enough that trials are published as they land, enough that an evaluator can share work.
constexpr std::size_t atOnce = 4;

} // namespace

TrialLog::TrialLog(const SearchProblem& problem, const SearchOptions& options, const Evaluate& evaluate,
                   const TrialObserver& observer, std::stop_token stop)
    : m_problem(problem), m_evaluate(evaluate), m_observer(observer), m_stop(std::move(stop)), m_budget(options.budget),
      m_reference(options.reference ? *options.reference : referencePoint(problem)),
      m_paths(problem.space.pathCount()) {}

void TrialLog::checkStop() const {
    if (m_stop.stop_requested())
        throw Interrupted(fmt::format("The search was stopped after {} evaluations.", m_trials.size()));
}

const Trial* TrialLog::find(const Architecture& architecture) const {
    const auto at = m_index.find(architecture);
    return at == m_index.end() ? nullptr : &m_trials[at->second];
}

bool TrialLog::finished() const {
    return remaining() <= 0 || (m_paths.isExact() && m_paths.value() <= m_trials.size());
}

int TrialLog::measure(std::span<const Architecture> architectures) {
    std::vector<Architecture> fresh;
    std::unordered_set<Architecture> chosen;
    for (const Architecture& architecture : architectures) {
        if (static_cast<int>(fresh.size()) < remaining() && !knows(architecture) && chosen.insert(architecture).second)
            fresh.push_back(architecture);
    }
    for (std::size_t begin = 0; begin < fresh.size(); begin += atOnce) {
        checkStop();
        const auto batch = std::span(fresh).subspan(begin, std::min(atOnce, fresh.size() - begin));
        const std::vector<double> losses = m_evaluate(batch);
        if (losses.size() != batch.size())
            throw Error(fmt::format("{} architectures were to be measured and {} losses came back.", batch.size(),
                                    losses.size()));
        for (std::size_t i = 0; i < batch.size(); ++i) {
            if (!std::isfinite(losses[i]))
                throw Error(fmt::format("The measured loss of {} is not a finite number; check its surrogates.",
                                        batch[i].text()));
            publish({batch[i], losses[i], m_problem.cost(batch[i])});
        }
    }
    return static_cast<int>(fresh.size());
}

void TrialLog::publish(Trial trial) {
    m_index.emplace(trial.architecture, m_trials.size());
    std::vector<Objectives> points = m_front;
    points.push_back(trial.objectives());
    m_front.clear();
    for (std::size_t i : paretoFront(points))
        m_front.push_back(points[i]);
    m_hypervolume = kintsugi::hypervolume(m_front, m_reference);
    m_trials.push_back(std::move(trial));
    if (m_observer)
        m_observer(m_trials.back(), static_cast<int>(m_trials.size()), m_hypervolume);
}

} // namespace kintsugi

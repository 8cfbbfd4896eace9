#include "base/random.h"
#include "search/additive_front.h"
#include "search/candidates.h"
#include "search/edge_scores.h"
#include "search/methods.h"
#include "search/path_model.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kintsugi {

// 1. Score edges alone in the teacher: all, or as many as EdgeScores::selection picks for 60 % of the budget; estimate
//    the others. Where distillation left a guess it is taken instead, and only edges without one are scored, after the
//    first members of the front of those that have one were measured.
// 2. The exact front of the additive model. Measure its members from the knee outwards, passing over those close to one
//    already chosen: neighbours on the front tell the same about the model's error.
// 3. Until the end: learn what the sum misses, and measure the paths of the greatest expected hypervolume improvement.

namespace {

// Less scoring shows results sooner but ends lower: on bench_search's spans 0.4 ends 4 to 7 % and 0.25 9 to 10 % lower.
constexpr double scoringShare = 0.6;
constexpr double unguessedShare = 0.25; ///< for scoring what has no guess, where others have one
constexpr double verifyingShare = 0.25; ///< of what is left after scoring
constexpr int firstLook = 8;            ///< members that are measured by guesses alone
constexpr double doubt = 3e-4;          ///< expected gain over hypervolume below which guesses are measured
constexpr double hopeless = 1e3;        ///< dB: keeps edges of which nothing is known out of the front
constexpr double spacing = 0.3;         ///< between verified members, in the scale of nearestKnee
constexpr int batch = 2;
constexpr std::size_t kept = 512;    ///< candidates after a quick look
constexpr double negligible = 1e-12; ///< gain over hypervolume

class ExactSearch {
public:
    ExactSearch(const SearchProblem& problem, const SearchOptions& options, TrialLog& log)
        : m_problem(problem), m_options(options), m_log(log), m_random(mixSeed(options.seed, 0xe8ac)),
          m_scores(problem) {}

    void run() {
        if (takeGuesses() && m_scores.unknown() > 0) {
            for (std::size_t i : m_scores.selection(m_scores.unknown()))
                m_doubtful.push_back(m_scores.edges()[i]);
            verify(firstLook);
            m_doubtful.clear();
            score(unguessedShare);
        } else {
            score(scoringShare);
        }
        verify(static_cast<std::size_t>(std::ceil(verifyingShare * m_log.remaining())));
        prepare();
        while (!m_log.finished() && refine())
            m_log.checkStop();
    }

private:
    /// Features need the scores, so that model and pool begin anew with them.
    void prepare() {
        m_model.emplace(m_scores);
        m_pool.emplace(m_problem, m_scores, *m_model, m_log, m_random);
    }

    bool takeGuesses() {
        if (m_problem.guess)
            for (std::size_t i = 0; i < m_scores.edges().size(); ++i)
                if (const auto guessed = m_problem.guess(m_scores.edges()[i]); guessed && std::isfinite(*guessed)) {
                    m_scores.set(i, *guessed);
                    m_guessed.push_back(i);
                }
        return !m_guessed.empty();
    }

    double lossOf(const PlacedEdge& edge) const {
        return std::find(m_doubtful.begin(), m_doubtful.end(), edge) == m_doubtful.end() ? m_scores.loss(edge)
                                                                                         : hopeless;
    }

    void score(double share) {
        scoreAlone(m_scores.selection(static_cast<std::size_t>(share * m_options.budget)));
        m_scores.estimateRest();
    }

    void scoreAlone(const std::vector<std::size_t>& selection) {
        const Architecture teacher = allTeacher(m_problem.space.stages());
        std::vector<Architecture> alone;
        for (std::size_t i : selection)
            alone.push_back(teacher.replaced(m_scores.edges()[i].span, m_scores.edges()[i].edge));
        m_log.measure(alone);
        const double zero = m_log.trials().front().loss;
        for (std::size_t i = 0; i < selection.size(); ++i) {
            if (const Trial* trial = m_log.find(alone[i]))
                m_scores.set(selection[i], trial->loss - zero);
        }
    }

    void verify(std::size_t most) {
        const AdditiveFront front(m_problem, [&](const PlacedEdge& edge) { return lossOf(edge); });
        std::vector<Objectives> inside;
        std::vector<std::size_t> indices = paretoFront(front.points(), m_log.reference());
        for (std::size_t i : indices)
            inside.push_back(front.points()[i]);
        if (inside.empty())
            return;
        const double losses = std::max(inside.front().loss - inside.back().loss, 1e-300);
        const double costs = std::max(inside.back().cost - inside.front().cost, 1e-300);
        std::vector<Objectives> chosen;
        std::vector<Architecture> paths;
        for (std::size_t i : nearestKnee(inside, inside.size())) {
            const bool apart = std::all_of(chosen.begin(), chosen.end(), [&](const Objectives& other) {
                return std::hypot((inside[i].loss - other.loss) / losses, (inside[i].cost - other.cost) / costs) >=
                       spacing;
            });
            if (!apart || paths.size() >= most)
                continue;
            chosen.push_back(inside[i]);
            if (Architecture path = front.architecture(indices[i]); !m_log.knows(path))
                paths.push_back(std::move(path));
        }
        m_log.measure(paths);
    }

    /// Whether to go on.
    bool refine() {
        m_model->learn(m_log.trials());
        const Candidates& all = m_pool->propose();
        if (all.size() == 0)
            return false;
        std::vector<Objectives> front = m_log.front();
        Candidates best = all.subset(mostPromising(all, front));
        std::vector<Architecture> chosen;
        while (chosen.size() < batch && best.size() > 0) {
            const auto gains = expectedGains(best, front, m_model->predict(best.features));
            const auto next = static_cast<std::size_t>(std::max_element(gains.begin(), gains.end()) - gains.begin());
            if (chosen.empty() && !m_guessed.empty() && gains[next] < doubt * m_log.hypervolume()) {
                replaceGuesses();
                return true;
            }
            if (gains[next] < m_options.minimumGain * m_log.hypervolume())
                return m_log.measure(chosen) > 0;
            if (gains[next] <= negligible * m_log.hypervolume())
                break;
            chosen.push_back(best.paths[next]);
            front.push_back({m_model->believe(best.features[next]), best.costs[next]});
            best.erase(next);
        }
        if (chosen.empty()) // nothing is to be gained inside the reference: the rest of the front, then anything
            chosen = restOfFront();
        if (chosen.empty())
            chosen.push_back(all.paths.front());
        m_log.measure(chosen);
        return true;
    }

    /// Where guesses promise no more, their errors may hide what there is to gain: as many as can be afforded are
    /// measured.
    void replaceGuesses() {
        m_guessed.resize(std::min(m_guessed.size(), static_cast<std::size_t>(scoringShare * m_log.remaining())));
        scoreAlone(m_guessed);
        m_guessed.clear();
        prepare();
    }

    std::vector<double> expectedGains(const Candidates& candidates, const std::vector<Objectives>& front,
                                      const std::vector<Belief>& losses) const {
        const ExpectedImprovement improvement(front, m_log.reference());
        std::vector<double> gains;
        for (std::size_t i = 0; i < candidates.size(); ++i)
            gains.push_back(improvement(losses[i], {candidates.costs[i], 0}));
        return gains;
    }

    /// Those worth an exact look, by a quick one.
    std::vector<std::size_t> mostPromising(const Candidates& candidates, const std::vector<Objectives>& front) const {
        std::vector<std::size_t> order(candidates.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        if (candidates.size() <= kept)
            return order;
        const auto gains = expectedGains(candidates, front, m_model->outlook(candidates.features));
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return gains[a] > gains[b]; });
        order.resize(kept);
        return order;
    }

    /// Paths of the additive front that were not measured, from the knee outwards.
    std::vector<Architecture> restOfFront() const {
        const AdditiveFront front(m_problem, [&](const PlacedEdge& edge) { return m_scores.loss(edge); });
        std::vector<Architecture> paths;
        for (std::size_t i : nearestKnee(front.points(), front.points().size())) {
            Architecture path = front.architecture(i);
            if (!m_log.knows(path))
                paths.push_back(std::move(path));
            if (paths.size() == batch)
                break;
        }
        return paths;
    }

    const SearchProblem& m_problem;
    const SearchOptions& m_options;
    TrialLog& m_log;
    RandomStream m_random;
    EdgeScores m_scores;
    std::vector<std::size_t> m_guessed; ///< edges whose score is a guess still
    std::optional<PathModel> m_model;
    std::optional<CandidatePool> m_pool;
    std::vector<PlacedEdge> m_doubtful; ///< neither guessed nor scored
};

} // namespace

void searchExactly(const SearchProblem& problem, const SearchOptions& options, TrialLog& log) {
    ExactSearch(problem, options, log).run();
}

} // namespace kintsugi

#include "search/additive_front.h"
#include "search/edge_scores.h"
#include "search/methods.h"
#include "search/path_model.h"

#include "base/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_set>

namespace kintsugi {

// 1. Score edges alone in the teacher: all, or as many as EdgeScores::selection picks for 60 % of the budget; estimate
//    the others.
// 2. The exact front of the additive model. Measure its members from the knee outwards, passing over those close to one
//    already chosen: neighbours on the front tell the same about the model's error.
// 3. Until the end: learn what the sum misses, and measure the paths of the greatest expected hypervolume improvement.

namespace {

constexpr double scoringShare = 0.6;
constexpr double verifyingShare = 0.25; ///< of what is left after scoring
constexpr double spacing = 0.2;        ///< between verified members, in the scale of nearestKnee
constexpr int batch = 2;
constexpr unsigned listed = 8192;          ///< spaces up to this size are candidates as a whole
constexpr std::size_t frontMembers = 400;  ///< candidates from one additive front
constexpr std::size_t labels = 4000;       ///< of these fronts, which only propose
constexpr std::size_t neighbours = 1500;   ///< of the measured front
constexpr std::size_t drawn = 200;
constexpr std::size_t kept = 512; ///< candidates after a quick look
constexpr double negligible = 1e-12; ///< gain over hypervolume

class ExactSearch {
public:
    ExactSearch(const SearchProblem& problem, const SearchOptions& options, TrialLog& log)
        : m_problem(problem), m_options(options), m_log(log), m_random(mixSeed(options.seed, 0xe8ac)),
          m_scores(problem), m_model(m_scores) {}

    void run() {
        score();
        verify();
        while (!m_log.finished() && refine())
            m_log.checkStop();
    }

private:
    void score() {
        const auto affordable = static_cast<std::size_t>(scoringShare * m_options.budget);
        const Architecture teacher = allTeacher(m_problem.space.stages());
        const auto selection = m_scores.selection(affordable);
        std::vector<Architecture> alone;
        for (std::size_t i : selection)
            alone.push_back(teacher.replaced(m_scores.edges()[i].span, m_scores.edges()[i].edge));
        m_log.measure(alone);
        const double zero = m_log.trials().front().loss;
        for (std::size_t i = 0; i < selection.size(); ++i) {
            if (const Trial* trial = m_log.find(alone[i]))
                m_scores.set(selection[i], trial->loss - zero);
        }
        m_scores.estimateRest();
    }

    void verify() {
        const AdditiveFront front(m_problem, [&](const PlacedEdge& edge) { return m_scores.loss(edge); });
        std::vector<Objectives> inside;
        std::vector<std::size_t> indices = paretoFront(front.points(), m_log.reference());
        for (std::size_t i : indices)
            inside.push_back(front.points()[i]);
        if (inside.empty())
            return;
        const double losses = std::max(inside.front().loss - inside.back().loss, 1e-300);
        const double costs = std::max(inside.back().cost - inside.front().cost, 1e-300);
        const auto most = static_cast<std::size_t>(std::ceil(verifyingShare * m_log.remaining()));
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
            paths.push_back(front.architecture(indices[i]));
        }
        m_log.measure(paths);
    }

    /// Whether to go on.
    bool refine() {
        m_model.learn(m_log.trials());
        std::vector<Architecture> paths = candidates();
        if (paths.empty())
            return false;
        std::vector<Objectives> front = m_log.front();
        if (paths.size() > kept)
            keepBest(paths, expectedGains(paths, front, m_model.outlook(paths)));
        std::vector<Architecture> chosen;
        while (chosen.size() < batch) {
            std::vector<double> gains = expectedGains(paths, front, m_model.predict(paths));
            const auto best = static_cast<std::size_t>(std::max_element(gains.begin(), gains.end()) - gains.begin());
            if (gains[best] < m_options.minimumGain * m_log.hypervolume())
                return m_log.measure(chosen) > 0;
            if (gains[best] <= negligible * m_log.hypervolume())
                break;
            chosen.push_back(paths[best]);
            front.push_back({m_model.predict({&paths[best], 1}).front().mean, m_problem.cost(paths[best])});
            m_model.believe(paths[best]);
            paths.erase(paths.begin() + static_cast<std::ptrdiff_t>(best));
            if (paths.empty())
                break;
        }
        if (chosen.empty()) { // nothing is to be gained inside the reference: the rest of the front, then anything
            chosen = knownFront();
            chosen.resize(std::min<std::size_t>(chosen.size(), batch));
            if (chosen.empty())
                chosen.push_back(paths.front());
        }
        m_log.measure(chosen);
        return true;
    }

    std::vector<double> expectedGains(const std::vector<Architecture>& paths, const std::vector<Objectives>& front,
                                      const std::vector<Belief>& losses) const {
        const ExpectedImprovement improvement(front, m_log.reference());
        std::vector<double> gains;
        for (std::size_t i = 0; i < paths.size(); ++i)
            gains.push_back(improvement(losses[i], {m_problem.cost(paths[i]), 0}));
        return gains;
    }

    static void keepBest(std::vector<Architecture>& paths, const std::vector<double>& gains) {
        std::vector<std::size_t> order(paths.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return gains[a] > gains[b]; });
        order.resize(kept);
        std::vector<Architecture> best;
        for (std::size_t i : order)
            best.push_back(std::move(paths[i]));
        paths = std::move(best);
    }

    /// Paths of the additive front that were not measured, from the knee outwards.
    std::vector<Architecture> knownFront() const {
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

    std::vector<Architecture> candidates() {
        std::vector<Architecture> paths;
        const PathCount count = m_problem.space.pathCount();
        if (count.isExact() && count.value() <= listed) {
            m_problem.space.forEachPath([&](const Architecture& path) {
                if (!m_log.knows(path))
                    paths.push_back(path);
                return true;
            });
            return paths;
        }
        std::unordered_set<Architecture> seen;
        const auto propose = [&](Architecture path) {
            if (!m_log.knows(path) && m_problem.space.contains(path) && seen.insert(path).second)
                paths.push_back(std::move(path));
        };
        const auto corrected = m_model.correctedScores(m_log.trials());
        proposeFront(propose, [&](const PlacedEdge& edge) { return m_scores.loss(edge); });
        proposeFront(propose, [&](const PlacedEdge& edge) { return corrected[m_scores.indexOf(edge)]; });
        proposeNeighbours(propose);
        for (std::size_t i = 0; i < drawn; ++i)
            propose(m_problem.space.sample(m_random));
        return paths;
    }

    template <typename Propose> void proposeFront(const Propose& propose, const EdgeLoss& edgeLoss) const {
        const AdditiveFront front(m_problem, edgeLoss, labels);
        const auto inside = paretoFront(front.points(), m_log.reference());
        const std::size_t count = std::min(inside.size(), frontMembers);
        for (std::size_t i = 0; i < count; ++i)
            propose(front.architecture(inside[i * inside.size() / count]));
    }

    /// Measured paths of the front with one edge exchanged, or one surrogate given back to the teacher.
    template <typename Propose> void proposeNeighbours(const Propose& propose) {
        std::vector<Objectives> points;
        for (const Trial& trial : m_log.trials())
            points.push_back(trial.objectives());
        const auto front = paretoFront(points, m_log.reference());
        if (front.empty())
            return;
        for (std::size_t i = 0; i < neighbours; ++i) {
            Architecture path = m_log.trials()[front[i % front.size()]].architecture;
            std::vector<PlacedEdge> surrogates = path.placedEdges();
            std::erase_if(surrogates, [](const PlacedEdge& placed) { return placed.edge.isTeacher(); });
            const std::size_t exchange = m_random.below(m_scores.edges().size() + surrogates.size());
            if (exchange < m_scores.edges().size()) {
                propose(path.replaced(m_scores.edges()[exchange].span, m_scores.edges()[exchange].edge));
                continue;
            }
            const Span span = surrogates[exchange - m_scores.edges().size()].span;
            for (int block = span.begin; block < span.end; ++block)
                path = path.replaced({span.stage, block, block + 1}, {});
            propose(std::move(path));
        }
    }

    const SearchProblem& m_problem;
    const SearchOptions& m_options;
    TrialLog& m_log;
    RandomStream m_random;
    EdgeScores m_scores;
    PathModel m_model;
};

} // namespace

void searchExactly(const SearchProblem& problem, const SearchOptions& options, TrialLog& log) {
    ExactSearch(problem, options, log).run();
}

} // namespace kintsugi

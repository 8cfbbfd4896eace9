#include "search/candidates.h"

#include <algorithm>

namespace kintsugi {

namespace {

constexpr unsigned listed = 8192;
constexpr std::size_t frontMembers = 400; ///< from one additive front
constexpr std::size_t labels = 4000;      ///< of these fronts, which only propose
constexpr std::size_t neighbours = 1500;
constexpr std::size_t drawn = 200;

} // namespace

Candidates Candidates::subset(std::span<const std::size_t> indices) const {
    Candidates result;
    for (std::size_t i : indices) {
        result.paths.push_back(paths[i]);
        result.features.push_back(features[i]);
        result.costs.push_back(costs[i]);
    }
    return result;
}

void Candidates::erase(std::size_t index) {
    const auto at = static_cast<std::ptrdiff_t>(index);
    paths.erase(paths.begin() + at);
    features.erase(features.begin() + at);
    costs.erase(costs.begin() + at);
}

CandidatePool::CandidatePool(const SearchProblem& problem, const EdgeScores& scores, const PathModel& model,
                             const TrialLog& log, RandomStream& random)
    : m_problem(problem), m_scores(scores), m_model(model), m_log(log), m_random(random) {
    const PathCount count = problem.space.pathCount();
    m_whole = count.isExact() && count.value() <= listed;
    if (!m_whole)
        return;
    problem.space.forEachPath([&](const Architecture& path) {
        add(path);
        return true;
    });
}

const Candidates& CandidatePool::propose() {
    if (m_whole) {
        dropMeasured();
        return m_candidates;
    }
    m_candidates = {};
    m_seen.clear();
    const auto corrected = m_model.correctedScores(m_log.trials());
    addFront([&](const PlacedEdge& edge) { return m_scores.loss(edge); });
    addFront([&](const PlacedEdge& edge) { return corrected[m_scores.indexOf(edge)]; });
    addNeighbours();
    for (std::size_t i = 0; i < drawn; ++i)
        add(m_problem.space.sample(m_random));
    return m_candidates;
}

void CandidatePool::add(Architecture path) {
    if (m_log.knows(path) || !m_problem.space.contains(path) || !m_seen.insert(path).second)
        return;
    m_candidates.features.push_back(m_model.featuresOf(path));
    m_candidates.costs.push_back(m_problem.cost(path));
    m_candidates.paths.push_back(std::move(path));
}

void CandidatePool::dropMeasured() {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < m_candidates.size(); ++i) {
        if (m_log.knows(m_candidates.paths[i]))
            continue;
        if (kept != i) {
            m_candidates.paths[kept] = std::move(m_candidates.paths[i]);
            m_candidates.features[kept] = std::move(m_candidates.features[i]);
            m_candidates.costs[kept] = m_candidates.costs[i];
        }
        ++kept;
    }
    m_candidates.paths.resize(kept);
    m_candidates.features.resize(kept);
    m_candidates.costs.resize(kept);
}

void CandidatePool::addFront(const EdgeLoss& edgeLoss) {
    const AdditiveFront front(m_problem, edgeLoss, labels);
    const auto inside = paretoFront(front.points(), m_log.reference());
    const std::size_t count = std::min(inside.size(), frontMembers);
    for (std::size_t i = 0; i < count; ++i)
        add(front.architecture(inside[i * inside.size() / count]));
}

void CandidatePool::addNeighbours() {
    std::vector<Objectives> points;
    for (const Trial& trial : m_log.trials())
        points.push_back(trial.objectives());
    const auto front = paretoFront(points, m_log.reference());
    if (front.empty() || m_scores.edges().empty())
        return;
    for (std::size_t i = 0; i < neighbours; ++i) {
        Architecture path = m_log.trials()[front[i % front.size()]].architecture;
        std::vector<PlacedEdge> surrogates = path.placedEdges();
        std::erase_if(surrogates, [](const PlacedEdge& placed) { return placed.edge.isTeacher(); });
        const std::size_t exchange = m_random.below(m_scores.edges().size() + surrogates.size());
        if (exchange < m_scores.edges().size()) {
            add(path.replaced(m_scores.edges()[exchange].span, m_scores.edges()[exchange].edge));
            continue;
        }
        const Span span = surrogates[exchange - m_scores.edges().size()].span;
        for (int block = span.begin; block < span.end; ++block)
            path = path.replaced({span.stage, block, block + 1}, {});
        add(std::move(path));
    }
}

} // namespace kintsugi

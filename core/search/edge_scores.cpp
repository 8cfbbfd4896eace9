#include "search/edge_scores.h"

#include "base/error.h"
#include "search/gaussian_process.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

namespace kintsugi {

namespace {

enum Group { Stage, Kind, Place, Length, Run };

std::vector<int> featureGroups() {
    std::vector<int> groups(stageCount, Stage);
    groups.insert(groups.end(), surrogateKinds.size(), Kind);
    groups.insert(groups.end(), {Place, Length, Run});
    return groups;
}

Features featuresOf(const PlacedEdge& placed, int blocks) {
    Features features(stageCount, 0.0);
    features[static_cast<std::size_t>(placed.span.stage)] = 1;
    for (BlockKind kind : surrogateKinds)
        features.push_back(placed.edge.kind == kind ? 1 : 0);
    features.push_back((placed.span.begin + placed.span.end) / (2.0 * blocks));
    features.push_back(static_cast<double>(placed.span.length()) / blocks);
    features.push_back(static_cast<double>(placed.edge.run) / placed.edge.covers);
    return features;
}

double squaredDistance(const Features& a, const Features& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    return sum;
}

} // namespace

EdgeScores::EdgeScores(const SearchProblem& problem) {
    for (const StageInfo& stage : problem.space.stages()) {
        for (const PlacedEdge& placed : problem.space.edges(stage.id)) {
            if (placed.edge.isTeacher())
                continue;
            double saving = -problem.edgeCost(placed);
            for (int block = placed.span.begin; block < placed.span.end; ++block)
                saving += problem.edgeCost({{stage.id, block, block + 1}, {}});
            m_edges.push_back(placed);
            m_features.push_back(featuresOf(placed, stage.blocks));
            m_savings.push_back(saving);
        }
    }
    m_losses.assign(m_edges.size(), 0);
    m_known.assign(m_edges.size(), false);
}

std::size_t EdgeScores::indexOf(const PlacedEdge& edge) const {
    const auto at = std::lower_bound(m_edges.begin(), m_edges.end(), edge);
    if (at == m_edges.end() || *at != edge)
        throw InputError(fmt::format("The edge {} is not in the search space.", toString(edge)));
    return static_cast<std::size_t>(at - m_edges.begin());
}

std::vector<std::size_t> EdgeScores::selection(std::size_t count) const {
    std::vector<std::size_t> picked;
    std::vector<double> distance(m_edges.size(), std::numeric_limits<double>::infinity());
    const auto pick = [&](std::size_t edge) {
        for (std::size_t i = 0; i < m_edges.size(); ++i)
            distance[i] = std::min(distance[i], squaredDistance(m_features[i], m_features[edge]));
        distance[edge] = -1;
    };
    for (std::size_t i = 0; i < m_edges.size(); ++i)
        if (m_known[i])
            pick(i);
    while (picked.size() < std::min(count, unknown())) {
        std::size_t best = 0;
        for (std::size_t i = 1; i < m_edges.size(); ++i) {
            if (distance[i] > distance[best] || (distance[i] == distance[best] && m_savings[i] > m_savings[best]))
                best = i;
        }
        picked.push_back(best);
        pick(best);
    }
    std::sort(picked.begin(), picked.end());
    return picked;
}

std::size_t EdgeScores::unknown() const {
    return static_cast<std::size_t>(std::count(m_known.begin(), m_known.end(), false));
}

void EdgeScores::set(std::size_t index, double loss) {
    m_losses[index] = loss;
    m_known[index] = true;
}

void EdgeScores::estimateRest() {
    std::vector<Features> known, unknown;
    std::vector<double> perBlock;
    for (std::size_t i = 0; i < m_edges.size(); ++i) {
        (m_known[i] ? known : unknown).push_back(m_features[i]);
        if (m_known[i])
            perBlock.push_back(m_losses[i] / m_edges[i].edge.covers);
    }
    if (known.empty() || unknown.empty())
        return;
    const auto groups = featureGroups();
    const GaussianProcess process(known, perBlock, groups, fitScales(known, perBlock, groups));
    const auto beliefs = process.predict(unknown);
    std::size_t next = 0;
    for (std::size_t i = 0; i < m_edges.size(); ++i) {
        if (!m_known[i])
            m_losses[i] = beliefs[next++].mean * m_edges[i].edge.covers;
    }
}

} // namespace kintsugi

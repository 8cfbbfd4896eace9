#include "search/path_model.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>

namespace kintsugi {

namespace {

/// Groups of featuresOf: the path's whole loss, its stages' losses, and the share of each stage that each kind covers.
enum Group { Whole, StageLoss, KindShare };

constexpr std::size_t firstShare = 1 + stageCount;
constexpr std::size_t featureCount = firstShare + stageCount * surrogateKinds.size();

std::vector<int> featureGroups() {
    std::vector<int> groups(featureCount, KindShare);
    groups[0] = Whole;
    std::fill_n(groups.begin() + 1, stageCount, StageLoss);
    return groups;
}

} // namespace

double PathModel::additiveLoss(const Architecture& architecture) const {
    double sum = 0;
    for (const PlacedEdge& placed : architecture.placedEdges()) {
        if (!placed.edge.isTeacher())
            sum += m_scores.loss(placed);
    }
    return sum;
}

Features PathModel::featuresOf(const Architecture& architecture) const {
    Features features(featureCount, 0.0);
    for (const PlacedEdge& placed : architecture.placedEdges()) {
        if (placed.edge.isTeacher())
            continue;
        const double loss = m_scores.loss(placed);
        const auto stage = static_cast<std::size_t>(placed.span.stage);
        const auto kind = static_cast<std::size_t>(
            std::find(surrogateKinds.begin(), surrogateKinds.end(), placed.edge.kind) - surrogateKinds.begin());
        features[0] += loss;
        features[1 + stage] += loss;
        features[firstShare + stage * surrogateKinds.size() + kind] +=
            static_cast<double>(placed.edge.covers) / architecture.covered(placed.span.stage);
    }
    return features;
}

void PathModel::learn(std::span<const Trial> trials) {
    m_points.clear();
    m_residuals.clear();
    for (const Trial& trial : trials) {
        m_points.push_back(featuresOf(trial.architecture));
        m_residuals.push_back(trial.loss - m_points.back()[0]);
    }
    if (!m_scales || static_cast<double>(m_points.size()) >= 1.2 * static_cast<double>(m_fittedAt)) {
        m_scales = fitScales(m_points, m_residuals, featureGroups(), m_scales, 0.0);
        m_fittedAt = m_points.size();
    }
    rebuild();
}

void PathModel::believe(const Architecture& architecture) {
    m_points.push_back(featuresOf(architecture));
    m_residuals.push_back(m_process->predict({&m_points.back(), 1}).front().mean);
    rebuild();
}

void PathModel::rebuild() {
    m_process.emplace(m_points, m_residuals, featureGroups(), *m_scales);
}

std::vector<Belief> PathModel::predict(std::span<const Architecture> architectures) const {
    std::vector<Features> points;
    for (const Architecture& architecture : architectures)
        points.push_back(featuresOf(architecture));
    auto beliefs = m_process->predict(points);
    for (std::size_t i = 0; i < beliefs.size(); ++i)
        beliefs[i].mean += points[i][0];
    return beliefs;
}

std::vector<Belief> PathModel::outlook(std::span<const Architecture> architectures) const {
    std::vector<Features> points;
    for (const Architecture& architecture : architectures)
        points.push_back(featuresOf(architecture));
    const auto means = m_process->predictMeans(points);
    std::vector<Belief> beliefs;
    for (std::size_t i = 0; i < points.size(); ++i)
        beliefs.push_back({points[i][0] + means[i], std::sqrt(m_scales->signalVariance)});
    return beliefs;
}

std::vector<double> PathModel::correctedScores(std::span<const Trial> trials) const {
    const auto rows = static_cast<Eigen::Index>(trials.size());
    const auto columns = static_cast<Eigen::Index>(m_scores.edges().size());
    Eigen::MatrixXd uses = Eigen::MatrixXd::Zero(rows, columns);
    Eigen::VectorXd residuals(rows);
    for (Eigen::Index row = 0; row < rows; ++row) {
        const Trial& trial = trials[static_cast<std::size_t>(row)];
        double sum = 0;
        for (const PlacedEdge& placed : trial.architecture.placedEdges()) {
            if (placed.edge.isTeacher())
                continue;
            const std::size_t edge = m_scores.indexOf(placed);
            uses(row, static_cast<Eigen::Index>(edge)) = 1;
            sum += m_scores.loss(edge);
        }
        residuals(row) = trial.loss - sum;
    }
    // In the form over trials, of which there are fewer than edges where it matters.
    Eigen::MatrixXd gram = uses * uses.transpose();
    gram.diagonal().array() += 1;
    const Eigen::VectorXd moves = uses.transpose() * gram.ldlt().solve(residuals);
    std::vector<double> corrected;
    for (std::size_t edge = 0; edge < m_scores.edges().size(); ++edge)
        corrected.push_back(m_scores.loss(edge) + moves(static_cast<Eigen::Index>(edge)));
    return corrected;
}

} // namespace kintsugi

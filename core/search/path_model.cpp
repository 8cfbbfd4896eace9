#include "search/path_model.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>

namespace kintsugi {

namespace {

/// Groups of featuresOf: the path's whole loss, its stages' losses, and the share of each stage that each kind covers.
enum Group { Whole, StageLoss, KindShare };

} // namespace

PathModel::PathModel(const EdgeScores& scores) : m_scores(scores), m_groups(1 + stageCount, StageLoss) {
    m_groups[0] = Whole;
    for (const PlacedEdge& placed : scores.edges()) {
        if (m_shares.try_emplace({placed.span.stage, placed.edge.kind}, m_groups.size()).second)
            m_groups.push_back(KindShare);
    }
    if (m_shares.empty()) // the fit wants every group to have a member
        m_groups.push_back(KindShare);
}

Features PathModel::featuresOf(const Architecture& architecture) const {
    Features features(m_groups.size(), 0.0);
    for (const PlacedEdge& placed : architecture.placedEdges()) {
        if (placed.edge.isTeacher())
            continue;
        const StageId stage = placed.span.stage;
        const double loss = m_scores.loss(placed);
        features[0] += loss;
        features[1 + static_cast<std::size_t>(stage)] += loss;
        features[m_shares.at({stage, placed.edge.kind})] +=
            static_cast<double>(placed.edge.covers) / architecture.covered(stage);
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
        m_scales = fitScales(m_points, m_residuals, m_groups, m_scales, 0.0);
        m_fittedAt = m_points.size();
    }
    rebuild();
}

double PathModel::believe(const Features& features) {
    m_points.push_back(features);
    m_residuals.push_back(m_process->predict({&features, 1}).front().mean);
    rebuild();
    return features[0] + m_residuals.back();
}

void PathModel::rebuild() {
    m_process.emplace(m_points, m_residuals, m_groups, *m_scales);
}

std::vector<Belief> PathModel::predict(std::span<const Features> paths) const {
    auto beliefs = m_process->predict(paths);
    for (std::size_t i = 0; i < beliefs.size(); ++i)
        beliefs[i].mean += paths[i][0];
    return beliefs;
}

std::vector<Belief> PathModel::outlook(std::span<const Features> paths) const {
    const auto means = m_process->predictMeans(paths);
    std::vector<Belief> beliefs;
    for (std::size_t i = 0; i < paths.size(); ++i)
        beliefs.push_back({paths[i][0] + means[i], std::sqrt(m_scales->signalVariance)});
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

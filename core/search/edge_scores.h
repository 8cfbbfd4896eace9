#pragma once

#include "search/search.h"

#include <cstddef>
#include <vector>

namespace kintsugi {

/// Replace-one-edge scores: what each edge that is not the teacher's loses when it stands alone in the teacher (Puzzle,
/// arXiv 2411.19146, calls it replace-1-block).
class EdgeScores {
public:
    explicit EdgeScores(const SearchProblem& problem);

    /// In the order of stages, and in each as the space sorts them.
    const std::vector<PlacedEdge>& edges() const { return m_edges; }
    /// Throws InputError for an edge that is not among them.
    std::size_t indexOf(const PlacedEdge& edge) const;

    /// The @p count edges to score first, or all when there are fewer, in the order of edges(). They are picked one by
    /// one: first the one that saves most cost, then always the one farthest from all picked so far in stage, kind,
    /// place, length and run, so that those left out have a scored edge near them.
    /// Edges that were set count as picked and are left out.
    std::vector<std::size_t> selection(std::size_t count) const;
    std::size_t unknown() const;

    void set(std::size_t index, double loss);

    /// Estimates what was not set from what was: a Gaussian process over the same properties predicts the loss per
    /// covered block. Does nothing when nothing was set.
    void estimateRest();

    double loss(std::size_t index) const { return m_losses[index]; }
    double loss(const PlacedEdge& edge) const { return m_losses[indexOf(edge)]; }

private:
    std::vector<PlacedEdge> m_edges;
    std::vector<std::vector<double>> m_features;
    std::vector<double> m_savings;
    std::vector<double> m_losses;
    std::vector<bool> m_known;
};

} // namespace kintsugi

#pragma once

#include "search/edge_scores.h"
#include "search/gaussian_process.h"

#include <optional>
#include <span>
#include <vector>

namespace kintsugi {

/// What a path is believed to lose: the sum of its edges' scores, and a Gaussian process on what measured paths lost
/// beyond that. Errors of neighbouring surrogates compound or hide each other, so the sum alone is not the truth.
class PathModel {
public:
    explicit PathModel(const EdgeScores& scores) : m_scores(scores) {}

    /// Sum of the scores of the path's edges, in dB.
    double additiveLoss(const Architecture& architecture) const;

    /// Takes all trials so far. Scales of the process are fitted anew only after a fifth more trials.
    void learn(std::span<const Trial> trials);

    /// Takes @p architecture for measured with the loss that is believed, until learn is called again; for choosing
    /// several paths before any is measured (D. Ginsbourger, R. Le Riche, L. Carraro, 2010: kriging believer).
    void believe(const Architecture& architecture);

    std::vector<Belief> predict(std::span<const Architecture> architectures) const;

    /// Quick and optimistic: the mean as predict has it, with the deviation that is believed where nothing was measured.
    std::vector<Belief> outlook(std::span<const Architecture> architectures) const;

    /// Scores moved by the least that explains the trials best (ridge regression over edges), for an additive model that
    /// is right where the front is, not where edges stand alone. By index of EdgeScores.
    std::vector<double> correctedScores(std::span<const Trial> trials) const;

private:
    Features featuresOf(const Architecture& architecture) const;
    void rebuild();

    const EdgeScores& m_scores;
    std::vector<Features> m_points;
    std::vector<double> m_residuals;
    std::optional<GaussianProcessScales> m_scales;
    std::size_t m_fittedAt = 0;
    std::optional<GaussianProcess> m_process;
};

} // namespace kintsugi

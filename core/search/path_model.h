#pragma once

#include "search/edge_scores.h"
#include "search/gaussian_process.h"

#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace kintsugi {

/// What a path is believed to lose: the sum of its edges' scores, and a Gaussian process on what measured paths lost
/// beyond that. Errors of neighbouring surrogates compound or hide each other, so the sum alone is not the truth.
class PathModel {
public:
    /// @p scores must outlive the model; losses may be set until featuresOf is first called.
    explicit PathModel(const EdgeScores& scores);

    /// What the process sees of a path.
    Features featuresOf(const Architecture& architecture) const;

    /// Takes all trials so far. Scales of the process are fitted anew only after a fifth more trials.
    void learn(std::span<const Trial> trials);

    /// Takes the path of @p features for measured with the loss that is believed, and returns that, until learn is
    /// called again; for choosing several paths before any is measured (D. Ginsbourger, R. Le Riche, L. Carraro, 2010:
    /// kriging believer).
    double believe(const Features& features);

    /// Losses of paths by their features.
    std::vector<Belief> predict(std::span<const Features> paths) const;

    /// Quick and optimistic: the mean as predict has it, with the deviation that is believed where nothing was
    /// measured.
    std::vector<Belief> outlook(std::span<const Features> paths) const;

    /// Scores moved by the least that explains the trials best (ridge regression over edges), for an additive model
    /// that is right where the front is, not where edges stand alone. By index of EdgeScores.
    std::vector<double> correctedScores(std::span<const Trial> trials) const;

private:
    void rebuild();

    const EdgeScores& m_scores;
    std::vector<int> m_groups;                                     ///< of features
    std::map<std::pair<StageId, BlockKind>, std::size_t> m_shares; ///< which feature is a kind's share of a stage
    std::vector<Features> m_points;
    std::vector<double> m_residuals;
    std::optional<GaussianProcessScales> m_scales;
    std::size_t m_fittedAt = 0;
    std::optional<GaussianProcess> m_process;
};

} // namespace kintsugi

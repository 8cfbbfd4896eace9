#pragma once

#include "distill/distiller.h"
#include "distill/flat_parameters.h"
#include "distill/optimizer.h"

namespace kintsugi {

/// A surrogate in training: weights, optimiser, where it stands. Internal to the distiller.
struct Student {
    /// The initial weights depend on @p options and the edge alone.
    Student(const PlacedEdge& placed, const UNet& teacher, const TensorMap& mambaIrWeights,
            const DistillOptions& options);

    enum class Phase { Feature, Output, Done };

    std::shared_ptr<Surrogate> net;
    std::unique_ptr<FlatParameters> flat;
    std::unique_ptr<AdamW> adam;
    SurrogateInfo record;
    Phase phase = Phase::Feature;
    std::int64_t iteration = 0; ///< of the phase
    bool diverged = false;      ///< stays where it was; its company goes on
    std::vector<double> recent; ///< losses of the phase's last iterations, oldest first, for the plateau and the curve

    StageId stage() const { return record.placed.span.stage; }
    const Span& span() const { return record.placed.span; }

    /// One optimiser step on the gradients that are in `flat`; false, and nothing is changed, where loss or gradients
    /// are not finite.
    bool step(double loss, const DistillOptions& options);
    /// Whether the feature phase has stopped paying.
    bool onPlateau(const DistillOptions& options) const;
    double recentMean() const;
    void enter(Phase next);

    void save(const std::filesystem::path& file, const DistillOptions& options) const;
    /// Continues from a checkpoint; false when it belongs to other options or another teacher. Throws FileError when
    /// the file is damaged.
    bool restore(const std::filesystem::path& file, const DistillOptions& options);
};

} // namespace kintsugi

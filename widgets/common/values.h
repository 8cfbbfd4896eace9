#pragma once

#include "base/statistics.h"
#include "space/architecture.h"

#include <QString>
#include <cstdint>
#include <optional>
#include <string>

/// What the views show, as plain values. An empty optional is a number that was not measured; views write it as "–".
namespace kintsugi {

/// One architecture with all that is known of it. Losses are against the teacher, in dB, positive when worse.
struct TrialRow {
    std::int64_t number = 0; ///< the project's own, never to change; 0: not stored
    std::int64_t search = 0; ///< id of the search that measured it; 0: none
    std::int64_t index = 0;  ///< in its search, from 0
    QString method;          ///< of its search
    Architecture architecture;
    double loss = 0;
    std::optional<Interval> lossInterval; ///< 95 %, paired over the validation images
    bool tied = false;                    ///< the interval includes zero
    double psnr = 0;
    std::optional<double> ssim;
    int transformers = 0;
    int surrogateBlocks = 0;
    double penalty = 0;
    double gmacs = 0;       ///< 10^9 multiply-accumulates at 256x256
    double mparameters = 0; ///< 10^6
    std::optional<double> predictedMs, measuredMs;
    std::optional<Interval> measuredMsInterval;
    bool failed = false;
    QString message; ///< why it failed

    bool operator==(const TrialRow&) const = default;
};

enum class EdgeState { Ready, Missing, Waiting, Training, Failed };

/// One edge that a path may take: a teacher block, or a surrogate in any state.
struct EdgeChoice {
    PlacedEdge placed;
    EdgeState state = EdgeState::Ready;
    int percent = 0;                     ///< while training
    QString message;                     ///< why it failed
    std::optional<double> relativeError; ///< on features, 0 to about 1
    std::optional<double> loss;          ///< dB lost when it alone replaces the teacher's blocks
    std::optional<double> milliseconds;  ///< predicted on the chosen device
    double gmacs = 0;
    double mparameters = 0;

    bool operator==(const EdgeChoice&) const = default;
};

} // namespace kintsugi

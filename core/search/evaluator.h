#pragma once

#include "imaging/image.h"
#include "imaging/metrics.h"
#include "nets/assemble.h"
#include "search/quality.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace kintsugi {

struct ValidationImage {
    std::string name;
    Image clean;
    Image degraded;
};

struct EvaluatorOptions {
    int threads = 1;                     ///< images run side by side, one thread each
    double cacheBytes = 1.0 * (1 << 30); ///< for features at stage borders; 0: keep none
    PsnrKind psnrKind = PsnrKind::Direct;
    bool ssim = false;
    /// Called before every stage of every image; blocks while more urgent work runs. May be empty.
    std::function<void()> yield;
};

/// What the stage cache did since the evaluator was made.
struct EvaluatorStatistics {
    std::int64_t evaluations = 0; ///< architectures
    double seconds = 0;
    std::int64_t stagesRun = 0;    ///< by image
    std::int64_t stagesReused = 0; ///< by image
    double cachedBytes = 0;
};

/// Measures architectures of one teacher on fixed images. Features at stage borders are kept by (image, text of the
/// path up to there), so that paths with a common beginning share its work; the least recently used leave first. The
/// values are those of an evaluation without the cache, to the last bit.
class Evaluator {
public:
    /// Throws InputError when there is no image, or one does not have the teacher's channels.
    Evaluator(std::shared_ptr<UNet> teacher, SurrogateLookup lookup, std::vector<ValidationImage> images,
              EvaluatorOptions options);
    ~Evaluator();

    /// Called with an architecture's index and quality as soon as it is measured.
    using Observer = std::function<void(std::size_t index, const Quality& quality)>;

    /// Measures all, ordered so that neighbours share the longest beginnings; results in the order given. Throws
    /// InputError naming a surrogate that is missing, Interrupted on stop (what was observed is done).
    std::vector<Quality> evaluate(std::span<const Architecture> architectures, const Observer& observer = {},
                                  std::stop_token stop = {});
    Quality evaluate(const Architecture& architecture);

    /// Measures the teacher with an edge that no library holds yet. The features after it are not kept.
    Quality evaluateWith(const PlacedEdge& placed, const std::vector<BlockPtr>& blocks);

    /// One image restored, not clamped.
    Image restore(std::size_t image, const Architecture& architecture);

    const std::vector<ValidationImage>& images() const;
    EvaluatorStatistics statistics() const;
    void clearCache();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace kintsugi

#pragma once

#include "distill/surrogate_library.h"
#include "project/project_folder.h"
#include "project/project_store.h"
#include "search/evaluator.h"
#include "search/search.h"

#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace kintsugi {

/// Records every finished surrogate of the folder in the store; doing it twice changes nothing.
void collectSurrogates(ProjectStore& store, const SurrogateLibrary& library, const ProjectFolder& folder);

/// A cost that adds up over edges, with its name in words: "transformers", "penalty", "macs" (10^9 multiply-accumulates
/// at 256x256) or "parameters" (millions).
struct EdgeCosts {
    std::function<double(const PlacedEdge&)> edge;
    double base = 0; ///< of what lies between the stages
};
/// Also "latency:DEVICE" (milliseconds), from times that @p store holds; see latencyCosts. Throws InputError that lists
/// the names.
EdgeCosts edgeCosts(std::string_view name, const RestormerConfig& config, const ProjectStore& store);

struct ValidationOptions {
    std::vector<std::filesystem::path> images; ///< packs or folders of clean photographs
    int crop = 128;                            ///< side of the crops in pixels
    std::size_t count = 24;                    ///< at most so many
    int threads = 1;
    double cacheBytes = 1.0 * (1 << 30);
    std::function<void()> yield = {}; ///< see EvaluatorOptions
};

/// A project with all that measuring its architectures needs: teacher, library, validation crops and the stage cache.
class SearchProject {
public:
    /// Throws FileError or InputError when there is nothing to measure on. @p library must outlive this.
    SearchProject(const ProjectFolder& folder, const SurrogateLibrary& library, const ValidationOptions& options);

    const RestormerConfig& config() const { return m_config; }
    const ValidationSet& validationSet() const { return m_validationSet; }
    Evaluator& evaluator() const { return *m_evaluator; }

    /// Paths over the teacher's blocks and the library's edges of these kinds. @p spans: "stages" (surrogates of whole
    /// stages, as in the paper), "blocks" (of single blocks) or "all" (of any span). Skips belong to it when named.
    /// Throws InputError when the library has none of them.
    /// @p shortest: of each kind at each span only the surrogate of fewest blocks.
    SearchProblem problem(std::string_view spans, std::span<const BlockKind> kinds, const EdgeCosts& costs,
                          bool shortest = false) const;

    /// Quality of architectures, in order; values that the store remembers are not measured again and counted in
    /// @p remembered. Each new one is stored as it lands.
    std::vector<EvaluationRecord> measure(ProjectStore& store, std::span<const Architecture> architectures,
                                          std::stop_token stop = {}, std::int64_t* remembered = nullptr);
    EvaluationRecord measure(ProjectStore& store, const Architecture& architecture);

    /// Paired difference in PSNR to the teacher.
    PairedDifference differenceToTeacher(ProjectStore& store, const Architecture& architecture);

private:
    const SurrogateLibrary& m_library;
    RestormerConfig m_config;
    ValidationSet m_validationSet;
    std::unique_ptr<Evaluator> m_evaluator;
};

} // namespace kintsugi

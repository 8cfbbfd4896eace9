#include "teacher_files.h"

#include "base/random.h"
#include "imaging/patch_source.h"

#include <filesystem>

namespace kintsugi::cli {

std::uint64_t mixSeedForPatches(std::uint64_t seed) { return mixSeed(seed, 0x7061746368); }

std::vector<ValidationPair> validationPairs(const Task& task, const std::vector<std::string>& sources) {
    std::vector<ValidationPair> pairs;
    if (sources.empty())
        return pairs;
    constexpr int size = 128;
    constexpr std::uint64_t fixedSeed = 20;
    // Positions with some detail, the same for every run: curves of different runs compare.
    const PatchSource source({sources.begin(), sources.end()}, task, fixedSeed, 2);
    const std::size_t count = std::min<std::size_t>(24, 2 * source.imageCount());
    for (std::size_t i = 0; i < count; ++i) {
        PatchPair patch = source.patch(i, size);
        pairs.push_back({patch.clean, degradeForEvaluation(task, patch.clean, i)});
    }
    return pairs;
}

} // namespace kintsugi::cli

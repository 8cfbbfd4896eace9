#include "imaging/validation_pairs.h"

#include "imaging/patch_source.h"

#include <algorithm>

namespace kintsugi {

std::vector<ValidationPair> validationPairs(const Task& task, const std::vector<std::filesystem::path>& sources,
                                            int size, std::size_t count) {
    std::vector<ValidationPair> pairs;
    if (sources.empty())
        return pairs;
    constexpr std::uint64_t fixedSeed = 20; // positions with some detail, the same for every run: curves compare
    const PatchSource source(sources, task, fixedSeed, 2);
    count = std::min(count, 2 * source.imageCount());
    for (std::size_t i = 0; i < count; ++i) {
        const PatchPair patch = source.patch(i, size);
        pairs.push_back({patch.clean, degradeForEvaluation(task, patch.clean, i)});
    }
    return pairs;
}

} // namespace kintsugi

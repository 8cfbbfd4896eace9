#pragma once

#include "imaging/pack.h"
#include "imaging/task.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace kintsugi {

/// A training example: what the network should give, and what it gets.
struct PatchPair {
    Image clean;
    Image degraded;
};

/// The patches and the weights of a training draw from different streams of its one seed.
std::uint64_t patchSeed(std::uint64_t trainingSeed);

/// Endless, numbered training patches from packs and, in builds with image files, folders of photographs.
///
/// Patch k is a pure function of (sources, task, seed, k, size): an image drawn in proportion to its area, a uniform
/// position, one of the eight flips and quarter turns. Reads only, so any number of threads may draw at once.
class PatchSource {
public:
    /// @p bestOf positions are tried per patch and the one with the largest mean absolute gradient is taken, because
    /// photographs are mostly sky and blur; 1 takes the first. Folders are decoded once and kept as 8-bit in memory.
    /// Throws FileError for an unusable source and InputError when there is none.
    PatchSource(const std::vector<std::filesystem::path>& sources, Task task, std::uint64_t seed, int bestOf = 3);

    const Task& task() const { return m_task; }
    std::size_t imageCount() const { return m_images.size(); }
    std::uint64_t pixelCount() const { return m_areas.empty() ? 0 : m_areas.back(); }

    /// Patch of @p size x @p size with the task's channels. Images smaller than that are continued by reflection.
    PatchPair patch(std::uint64_t index, int size) const;

private:
    struct Position {
        std::size_t image = 0;
        int y = 0;
        int x = 0;
    };
    Position drawPosition(class RandomStream& random, int size) const;

    Task m_task;
    std::uint64_t m_seed;
    int m_bestOf;
    std::vector<Pack> m_packs;
    std::vector<ByteImage> m_decoded;
    std::vector<ByteView> m_images;
    std::vector<std::uint64_t> m_areas; ///< running sum of pixels
};

} // namespace kintsugi

#pragma once

#include "search/search.h"

#include <span>
#include <vector>

namespace kintsugi {

/// Paths as vectors of whole numbers, for methods that know nothing of graphs.
///
/// A stage of at most 64 paths takes one number, the path's rank by cost (the cheapest is 0; equal ones by their text).
/// Any other takes one number for each of its boundaries but the last: which of the edges that start there is taken, by
/// the length of their span, then as the space sorts them. Numbers of boundaries that the path steps over do nothing.
class PathEncoding {
public:
    static constexpr std::size_t mostCategories = 64;

    /// Throws InputError when a stage has no path.
    explicit PathEncoding(const SearchProblem& problem);

    /// How many values each number can have, from 0 on.
    const std::vector<int>& sizes() const { return m_sizes; }

    /// Throws InputError naming the stage when one has more than mostCategories paths.
    void requireCategories() const;

    Architecture decode(std::span<const int> numbers) const;
    /// The inverse; numbers that do nothing are 0. The path must be in the space.
    std::vector<int> encode(const Architecture& architecture) const;

private:
    struct StageCode {
        StageId stage;
        int blocks;
        std::size_t first;                           ///< of its numbers
        std::vector<Architecture::StageEdges> paths; ///< by category, or empty
        std::vector<std::vector<Edge>> edges;        ///< by boundary when paths is empty
    };
    std::vector<StageCode> m_stages;
    std::vector<int> m_sizes;
};

} // namespace kintsugi

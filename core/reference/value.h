#pragma once

#include "reference/graph.h"

#include <cstddef>
#include <map>
#include <memory>
#include <vector>

namespace kintsugi::reference {

/// The product of the extents. Throws InputError for extents below 0 and for more values than any image needs.
std::int64_t countOf(const Shape& shape);

/// Memory that is used again: fresh pages from the system would cost more than most operators.
class BufferPool {
public:
    BufferPool();
    /// Floats with any content; they return when the last owner lets go, also after the pool is gone.
    std::shared_ptr<float> take(std::size_t count);

private:
    struct Shelf {
        std::multimap<std::size_t, std::unique_ptr<float[]>> free;
    };
    std::shared_ptr<Shelf> m_shelf;
};

/// A tensor between two nodes, contiguous and row-major: floats, or integers (then `floats` is null).
struct Value {
    Shape shape;
    std::shared_ptr<const float> floats; ///< may share another value's memory
    std::vector<std::int64_t> integers;

    std::int64_t count() const { return countOf(shape); }
    const float* data() const { return floats.get(); }
};

} // namespace kintsugi::reference

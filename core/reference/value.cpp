#include "reference/value.h"

#include "base/error.h"

namespace kintsugi::reference {

std::int64_t countOf(const Shape& shape) {
    constexpr std::int64_t most = std::int64_t{1} << 34;
    std::int64_t count = 1;
    for (const std::int64_t extent : shape) {
        if (extent < 0 || (extent > 0 && count > most / extent))
            throw InputError("A tensor of the model has an impossible size; export the model again.");
        count *= extent;
    }
    return count;
}

BufferPool::BufferPool() : m_shelf(std::make_shared<Shelf>()) {}

std::shared_ptr<float> BufferPool::take(std::size_t count) {
    std::unique_ptr<float[]> memory;
    // A buffer up to a quarter too large is good enough; the networks ask for few different sizes.
    if (const auto at = m_shelf->free.lower_bound(count); at != m_shelf->free.end() && at->first <= count + count / 4) {
        count = at->first;
        memory = std::move(at->second);
        m_shelf->free.erase(at);
    } else {
        memory.reset(new float[count]);
    }
    return {memory.release(),
            [shelf = m_shelf, count](float* data) { shelf->free.emplace(count, std::unique_ptr<float[]>(data)); }};
}

} // namespace kintsugi::reference

#pragma once

#include "base/parallel.h"

#include <functional>

namespace kintsugi::kernels {

/// Calls body(begin, end) over [0, count), on the calling thread where `parallelFor` is empty or there is but one item.
template <typename Body> void split(const ParallelFor& parallelFor, std::int64_t count, const Body& body) {
    if (!parallelFor || count == 1)
        body(0, count);
    else
        parallelFor(count, std::cref(body));
}

} // namespace kintsugi::kernels

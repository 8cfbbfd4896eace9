#pragma once

#include <cstdint>
#include <functional>

namespace kintsugi {

/// Runs `body(begin, end)` over ranges that together cover [0, count) exactly once, on any number of threads, and
/// returns when all are done.
using ParallelBody = std::function<void(std::int64_t begin, std::int64_t end)>;
using ParallelFor = std::function<void(std::int64_t count, const ParallelBody& body)>;

} // namespace kintsugi

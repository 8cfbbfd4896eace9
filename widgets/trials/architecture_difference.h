#pragma once

#include "space/architecture.h"

#include <vector>

namespace kintsugi {

/// The smallest spans outside which two paths are the same, in running order. Both must fit the same stages.
std::vector<Span> differingSpans(const Architecture& a, const Architecture& b);

} // namespace kintsugi

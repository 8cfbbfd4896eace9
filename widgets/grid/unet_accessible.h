#pragma once

namespace kintsugi {

/// From now on a UnetView appears to screen readers as a list with one child for each cell. Harmless when repeated.
void installUnetAccessibility();

} // namespace kintsugi

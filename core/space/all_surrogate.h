#pragma once

#include "space/architecture.h"

#include <span>

namespace kintsugi {

/// The path that leaves fewest of the teacher's blocks and, among those, runs fewest blocks of surrogates; `lite`
/// before `gated` before `mambair`. Of @p edges only these kinds are taken, for the controls are other networks. The
/// teacher where there are none.
Architecture allSurrogate(const Stages& stages, std::span<const PlacedEdge> edges);

} // namespace kintsugi

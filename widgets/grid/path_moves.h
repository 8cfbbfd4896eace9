#pragma once

#include "grid/grid_layout.h"
#include "space/architecture.h"

#include <optional>

namespace kintsugi {

enum class Direction { Up, Down, Left, Right };

/// The edge of @p a that a block lies in.
PlacedEdge edgeAt(const Architecture& a, const BlockPlace& block);

/// The edges of @p a that the blocks from one to the other lie in, both of one stage.
Span cellsBetween(const Architecture& a, StageId stage, int one, int other);

/// The block that an arrow key leads to from the cell @p from: along the U, or across the skip to the same row. Nothing
/// where the U ends.
std::optional<BlockPlace> neighbour(const Stages& stages, const Span& from, Direction direction);

/// +1, -1 or 0: whether the direction runs along the stage's blocks, against them, or across.
int alongStage(StageId stage, Direction direction);

} // namespace kintsugi

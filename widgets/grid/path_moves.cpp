#include "grid/path_moves.h"

#include <algorithm>

namespace kintsugi {

using Side = GridLayout::Side;

PlacedEdge edgeAt(const Architecture& a, const BlockPlace& block) {
    PlacedEdge last;
    for (const PlacedEdge& placed : a.placedEdges(block.stage)) {
        last = placed;
        if (placed.span.end > block.block)
            break;
    }
    return last;
}

Span cellsBetween(const Architecture& a, StageId stage, int one, int other) {
    const Span first = edgeAt(a, {stage, std::min(one, other)}).span;
    const Span last = edgeAt(a, {stage, std::max(one, other)}).span;
    return {stage, first.begin, last.end};
}

int alongStage(StageId stage, Direction direction) {
    switch (GridLayout::side(stage)) {
    case Side::Left:
        return direction == Direction::Down ? 1 : direction == Direction::Up ? -1 : 0;
    case Side::Right:
        return direction == Direction::Up ? 1 : direction == Direction::Down ? -1 : 0;
    case Side::Bottom:
        break;
    }
    return direction == Direction::Right ? 1 : direction == Direction::Left ? -1 : 0;
}

std::optional<BlockPlace> neighbour(const Stages& stages, const Span& from, Direction direction) {
    const auto blocks = [&](StageId stage) { return stages[static_cast<std::size_t>(stage)].blocks; };
    const int step = alongStage(from.stage, direction);
    if (step != 0) {
        const int block = step > 0 ? from.end : from.begin - 1;
        if (block >= 0 && block < blocks(from.stage))
            return BlockPlace{from.stage, block};
        const int next = indexOf(from.stage) + step;
        if (next < 0 || next >= stageCount)
            return std::nullopt;
        const auto stage = static_cast<StageId>(next);
        return BlockPlace{stage, step > 0 ? 0 : blocks(stage) - 1};
    }
    if (from.stage == StageId::bottleneck) {
        if (direction == Direction::Down)
            return std::nullopt;
        return from.begin + from.end <= blocks(from.stage) ? BlockPlace{StageId::enc3, blocks(StageId::enc3) - 1}
                                                           : BlockPlace{StageId::dec3, 0};
    }
    const bool inward = (GridLayout::side(from.stage) == Side::Left) == (direction == Direction::Right);
    if (!inward || from.stage == StageId::refine)
        return std::nullopt;
    // enc1 0, enc2 1, enc3 2, dec3 4, dec2 5, dec1 6: the partners' numbers add up to 6.
    const auto partner = static_cast<StageId>(6 - indexOf(from.stage));
    return BlockPlace{partner, std::max(0, blocks(partner) - 1 - from.begin)};
}

} // namespace kintsugi

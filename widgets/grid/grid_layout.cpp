#include "grid/grid_layout.h"

#include "common/theme.h"

#include <algorithm>
#include <cmath>

namespace kintsugi {

namespace {

constexpr double boxHeight = 20, levelGap = 8, columnGap = 1;

std::size_t at(StageId stage) {
    return static_cast<std::size_t>(indexOf(stage));
}

// Small networks get taller rows, so that they fill the same place as the paper's.
double pitchFor(int rows) {
    return rows <= 10 ? metric::gridPitch * 1.4 : rows <= 16 ? metric::gridPitch * 1.2 : metric::gridPitch;
}

} // namespace

GridLayout::Side GridLayout::side(StageId stage) {
    if (stage < StageId::bottleneck)
        return Side::Left;
    return stage == StageId::bottleneck ? Side::Bottom : Side::Right;
}

GridLayout::GridLayout(const Stages& stages) : m_stages(stages) {
    constexpr std::array<std::pair<StageId, StageId>, 3> levels{
        {{StageId::enc1, StageId::dec1}, {StageId::enc2, StageId::dec2}, {StageId::enc3, StageId::dec3}}};
    const auto blocks = [&](StageId stage) { return m_stages[at(stage)].blocks; };
    const auto rows = [&](std::size_t level) {
        return std::max(blocks(levels[level].first), blocks(levels[level].second));
    };
    m_pitch = pitchFor(rows(0) + rows(1) + rows(2) + blocks(StageId::refine));
    const double blockWidth = std::max(34.0, (middleWidth - 2 * bottleneckInset) / blocks(StageId::bottleneck));
    rightLeft = leftRight + 2 * bottleneckInset + blockWidth * blocks(StageId::bottleneck);

    legend = {-legendWidth, 0, legendWidth, legendRows * legendRow};
    const double refineHeight = blocks(StageId::refine) * m_pitch;
    double y = std::max(boxHeight + 14 + titleHeight + refineHeight + levelGap, legend.bottom());
    m_areas[at(StageId::refine)] = {rightLeft, y - levelGap - refineHeight, cellWidth, refineHeight};
    for (std::size_t level = 0; level < levels.size(); ++level) {
        const double bottom = y + titleHeight + rows(level) * m_pitch;
        const auto [down, up] = levels[level];
        m_areas[at(down)] = {0, bottom - blocks(down) * m_pitch, cellWidth, blocks(down) * m_pitch};
        m_areas[at(up)] = {rightLeft, bottom - blocks(up) * m_pitch, cellWidth, blocks(up) * m_pitch};
        y = bottom + levelGap;
    }
    m_areas[at(StageId::bottleneck)] = {leftRight + bottleneckInset, y + 6, rightLeft - leftRight - 2 * bottleneckInset,
                                        bottleneckHeight};

    embed = {0, 0, cellWidth, boxHeight};
    input = {leftRight + 40, 0, 76, boxHeight};
    output = {rightLeft, 0, cellWidth, boxHeight};
    adder = {(input.right() + rightLeft) / 2 + 20, boxHeight / 2};
    restored = {adder.x() - 42, boxHeight + 12, 84, boxHeight};
    ruler = {rightLeft + cellWidth + barGap, 0, barLength, boxHeight};
    const double right = rightLeft + cellWidth + barGap + barLength + 52;
    bounds = QRectF(-legendWidth - 8, -8, right + legendWidth + 16,
                    m_areas[at(StageId::bottleneck)].bottom() + bottleneckBar + 16);
}

QRectF GridLayout::cell(const Span& span) const {
    const QRectF& area = m_areas[at(span.stage)];
    const double length = span.length();
    switch (side(span.stage)) {
    case Side::Left:
        return {area.left(), area.top() + span.begin * m_pitch, area.width(), length * m_pitch - columnGap};
    case Side::Right:
        return {area.left(), area.bottom() - span.end * m_pitch, area.width(), length * m_pitch - columnGap};
    case Side::Bottom:
        break;
    }
    const double width = area.width() / m_stages[at(span.stage)].blocks;
    return {area.left() + span.begin * width, area.top(), length * width - 2 * columnGap, area.height()};
}

QRectF GridLayout::stage(StageId stage) const {
    return cell({stage, 0, m_stages[at(stage)].blocks});
}

std::optional<BlockPlace> GridLayout::blockAt(const QPointF& point) const {
    for (const StageInfo& info : m_stages) {
        const QRectF& area = m_areas[at(info.id)];
        if (!area.contains(point))
            continue;
        double from = 0;
        switch (side(info.id)) {
        case Side::Left:
            from = (point.y() - area.top()) / m_pitch;
            break;
        case Side::Right:
            from = (area.bottom() - point.y()) / m_pitch;
            break;
        case Side::Bottom:
            from = (point.x() - area.left()) / area.width() * info.blocks;
            break;
        }
        return BlockPlace{info.id, std::clamp(static_cast<int>(from), 0, info.blocks - 1)};
    }
    return std::nullopt;
}

QRectF GridLayout::title(StageId stage) const {
    const QRectF& area = m_areas[at(stage)];
    if (side(stage) == Side::Bottom)
        return {area.left() - 12 - 240, area.bottom() + 8, 240, titleHeight};
    return {area.left(), area.top() - titleHeight, cellWidth + 30, titleHeight};
}

QRectF GridLayout::total(StageId stage) const {
    const QRectF& area = m_areas[at(stage)];
    switch (side(stage)) {
    case Side::Left:
        return {area.left() - barGap - barLength, area.top() - titleHeight, barLength, titleHeight};
    case Side::Right:
        return {area.right() + barGap + 30, area.top() - titleHeight, barLength, titleHeight};
    case Side::Bottom:
        break;
    }
    return {area.right() + 12, area.bottom() + 8, barLength, titleHeight};
}

QLineF GridLayout::skip(int level) const {
    const double y = m_areas[at(static_cast<StageId>(level - 1))].bottom() - columnGap;
    return {leftRight + 6, y, rightLeft - 4, y};
}

} // namespace kintsugi

#include "grid/fan_layout.h"

#include "common/wording.h"

#include <QCoreApplication>
#include <algorithm>
#include <set>

namespace kintsugi {

namespace {

struct FanTexts {
    Q_DECLARE_TR_FUNCTIONS(kintsugi::Fan)
};

constexpr double laneWidth = 40, laneGap = 4, padding = 6, headerLine = 13, textWidth = 170, rowHeight = 22,
                 textHeight = 40;

QString shortKind(BlockKind kind) {
    switch (kind) {
    case BlockKind::Lite:
        return FanTexts::tr("lite", "short, in a lane's head");
    case BlockKind::MambaIr:
        return FanTexts::tr("mamba", "short, in a lane's head");
    case BlockKind::Restormer:
        return FanTexts::tr("fewer T", "short, in a lane's head");
    case BlockKind::Gated:
        return FanTexts::tr("gated", "short, in a lane's head");
    case BlockKind::Skip:
        return FanTexts::tr("skip", "short, in a lane's head");
    case BlockKind::Teacher:
        break;
    }
    return {};
}

struct Strip {
    std::vector<const EdgeChoice*> choices; ///< without overlap
};
struct Group {
    Edge edge;
    std::vector<Strip> strips;
};

std::vector<Group> groupsOf(const std::vector<const EdgeChoice*>& choices) {
    std::vector<Group> groups;
    for (const EdgeChoice* choice : choices) {
        if (groups.empty() || groups.back().edge != choice->placed.edge)
            groups.push_back({choice->placed.edge, {}});
        std::vector<Strip>& strips = groups.back().strips;
        const auto free = std::find_if(strips.begin(), strips.end(), [&](const Strip& strip) {
            return strip.choices.back()->placed.span.end <= choice->placed.span.begin;
        });
        if (free == strips.end())
            strips.push_back({{choice}});
        else
            free->choices.push_back(choice);
    }
    return groups;
}

} // namespace

const Fan::Cell* Fan::cellAt(const QPointF& point) const {
    const auto found = std::find_if(cells.begin(), cells.end(), [&](const Cell& c) { return c.rect.contains(point); });
    return found == cells.end() ? nullptr : &*found;
}

Fan fanOf(StageId stage, const GridLayout& layout, const ChoiceTable& table, const Architecture& a) {
    const auto choices = table.surrogates(stage);
    const std::vector<Group> groups = groupsOf(choices);
    std::set<BlockKind> kinds;
    for (const Group& group : groups)
        kinds.insert(group.edge.kind);
    const bool namesKinds = kinds.size() > 1;
    const double head = (namesKinds ? 2 : 1) * headerLine;
    const auto path = a.placedEdges(stage);
    const auto isOnPath = [&](const PlacedEdge& placed) {
        return std::find(path.begin(), path.end(), placed) != path.end();
    };

    const GridLayout::Side side = GridLayout::side(stage);
    const QRectF area = layout.stage(stage);
    const double bottomOfLanes = layout.skip(3).y1() - 22;
    // Distance from the blocks, outward from them: along x for the columns, along y for the bottleneck.
    const double room = side == GridLayout::Side::Bottom ? bottomOfLanes - layout.skip(1).y1() - textHeight - 16
                                                         : layout.rightLeft - layout.leftRight - 20 - 2 * padding;
    const double breadth = side == GridLayout::Side::Bottom ? rowHeight : laneWidth;
    const double gap = side == GridLayout::Side::Bottom ? 2 : laneGap;

    Fan fan;
    fan.stage = stage;
    double used = 0;
    for (const Group& group : groups) {
        const double needed = double(group.strips.size()) * (breadth + gap);
        if (used + needed > room) {
            for (const Strip& strip : group.strips)
                fan.hidden += int(strip.choices.size());
            continue;
        }
        const auto place = [&](double from, double size) -> QRectF {
            switch (side) {
            case GridLayout::Side::Left:
                return {area.right() + 14 + padding + from, area.top(), size, area.height()};
            case GridLayout::Side::Right:
                return {area.left() - 14 - padding - from - size, area.top(), size, area.height()};
            case GridLayout::Side::Bottom:
                break;
            }
            return {area.left(), bottomOfLanes - from - size, area.width(), size};
        };
        const QRectF whole = place(used, needed - gap);
        Fan::Lane lane{coversText(group.edge), namesKinds ? shortKind(group.edge.kind) : QString(), {}};
        lane.header = side == GridLayout::Side::Bottom
                          ? QRectF(layout.leftRight + 2, whole.top(), GridLayout::bottleneckInset - 6, whole.height())
                          : QRectF(whole.left() - 4, area.top() - 3 - head, whole.width() + 8, head);
        fan.lanes.push_back(lane);
        double from = used;
        for (const Strip& strip : group.strips) {
            const QRectF column = place(from, breadth);
            for (const EdgeChoice* choice : strip.choices) {
                const QRectF blocks = layout.cell(choice->placed.span);
                const QRectF rect = side == GridLayout::Side::Bottom
                                        ? QRectF(blocks.left(), column.top(), blocks.width(), column.height())
                                        : QRectF(column.left(), blocks.top(), column.width(), blocks.height());
                fan.cells.push_back({*choice, rect, isOnPath(choice->placed)});
            }
            from += breadth + gap;
        }
        used += needed;
    }
    if (fan.lanes.empty()) {
        fan.panel = fan.text = {};
        return fan;
    }
    for (const Fan::Cell& cell : fan.cells)
        fan.panel |= cell.rect;
    for (const Fan::Lane& lane : fan.lanes)
        fan.panel |= lane.header;
    const bool bottom = side == GridLayout::Side::Bottom;
    fan.panel.adjust(bottom ? 0 : -padding, bottom ? -padding : -2, padding, padding);
    if (bottom) // what it says stands above the lanes, on the panel, because skips may run there
        fan.panel.setTop(fan.panel.top() - textHeight);
    const double left = layout.leftRight + 8, right = layout.rightLeft - 8;
    switch (side) {
    case GridLayout::Side::Left:
        fan.text = {fan.panel.right() + 8, area.top(), std::min(textWidth, right - fan.panel.right() - 8),
                    area.height()};
        break;
    case GridLayout::Side::Right:
        fan.text = {std::max(left, fan.panel.left() - 8 - textWidth), area.top(), 0, area.height()};
        fan.text.setRight(fan.panel.left() - 8);
        break;
    case GridLayout::Side::Bottom:
        fan.text = {area.left(), fan.panel.top() + 4, area.width(), textHeight - 4};
        break;
    }
    return fan;
}

} // namespace kintsugi

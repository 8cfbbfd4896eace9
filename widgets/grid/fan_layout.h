#pragma once

#include "grid/choice_table.h"
#include "grid/grid_layout.h"

#include <QString>
#include <vector>

namespace kintsugi {

/// The alternatives of the focused stage, laid out beside its blocks: one lane per span type and kind, each cell as
/// long as the blocks that it would replace. Spans that overlap stand side by side in their lane.
struct Fan {
    struct Cell {
        EdgeChoice choice;
        QRectF rect;
        bool onPath = false;
    };
    struct Lane {
        QString covers; ///< "2→1"
        QString kind;   ///< empty when the stage's surrogates are all of one kind
        QRectF header;
    };

    StageId stage = StageId::enc1;
    QRectF panel, text;
    std::vector<Lane> lanes;
    std::vector<Cell> cells;
    int hidden = 0; ///< cells for which there is no room; menus have them

    const Cell* cellAt(const QPointF& point) const;
};

Fan fanOf(StageId stage, const GridLayout& layout, const ChoiceTable& table, const Architecture& a);

} // namespace kintsugi

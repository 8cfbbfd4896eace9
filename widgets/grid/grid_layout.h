#pragma once

#include "space/stage.h"

#include <QLineF>
#include <QPointF>
#include <QRectF>
#include <array>
#include <optional>

namespace kintsugi {

struct BlockPlace {
    StageId stage = StageId::enc1;
    int block = 0;
    bool operator==(const BlockPlace&) const = default;
};

/// Where everything of the U lies, in scene units (pixels at 100 %). The encoder runs down on the left, the bottleneck
/// from left to right, the decoder up on the right with refine on top; levels share their lower border, so that skips
/// are straight.
class GridLayout {
public:
    enum class Side { Left, Right, Bottom };

    static constexpr double cellWidth = 126, middleWidth = 432, titleHeight = 17, barLength = 108, barGap = 8;
    static constexpr double bottleneckHeight = 24, bottleneckBar = 22, bottleneckInset = 40;
    static constexpr double legendWidth = 160, legendRow = 19;
    static constexpr int legendRows = 9; ///< room for the usual ones

    GridLayout() = default;
    explicit GridLayout(const Stages& stages);

    static Side side(StageId stage);
    double pitch() const { return m_pitch; }

    /// The area of the blocks, without the gap after the last one.
    QRectF cell(const Span& span) const;
    QRectF stage(StageId stage) const;
    std::optional<BlockPlace> blockAt(const QPointF& point) const;

    QRectF title(StageId stage) const; ///< left-aligned; right-aligned for the bottleneck
    QRectF total(StageId stage) const; ///< grows outward from the column

    QLineF skip(int level) const; ///< level 1 to 3, from the encoder's end to the decoder's beginning
    QRectF embed, input, output, restored;
    QPointF adder; ///< of the global residual
    QRectF legend, ruler;
    QRectF bounds;
    double leftRight = cellWidth;               ///< right border of the left column
    double rightLeft = cellWidth + middleWidth; ///< left border of the right column

private:
    Stages m_stages{};
    double m_pitch = 20;
    std::array<QRectF, stageCount> m_areas; ///< with the gap after the last block
};

} // namespace kintsugi

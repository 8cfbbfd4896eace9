#pragma once

#include "grid/grid_layout.h"
#include "grid/grid_style.h"
#include "grid/overlay.h"

#include <QGraphicsItem>

namespace kintsugi {

/// What stays around the stages: boxes of input and output, connections, the global residual, legend and scale.
class FrameItem : public QGraphicsItem {
public:
    struct Content {
        bool globalResidual = true;
        Overlay overlay = Overlay::Milliseconds;
        BarScale scale = BarScale::Linear;
        double most = 0; ///< value of the longest bar; 0: nothing is known
        bool measured = false;
        std::vector<BlockKind> kinds; ///< of surrogates, for the legend
        bool differences = false;
        bool operator==(const Content&) const = default;
    };

    FrameItem(const GridLayout& layout, const Content& content, const GridStyle& style);

    const Content& content() const { return m_content; }
    QRectF boundingRect() const override { return m_layout.bounds; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;

private:
    void paintConnections(QPainter& painter) const;
    void paintLegend(QPainter& painter) const;
    void paintRuler(QPainter& painter) const;

    GridLayout m_layout;
    Content m_content;
    const GridStyle& m_style;
};

} // namespace kintsugi

#pragma once

#include "common/values.h"
#include "grid/grid_style.h"

#include <QGraphicsItem>

namespace kintsugi {

/// One edge of A, as long as the blocks that it covers.
class CellItem : public QGraphicsItem {
public:
    struct Content {
        PlacedEdge placed;
        EdgeState state = EdgeState::Ready;
        int percent = 0;
        QString name;         ///< "dec2.5–6"
        bool differs = false; ///< outlined, because B has something else there
    };

    CellItem(const QRectF& area, Content content, const GridStyle& style, QGraphicsItem* parent);

    const PlacedEdge& placed() const { return m_content.placed; }
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;

private:
    QRectF m_area;
    Content m_content;
    const GridStyle& m_style;
};

/// How an edge's body is drawn: square-cornered and filled for teacher blocks, rounded for surrogates, dashed when it
/// cannot run yet.
void paintEdgeBody(QPainter& painter, const QRectF& area, BlockKind kind, EdgeState state, const Tokens& tokens);

} // namespace kintsugi

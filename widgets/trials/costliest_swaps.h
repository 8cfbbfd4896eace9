#pragma once

#include "common/values.h"

#include <QWidget>
#include <vector>

namespace kintsugi {

class Selection;

/// Where a transformer is dearest: the blocks whose best surrogate, alone in the teacher, loses most. Spans of one
/// block; where the library has none, whatever spans it has. A click selects the span.
class CostliestSwaps : public QWidget {
    Q_OBJECT

public:
    explicit CostliestSwaps(Selection& selection, QWidget* parent = nullptr);
    void setEdges(const std::vector<EdgeChoice>& edges, int most = 6);

    struct Swap {
        PlacedEdge placed;
        double loss = 0;
    };
    const std::vector<Swap>& swaps() const { return m_swaps; } ///< the costliest first

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    int swapAt(const QPoint& at) const;

    Selection& m_selection;
    std::vector<Swap> m_swaps;
};

} // namespace kintsugi

#pragma once

#include "common/values.h"

#include <QWidget>
#include <vector>

class QGridLayout;
class QLabel;
class QToolButton;

namespace kintsugi {

class CostliestSwaps;
class FrontWalker;
class Selection;
class TransformerShare;
class TrialModel;

/// The panel beside the front: where A stands on it, the way to its neighbours and what they swap, which blocks the
/// front keeps as transformers, and which single swaps cost most. All arguments must outlive it.
class WalkFront : public QWidget {
    Q_OBJECT

public:
    WalkFront(TrialModel& trials, Selection& selection, FrontWalker& walker, QWidget* parent = nullptr);

    /// The library's edges: costs of swaps, and losses when swapped alone.
    void setEdges(const std::vector<EdgeChoice>& edges);
    QList<QAction*> commands() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void refreshShareTitle();
    void showFlips();

    TrialModel& m_trials;
    FrontWalker& m_walker;
    QLabel *m_position, *m_next, *m_difference, *m_shareTitle, *m_swapsTitle;
    QGridLayout* m_flips;
    TransformerShare* m_share;
    CostliestSwaps* m_swaps;
};

} // namespace kintsugi

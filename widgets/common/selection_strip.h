#pragma once

#include "common/pattern_bar.h"
#include "common/values.h"

#include <QToolBar>
#include <array>

class QLabel;

namespace kintsugi {

class Selection;

/// What is known of one of the two architectures.
struct StripFigures {
    std::optional<double> loss; ///< dB, against the teacher, positive when worse
    QString lossStale;          ///< why the number does not hold any more; empty: it does
    std::optional<double> predictedMs, measuredMs;
    std::optional<Interval> measuredInterval;
    QString measuredNote;  ///< "Pixel 8, n = 100"
    QString measuredStale; ///< as lossStale
};

/// "trial 271", "trial 271, edited", "all transformer", "own architecture".
QString architectureName(const Architecture& architecture, const Stages& stages, std::int64_t trial, bool edited);
/// "T 23 · S 13".
QString blockCountsText(const Architecture& architecture);

/// The bar under the tabs that always shows A and B.
class SelectionStrip : public QToolBar {
    Q_OBJECT

public:
    explicit SelectionStrip(Selection& selection, QWidget* parent = nullptr);

    void setFigures(const StripFigures& a, const StripFigures& b);
    /// Swap, pin, copy. Their letter keys act in the canvases that they are added to.
    QList<QAction*> commands() const { return {m_swap, m_pin, m_copy}; }

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Figure {
        QLabel *value = nullptr, *note = nullptr;
    };
    struct Side {
        QLabel *name = nullptr, *counts = nullptr;
        PatternBar* pattern = nullptr;
        std::array<Figure, 3> figures; ///< loss, predicted, measured
    };
    Side makeSide(bool isA);
    void showPaths();
    void showFigures(const Side& side, const StripFigures& figures);
    void refresh();

    Selection& m_selection;
    StripFigures m_a, m_b;
    Side m_sideA, m_sideB;
    QAction *m_swap, *m_pin, *m_copy;
};

} // namespace kintsugi

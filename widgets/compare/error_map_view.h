#pragma once

#include "compare/error_legend.h"
#include "compare/error_map_canvas.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;

namespace kintsugi {

/// Error map of the comparison with what it shows (kind, pair, gain, threshold, overlay), its colours and its numbers.
/// With ErrorPair::ABefore it is the map of what the last change of A did.
class ErrorMapView : public QWidget {
    Q_OBJECT

public:
    explicit ErrorMapView(Comparison& comparison, QWidget* parent = nullptr);

    ErrorMapCanvas& canvas() { return *m_canvas; }
    ErrorLegend& legend() { return *m_legend; }
    QList<QAction*> commands() const { return m_commands; }

private:
    void makeControls();
    void makeCommands();
    void showSettings();

    Comparison& m_comparison;
    QComboBox *m_kind, *m_pair;
    QDoubleSpinBox *m_gain, *m_threshold;
    QCheckBox* m_overlay;
    ErrorMapCanvas* m_canvas;
    ErrorLegend* m_legend;
    QList<QAction*> m_commands;
};

} // namespace kintsugi

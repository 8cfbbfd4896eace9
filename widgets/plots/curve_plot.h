#pragma once

#include <QString>
#include <QWidget>
#include <vector>

class QCustomPlot;

namespace kintsugi {

/// The losses of a training. It runs through phases, one after the other; each has losses on the training patches and,
/// now and then, on held-out ones.
struct LossCurve {
    struct Point {
        double step = 0; ///< from the beginning of the training
        double loss = 0;
    };
    struct Phase {
        QString name; ///< "features", "output"
        std::vector<Point> train, heldOut;
    };
    std::vector<Phase> phases;
    double steps = 0; ///< of the whole training, 0 when it is not known
};

/// Shows a LossCurve: training as a line, held-out dashed, phases apart by a line with their names. The loss is drawn
/// by its logarithm.
class CurvePlot : public QWidget {
    Q_OBJECT

public:
    explicit CurvePlot(QWidget* parent = nullptr);
    void show(const LossCurve& curve);
    void clear();
    /// See savePlot.
    void saveTo(const QString& path);
    /// "step,phase,set,loss" lines with exact values.
    QString csv() const;

    QSize sizeHint() const override { return {240, 120}; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void rebuild();

    QCustomPlot* m_plot;
    LossCurve m_curve;
};

} // namespace kintsugi

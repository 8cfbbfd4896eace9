#pragma once

#include "search/front.h"

#include <QWidget>
#include <cstdint>
#include <map>
#include <vector>

class QCustomPlot;
class QLabel;

namespace kintsugi {

class TrialModel;

/// How the hypervolume of each visible search grew with its trials. Follows a TrialModel, which must outlive it.
class HypervolumePlot : public QWidget {
    Q_OBJECT

public:
    explicit HypervolumePlot(TrialModel& trials, QWidget* parent = nullptr);

    /// The corner to measure from, in dB and the model's cost; without one, 3 dB and 1.01 times the dearest trial's
    /// cost.
    void setReference(const std::optional<ReferencePoint>& reference);
    const ReferencePoint& reference() const { return m_reference; }
    /// By search, after each of its trials.
    const std::map<std::int64_t, std::vector<double>>& histories() const { return m_histories; }

    QSize sizeHint() const override { return {240, 170}; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void schedule();
    void rebuild();

    TrialModel& m_trials;
    QLabel* m_title;
    QCustomPlot* m_plot;
    std::optional<ReferencePoint> m_given;
    ReferencePoint m_reference;
    std::map<std::int64_t, std::vector<double>> m_histories;
    bool m_scheduled = false;
};

} // namespace kintsugi

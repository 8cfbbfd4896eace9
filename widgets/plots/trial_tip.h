#pragma once

#include <QWidget>
#include <optional>

namespace kintsugi {

class TrialModel;

/// What is known of the trial under the pointer, beside it.
class TrialTip : public QWidget {
    Q_OBJECT

public:
    TrialTip(const TrialModel& trials, QWidget* parent);
    /// At a point of the parent; hides itself without a @p row.
    void show(const std::optional<int>& row, const QPointF& at, const QString& device);
    const QStringList& lines() const { return m_lines; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const TrialModel& m_trials;
    int m_row = -1;
    QStringList m_lines; ///< head, after the head, loss, predicted, T and S, measured
};

} // namespace kintsugi

#pragma once

#include "devices/report_view.h"

#include <QAbstractTableModel>

namespace kintsugi {

/// One row a stage that was timed, in the network's order, then "base" and "unattributed": A and B on their own, A's
/// share of a profiled pass, and the difference.
class StageTimeModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Stage, Bars, AloneA, ProfiledA, AloneB, Difference, ColumnCount };

    struct Row {
        std::string stage;
        std::optional<double> aloneA, profiledA, aloneB, profiledB, predictedA;
        /// What the bars show: alone, or profiled where a stage cannot run alone.
        std::optional<double> barA() const { return aloneA ? aloneA : profiledA; }
        std::optional<double> barB() const { return aloneB ? aloneB : profiledB; }
    };

    using QAbstractTableModel::QAbstractTableModel;
    void show(const ReportViewPointer& view);
    const ReportViewPointer& view() const { return m_view; }
    const std::vector<Row>& rows() const { return m_rows; }
    double longest() const { return m_longest; }
    /// Of the stages that were timed alone; nothing when there are none.
    std::optional<double> sumAloneA() const { return m_sumAlone; }
    std::optional<double> unattributedA() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString letterA() const;
    QString letterB() const;

    ReportViewPointer m_view;
    std::vector<Row> m_rows;
    std::optional<double> m_sumAlone;
    double m_longest = 0;
};

} // namespace kintsugi

#pragma once

#include "devices/report_view.h"

#include <QAbstractTableModel>

namespace kintsugi {

/// The same numbers as the plots, as tables.
class ReportTable : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;
    void show(const ReportViewPointer& view);
    const ReportViewPointer& view() const { return m_view; }
    QVariant data(const QModelIndex& index, int role) const override;

protected:
    /// Called with the new view, before its rows are there.
    virtual void prepare() {}
    virtual QString cell(int row, int column) const = 0;

private:
    ReportViewPointer m_view;
};

/// One row an architecture: its statistics with their units in the header.
class StatisticsTable : public ReportTable {
    Q_OBJECT

public:
    enum Column { Name, Count, Median, Interval95, Minimum, P90, Mad, Trend, Load, Peak, ColumnCount };
    using ReportTable::ReportTable;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    QString cell(int row, int column) const override;
};

/// One pass of a report: when it ran, of which model, and its place among that model's.
struct TimedPass {
    int order = 0;
    std::size_t model = 0, index = 0;
    double milliseconds = 0;
    std::optional<double> celsius, khz;
};

/// In the order in which they ran.
std::vector<TimedPass> passesOf(const TimingReport& report);

/// One row a pass, in the order in which they ran.
class PassTable : public ReportTable {
    Q_OBJECT

public:
    enum Column { Order, Name, Time, Celsius, Clock, ColumnCount };
    using ReportTable::ReportTable;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    void prepare() override { m_passes = view() ? passesOf(view()->report) : std::vector<TimedPass>(); }
    QString cell(int row, int column) const override;

private:
    std::vector<TimedPass> m_passes;
};

/// All passes with exact values, one a line, after "# " lines that say what they hold for. Not available: empty.
QString passesCsv(const ReportView& view);

} // namespace kintsugi

#pragma once

#include "devices/report_view.h"

#include <QStyledItemDelegate>
#include <QWidget>

class QLabel;
class QTableView;

namespace kintsugi {

class FactList;
class StageTimeModel;

/// Draws A's bar over B's, A's predicted time as a tick and its profiled share as a ring.
class StageBarDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    StageBarDelegate(const StageTimeModel& times, QObject* parent) : QStyledItemDelegate(parent), m_times(times) {}
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const StageTimeModel& m_times;
};

/// Times per stage as bars and numbers, and how they add up to the whole.
class StageTimes : public QWidget {
    Q_OBJECT

public:
    explicit StageTimes(QWidget* parent = nullptr);
    void show(const ReportViewPointer& view);
    StageTimeModel& model() { return *m_model; }
    /// Sum of stages, whole network, gap; profiled nodes and their whole.
    FactList& sums() { return *m_sums; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void updateSums();

    StageTimeModel* m_model;
    QTableView* m_table;
    FactList* m_sums;
    QLabel* m_empty;
    ReportViewPointer m_view;
};

} // namespace kintsugi

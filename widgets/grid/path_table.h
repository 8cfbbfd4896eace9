#pragma once

#include "grid/path_model.h"

#include <QList>
#include <QWidget>

class QAction;
class QSortFilterProxyModel;
class QTableView;

namespace kintsugi {

class Selection;

/// A's edges as a table that shares the selected span with the grid.
class PathTable : public QWidget {
    Q_OBJECT

public:
    explicit PathTable(Selection& selection, QWidget* parent = nullptr);

    PathModel& model() { return *m_model; }
    QTableView& view() { return *m_view; }
    QList<QAction*> commands() const { return {m_copy}; }

private:
    void followSpan();

    Selection& m_selection;
    PathModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QTableView* m_view;
    QAction* m_copy;
    bool m_following = false;
};

} // namespace kintsugi

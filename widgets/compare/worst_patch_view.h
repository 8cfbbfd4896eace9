#pragma once

#include "compare/worst_patch_model.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace kintsugi {

/// Table of the worst patches. A click, or the arrow keys, select one for all views; N and Shift+N step.
class WorstPatchView : public QWidget {
    Q_OBJECT

public:
    explicit WorstPatchView(Comparison& comparison, QWidget* parent = nullptr);

    QTableView& table() { return *m_table; }
    QList<QAction*> commands() const;

private:
    void showSelected();
    void showState();

    Comparison& m_comparison;
    WorstPatchModel m_model;
    QTableView* m_table;
    QLabel* m_sentence;
};

} // namespace kintsugi

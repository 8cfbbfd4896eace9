#pragma once

#include "trials/trial_model.h"

#include <QList>
#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace kintsugi {

class Selection;
class TrialDelegate;
class TrialFilterModel;
class TrialView;

/// The trials as a table: sort, filter (see TrialQuery), copy, CSV. A click shows a trial as A, Shift+click pins it as
/// B, Ctrl+click picks several. Both arguments must outlive it.
class TrialTable : public QWidget {
    Q_OBJECT

public:
    TrialTable(TrialModel& trials, Selection& selection, QWidget* parent = nullptr);

    /// Where the numbers come from, for the first line of saved files.
    void setProvenance(const QString& provenance) { m_provenance = provenance; }
    void setFilter(const QString& text);
    void setFrontOnly(bool only);
    void setFollowsSelection(bool follows);

    /// The selected rows as text with tabs, with a line of names; all that are visible when none is selected.
    QString selectedText() const;
    /// Saves all rows that pass the filter. Throws FileError.
    void saveCsv(const QString& path) const;

    QList<QAction*> commands() const { return m_commands; }
    /// Order, widths and visibility of columns, for the settings.
    QByteArray saveColumns() const;
    bool restoreColumns(const QByteArray& state);

Q_SIGNALS:
    /// The user wants these trials timed on the chosen device.
    void timeRequested(const QList<qint64>& trials);
    /// A sentence that says what went wrong.
    void failed(const QString& sentence);

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QAction* addCommand(const QString& text, const QString& tip, const QKeySequence& keys = {});
    void makeActions();
    void makeLayout();
    void setUpColumns();
    void showColumnMenu(const QPoint& at);
    void followA();
    void pick();
    void showPicked();
    void updateMarks();
    void updateStatus();
    void updateColumns();
    void chooseCsv();
    std::vector<int> visibleRows() const;
    std::vector<int> selectedRows() const;
    QList<qint64> numbersToTime() const;

    TrialModel& m_trials;
    Selection& m_selection;
    TrialFilterModel* m_filter;
    TrialDelegate* m_delegate;
    TrialView* m_view;
    QLineEdit* m_filterEdit;
    QCheckBox* m_frontOnly;
    QCheckBox* m_follow;
    QLabel* m_status;
    QLabel* m_problem;
    QPushButton* m_timeButton;
    QPushButton* m_csvButton;
    QAction *m_frontOnlyAction, *m_followAction, *m_copyAction, *m_csvAction, *m_timeAction;
    QList<QAction*> m_commands;
    QString m_provenance;
    bool m_syncing = false;
};

} // namespace kintsugi

#pragma once

#include "devices/history_model.h"

#include <QList>
#include <QStyledItemDelegate>
#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace kintsugi {

class HistoryDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    HistoryDelegate(const HistoryModel& history, QObject* parent) : QStyledItemDelegate(parent), m_history(history) {}
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const HistoryModel& m_history;
};

/// The stored reports as a table: sort, filter, copy, CSV, delete. A click or Enter chooses a report.
class HistoryView : public QWidget {
    Q_OBJECT

public:
    explicit HistoryView(QWidget* parent = nullptr);
    HistoryModel& model() { return *m_model; }
    void setEntries(std::vector<HistoryEntry> entries);
    void setChoices(const std::vector<TimedChoice>& choices);
    /// The selected rows as text with tabs, with a line of names; all that are visible when none is selected.
    QString selectedText() const;
    /// Saves the rows that pass the filter. Throws FileError.
    void saveCsv(const QString& path) const;
    QList<QAction*> commands() const { return m_commands; }

Q_SIGNALS:
    void reportChosen(qint64 report);
    /// The user has agreed.
    void deleteRequested(const QList<qint64>& reports);
    void failed(const QString& sentence);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QAction* addCommand(const QString& text, const QString& tip, const QKeySequence& keys = {});
    void makeActions();
    void makeLayout();
    void choose(const QModelIndex& index);
    void updateState();
    void fillDevices();
    void askToDelete();
    void chooseCsv();
    std::vector<int> visibleRows() const;
    std::vector<int> selectedRows() const;

    HistoryModel* m_model;
    HistoryFilter* m_filter;
    QTableView* m_table;
    QLineEdit* m_text;
    QComboBox* m_device;
    QLabel* m_empty;
    QPushButton* m_csvButton;
    QAction *m_find, *m_onlyA, *m_copy, *m_csv, *m_delete;
    QList<QAction*> m_commands;
    std::string m_a;
};

} // namespace kintsugi

#pragma once

#include "devices/device_values.h"
#include "trials/run_chip.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <map>
#include <stop_token>

namespace kintsugi {

/// By report and place of the model in it.
using HistoryStatistics = std::map<std::pair<std::int64_t, std::size_t>, SampleStatistics>;

/// One row an architecture of each stored report. Statistics arrive later (setStatistics), because they take
/// their time; incomplete reports have none.
class HistoryModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { When, Device, Name, Median, State, P90, Size, Threads, ColumnCount };
    enum Roles { SortRole = Qt::UserRole, IdRole, ToneRole };

    struct Row {
        std::size_t entry = 0, model = 0;
        std::optional<SampleStatistics> statistics;
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setEntries(std::vector<HistoryEntry> entries);
    const std::vector<HistoryEntry>& entries() const { return m_entries; }
    const HistoryEntry* entry(std::int64_t id) const;
    const std::vector<Row>& rows() const { return m_rows; }
    /// Names of architectures; rows of A are marked.
    void setChoices(const std::vector<TimedChoice>& choices);
    /// By report and model; see statisticsOf.
    void setStatistics(const HistoryStatistics& statistics);
    /// The reports of which statistics are not there yet, though their times count.
    std::vector<HistoryEntry> waiting() const;
    /// The report that is looked at; 0: none.
    void setShown(std::int64_t id);
    std::int64_t shown() const { return m_shown; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const Row& row, int column) const;
    QVariant sortKey(const Row& row, int column) const;
    std::pair<ChipTone, QString> stateOf(const Row& row) const;
    QString tip(const Row& row) const;

    std::vector<HistoryEntry> m_entries;
    std::vector<Row> m_rows;
    std::vector<TimedChoice> m_choices;
    std::int64_t m_shown = 0;
};

/// Of all accepted models; seconds for a long history, so for a thread beside the interface's. Ends early when asked.
HistoryStatistics statisticsOf(const std::vector<HistoryEntry>& entries, const std::stop_token& stop = {});

/// Sorts by values and keeps the rows of one device, of A, and those whose texts contain a filter's words.
class HistoryFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit HistoryFilter(HistoryModel& history, QObject* parent = nullptr);
    void setDevice(const std::string& device); ///< empty: all
    void setArchitecture(const std::string& architecture);
    void setText(const QString& text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    const HistoryModel& m_history;
    std::string m_device, m_architecture;
    QStringList m_words;
};

/// The rows with exact values as comma separated text, with a line of names. Not measured: empty.
QString historyCsv(const HistoryModel& history, const std::vector<int>& rows);

} // namespace kintsugi

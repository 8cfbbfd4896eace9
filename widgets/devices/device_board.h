#pragma once

#include "devices/report_view.h"

#include <QList>
#include <QWidget>

class QAction;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace kintsugi {

class DeviceCards;
class DistributionPlot;
class FactList;
class GainView;
class HistoryView;
class OrderPlot;
class ParityPanel;
class PassTable;
class ReportWorker;
class RunForm;
class StageTimes;
class StatisticsTable;
class TitledPanel;

/// One part of the board, for a window that docks them.
struct BoardPart {
    QString id; ///< "device.cards", …
    QString title;
    QWidget* widget = nullptr;
    Qt::DockWidgetArea area = Qt::LeftDockWidgetArea;
    int size = 280; ///< width at the sides
};

/// The whole Device workspace: cards at the left; form, plots, stages and history in the middle; facts, conditions,
/// parity and gain at the right. Only asks; who runs devices and keeps reports answers with the setters.
///
/// As a widget it shows all parts side by side. A window that docks them takes center() and the widgets of parts()
/// out of it; signals, setters and shortcuts stay the same.
class DeviceBoard : public QWidget {
    Q_OBJECT

public:
    explicit DeviceBoard(QWidget* parent = nullptr);

    QWidget* center() const { return m_center; }
    QList<BoardPart> parts() const { return m_parts; }
    QList<QAction*> commands() const;

    void setDevices(const std::vector<DeviceCard>& devices);
    /// "adb 34.0.5 at /usr/bin/adb"; below the cards.
    void setAdbNote(const QString& note);
    /// Of one device; known once it has been identified.
    void setCores(const std::string& device, const DeviceCores& cores);
    void setArchitectures(const std::vector<TimedChoice>& choices);
    void setPredictedMs(const std::vector<PredictedTimes>& predicted);
    void setProgress(const RunProgress& progress);
    /// The report to show; @p id is its number in the history, 0 for one that is not stored (yet).
    void setReport(std::int64_t id, const TimingReport& report);
    void clearReport();
    void setHistory(std::vector<HistoryEntry> entries);
    void setCurrentDevice(const std::string& device);

    std::string currentDevice() const;
    RunRequest request() const;
    /// Why it cannot run, one sentence; empty when it can.
    QString problem() const;
    void setRequest(const RunRequest& request);
    /// What is shown; null while nothing is.
    const ReportViewPointer& report() const { return m_view; }

Q_SIGNALS:
    void runRequested(const kintsugi::RunRequest& request);
    void cancelRequested();
    void identifyRequested(const QString& device);
    /// The user has agreed that what was pushed to the device is deleted.
    void removeRequested(const QString& device);
    void connectRequested(const QString& address);
    void refreshRequested();
    void currentDeviceChanged(const QString& device);
    /// A row of the history: its report is wanted, with its architecture as A.
    void reportChosen(qint64 report);
    /// The report's medians shall count as measured times.
    void useRequested(qint64 report);
    void deleteRequested(const QList<qint64>& reports);
    /// A sentence that says what went wrong.
    void failed(const QString& sentence);

private:
    void makeActions();
    void makeCenter();
    void makeParts();
    void makeBoard();
    QWidget* withTable(QWidget* plot, QTableView* table, TitledPanel*& panel, const QString& title);
    void connectParts();
    void showDevice();
    void compute();
    void showReport(const ReportViewPointer& view);
    void updateResults();
    void saveSamples();

    DeviceCards* m_cards;
    RunForm* m_form;
    DistributionPlot* m_distribution;
    OrderPlot* m_order;
    StatisticsTable* m_statistics;
    PassTable* m_passes;
    StageTimes* m_stages;
    HistoryView* m_history;
    FactList *m_deviceFacts, *m_conditions;
    ParityPanel* m_parity;
    GainView* m_gain;
    QWidget* m_center = nullptr;
    TitledPanel *m_formPanel = nullptr, *m_distributionPanel = nullptr, *m_orderPanel = nullptr,
                *m_stagePanel = nullptr, *m_historyPanel = nullptr;
    QStackedWidget* m_results = nullptr;
    QLabel* m_emptyText = nullptr;
    QPushButton* m_emptyButton = nullptr;
    QList<BoardPart> m_parts;
    QAction *m_saveSamples = nullptr, *m_saveDistribution = nullptr;
    QList<QAction*> m_commands;

    std::map<std::string, DeviceCores> m_cores;
    std::vector<TimedChoice> m_choices;
    std::vector<PredictedTimes> m_predicted;
    std::optional<TimingReport> m_report;
    std::int64_t m_reportId = 0;
    ReportViewPointer m_view;
    ReportWorker* m_worker;
};

} // namespace kintsugi

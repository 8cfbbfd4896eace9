#include "devices/device_board.h"

#include "base/error.h"
#include "common/engine_text.h"
#include "devices/device_cards.h"
#include "devices/device_wording.h"
#include "devices/distribution_plot.h"
#include "devices/history_view.h"
#include "devices/order_plot.h"
#include "devices/report_panels.h"
#include "devices/report_tables.h"
#include "devices/report_worker.h"
#include "devices/run_form.h"
#include "devices/stage_times.h"
#include "devices/titled_panel.h"
#include "plots/plot_export.h"
#include "plots/qcustomplot_header.h"
#include "trials/trial_csv.h"

#include <QAction>
#include <QEvent>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>

namespace kintsugi {

DeviceBoard::DeviceBoard(QWidget* parent)
    : QWidget(parent), m_cards(new DeviceCards(this)), m_form(new RunForm(this)),
      m_distribution(new DistributionPlot(this)), m_order(new OrderPlot(this)), m_statistics(new StatisticsTable(this)),
      m_passes(new PassTable(this)), m_stages(new StageTimes(this)), m_history(new HistoryView(this)),
      m_deviceFacts(new FactList(this)), m_conditions(new FactList(this)), m_parity(new ParityPanel(this)),
      m_gain(new GainView(this)), m_worker(new ReportWorker(this)) {
    makeActions();
    makeCenter();
    makeParts();
    makeBoard();
    connectParts();
    showDevice();
    showReport(nullptr);
}

void DeviceBoard::connectParts() {
    connect(m_cards, &DeviceCards::currentChanged, this, [this] {
        showDevice();
        Q_EMIT currentDeviceChanged(QString::fromStdString(currentDevice()));
    });
    connect(m_cards, &DeviceCards::runClicked, this, [this](const QString&) {
        if (m_form->runAction()->isEnabled())
            m_form->runAction()->trigger();
        else
            Q_EMIT failed(m_form->problem());
    });
    connect(m_cards, &DeviceCards::identifyRequested, this, &DeviceBoard::identifyRequested);
    connect(m_cards, &DeviceCards::removeRequested, this, &DeviceBoard::removeRequested);
    connect(m_cards, &DeviceCards::connectRequested, this, &DeviceBoard::connectRequested);
    connect(m_cards, &DeviceCards::refreshRequested, this, &DeviceBoard::refreshRequested);
    connect(m_form, &RunForm::runRequested, this, &DeviceBoard::runRequested);
    connect(m_form, &RunForm::cancelRequested, this, &DeviceBoard::cancelRequested);
    connect(m_history, &HistoryView::reportChosen, this, &DeviceBoard::reportChosen);
    connect(m_history, &HistoryView::deleteRequested, this, &DeviceBoard::deleteRequested);
    connect(m_history, &HistoryView::failed, this, &DeviceBoard::failed);
    connect(m_gain, &GainView::useRequested, this, [this] { Q_EMIT useRequested(m_view->id); });
    connect(m_emptyButton, &QPushButton::clicked, m_form->runAction(), &QAction::trigger);
    connect(m_form->runAction(), &QAction::changed, this, &DeviceBoard::updateResults);
    connect(m_worker, &ReportWorker::viewReady, this, &DeviceBoard::showReport);
    connect(m_worker, &ReportWorker::statisticsReady, this,
            [this](const HistoryStatistics& statistics) { m_history->model().setStatistics(statistics); });
}

QList<QAction*> DeviceBoard::commands() const {
    return m_form->commands() + m_cards->commands() + m_history->commands() + m_commands;
}

std::string DeviceBoard::currentDevice() const {
    const DeviceCard* card = m_cards->current();
    return card ? card->id : std::string();
}

QString DeviceBoard::problem() const {
    return m_form->problem();
}

RunRequest DeviceBoard::request() const {
    return m_form->request();
}

void DeviceBoard::setRequest(const RunRequest& request) {
    m_form->setRequest(request);
}

void DeviceBoard::setDevices(const std::vector<DeviceCard>& devices) {
    m_cards->setDevices(devices);
}

void DeviceBoard::setCurrentDevice(const std::string& device) {
    m_cards->setCurrent(device);
}

void DeviceBoard::setAdbNote(const QString& note) {
    m_cards->setAdbNote(note);
}

void DeviceBoard::setCores(const std::string& device, const DeviceCores& cores) {
    m_cores[device] = cores;
    if (device == currentDevice())
        m_form->setCores(cores);
}

void DeviceBoard::setArchitectures(const std::vector<TimedChoice>& choices) {
    m_choices = choices;
    m_form->setArchitectures(choices);
    m_history->setChoices(choices);
    compute();
}

void DeviceBoard::setPredictedMs(const std::vector<PredictedTimes>& predicted) {
    m_predicted = predicted;
    compute();
}

void DeviceBoard::setProgress(const RunProgress& progress) {
    m_form->showProgress(progress);
    QString text;
    if (progress.isRunning) {
        text = tr("running");
        for (const RunStep step : runSteps) {
            const StepProgress& at = progress.at(step);
            if (at.state == StepState::Active)
                text = at.total > 0 ? tr("%1 of %2").arg(at.done).arg(at.total) : stepText(step);
        }
    }
    m_cards->setBusy(progress.isRunning ? progress.device : std::string(), text);
    updateResults();
}

void DeviceBoard::setReport(std::int64_t id, const TimingReport& report) {
    m_report = report;
    m_reportId = id;
    m_history->model().setShown(id);
    compute();
}

void DeviceBoard::clearReport() {
    m_report.reset();
    m_reportId = 0;
    m_history->model().setShown(0);
    m_worker->dropView();
    showReport(nullptr);
}

void DeviceBoard::setHistory(std::vector<HistoryEntry> entries) {
    m_history->setEntries(std::move(entries));
    if (auto waiting = m_history->model().waiting(); !waiting.empty())
        m_worker->computeStatistics(std::move(waiting));
    if (m_view)
        showReport(m_view); // it may be in use now
}

void DeviceBoard::compute() {
    if (m_report)
        m_worker->computeView(m_reportId, *m_report, m_choices, m_predicted);
}

void DeviceBoard::showDevice() {
    const DeviceCard* card = m_cards->current();
    m_form->setDevice(card);
    if (card)
        if (const auto found = m_cores.find(card->id); found != m_cores.end())
            m_form->setCores(found->second);
    m_formPanel->setTitle(card ? tr("Run on %1").arg(QString::fromStdString(card->name)) : tr("Run"));
    m_formPanel->setNote(card && card->isFixture ? tr("test fixture, no phone")
                         : card                  ? tr("a process of its own; differs from timing inside an app")
                                                 : QString());
    m_deviceFacts->setFacts(deviceFacts(card));
    updateResults();
}

void DeviceBoard::showReport(const ReportViewPointer& view) {
    m_view = view;
    m_distribution->show(view);
    m_order->show(view);
    m_statistics->show(view);
    m_passes->show(view);
    m_stages->show(view);
    m_parity->show(view);
    const HistoryEntry* entry = view ? m_history->model().entry(view->id) : nullptr;
    m_gain->show(view, entry && entry->isUsed);
    m_conditions->setFacts(view ? conditionFacts(view->report)
                                : std::vector<Fact>{{tr("Nothing measured yet."), {}, false, false, {}}});
    QString note = tr("each pass, median, quartiles, minimum to P90");
    if (view && !view->report.complete)
        note = view->isRunning() ? tr("running, no result yet")
                                 : tr("incomplete: %1").arg(engineText(view->report.failure));
    m_distributionPanel->setNote(note);
    m_saveSamples->setEnabled(view != nullptr);
    m_saveDistribution->setEnabled(view != nullptr);
    updateResults();
}

void DeviceBoard::updateResults() {
    m_results->setCurrentIndex(m_view ? 1 : 0);
    const DeviceCard* card = m_cards->current();
    m_emptyText->setText(card ? tr("Nothing measured on %1 yet.").arg(QString::fromStdString(card->name))
                              : tr("Nothing measured yet; choose a device first."));
    m_emptyButton->setEnabled(m_form->runAction()->isEnabled());
    m_emptyButton->setToolTip(m_form->problem().isEmpty() ? m_form->runAction()->toolTip() : m_form->problem());
}

void DeviceBoard::makeActions() {
    const auto add = [this](const QString& text, const QString& tip) {
        auto* action = new QAction(text, this);
        action->setToolTip(tip);
        action->setStatusTip(tip);
        m_commands << action;
        return action;
    };
    m_saveSamples = add(tr("Save passes as CSV…"), tr("Save every pass of the shown report, with exact numbers"));
    connect(m_saveSamples, &QAction::triggered, this, &DeviceBoard::saveSamples);
    m_saveDistribution = add(tr("Save distribution as picture…"), tr("Save the latency distribution as shown"));
    connect(m_saveDistribution, &QAction::triggered, this, [this] {
        const QString path = QFileDialog::getSaveFileName(this, tr("Save distribution"),
                                                          QStringLiteral("distribution.png"), plotFileFilter(false));
        if (path.isEmpty())
            return;
        try {
            savePlot(m_distribution->plot(), path);
        } catch (const Error& error) {
            Q_EMIT failed(engineText(error));
        }
    });
}

void DeviceBoard::saveSamples() {
    const QString path = QFileDialog::getSaveFileName(this, tr("Save passes"), QStringLiteral("passes.csv"),
                                                      tr("Comma separated values (*.csv)"));
    if (path.isEmpty() || !m_view)
        return;
    try {
        saveText(path, passesCsv(*m_view));
    } catch (const Error& error) {
        Q_EMIT failed(engineText(error));
    }
}

} // namespace kintsugi

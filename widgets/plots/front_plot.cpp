#include "plots/front_plot.h"

#include "base/error.h"
#include "common/engine_text.h"
#include "common/flow_layout.h"
#include "common/selection.h"
#include "common/theme.h"
#include "plots/front_canvas.h"
#include "plots/plot_export.h"
#include "trials/front_walker.h"
#include "trials/trial_csv.h"
#include "trials/trial_model.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace kintsugi {

FrontPlot::FrontPlot(TrialModel& trials, Selection& selection, FrontWalker& walker, QWidget* parent)
    : QWidget(parent), m_trials(trials), m_selection(selection), m_walker(walker),
      m_canvas(new FrontCanvas(trials, selection, this)), m_bar(new QWidget(this)), m_x(new QComboBox(this)),
      m_y(new QComboBox(this)), m_color(new QComboBox(this)) {
    makeActions();
    makeBar();
    makeNotice();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_canvas, 1);
    setFocusProxy(m_canvas);
    setCosts({trialCosts.begin(), trialCosts.end()});

    connect(m_canvas, &FrontCanvas::menuRequested, this, &FrontPlot::showMenu);
    connect(m_canvas, &FrontCanvas::walkRequested, this,
            [this](bool better) { (better ? m_walker.betterAction() : m_walker.fasterAction())->trigger(); });
    connect(&m_trials, &TrialModel::costChanged, this, &FrontPlot::syncCost);
    connect(&m_trials, &TrialModel::limitChanged, this, [this] {
        m_aboveLimit->setChecked(m_trials.isAboveLimitShown());
        m_aboveLimit->setEnabled(m_trials.limit().has_value());
        m_noLimit->setEnabled(m_trials.limit().has_value());
    });
    connect(&m_trials, &QAbstractItemModel::rowsInserted, this, &FrontPlot::updateNotice);
    connect(&m_trials, &QAbstractItemModel::modelReset, this, &FrontPlot::updateNotice);
    connect(&m_trials, &TrialModel::frontChanged, this, &FrontPlot::updateNotice);
    updateNotice();
}

QAction* FrontPlot::addCommand(const QString& text, const QString& tip, const QKeySequence& keys) {
    auto* action = new QAction(text, this);
    action->setToolTip(keys.isEmpty() ? tip : tr("%1 (%2)").arg(tip, keys.toString(QKeySequence::NativeText)));
    action->setStatusTip(tip);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    m_canvas->addAction(action);
    m_commands << action;
    return action;
}

QAction* FrontPlot::addSwitch(const QString& text, const QString& tip, bool on) {
    QAction* action = addCommand(text, tip);
    action->setCheckable(true);
    action->setChecked(on);
    return action;
}

void FrontPlot::makeActions() {
    m_fit = addCommand(tr("Show the whole front"), tr("Reset the view to the front"), Qt::Key_F);
    m_fit->setIconText(tr("Fit"));
    connect(m_fit, &QAction::triggered, this, &FrontPlot::fit);
    m_fitAll = addCommand(tr("Show all trials"), tr("Zoom out until every trial is seen"));
    connect(m_fitAll, &QAction::triggered, this, &FrontPlot::fitAll);
    m_export = addCommand(tr("Save the front…"), tr("Save the plot as a picture, or its exact data"));
    m_export->setIconText(tr("Save…"));
    connect(m_export, &QAction::triggered, this, &FrontPlot::chooseFile);
    m_dominated = addSwitch(tr("Dominated"), tr("Show trials that another one beats"), true);
    m_aboveLimit = addSwitch(tr("Above limit"), tr("Show trials that cost more than the limit"), true);
    m_intervals = addSwitch(tr("Intervals"), tr("Show 95 % intervals of the front and of picked trials"), true);
    m_legend = addSwitch(tr("Legend"), tr("Show the legend"), true);
    for (QAction* action : {m_dominated, m_intervals, m_legend})
        connect(action, &QAction::toggled, this, &FrontPlot::applySettings);
    connect(m_aboveLimit, &QAction::toggled, &m_trials, &TrialModel::setAboveLimitShown);
    m_aboveLimit->setEnabled(m_trials.limit().has_value());
    m_limitAtA = addCommand(tr("Set the limit at A"), tr("Draw the limit at what A costs"));
    connect(m_limitAtA, &QAction::triggered, this, &FrontPlot::setLimitAtA);
    m_noLimit = addCommand(tr("Remove the limit"), tr("Take the limit's line away"));
    m_noLimit->setEnabled(m_trials.limit().has_value());
    connect(m_noLimit, &QAction::triggered, this, [this] { m_trials.setLimit(std::nullopt); });
    for (QAction* action : m_walker.commands())
        m_canvas->addAction(action);
}

void FrontPlot::makeBar() {
    m_y->addItem(tr("PSNR loss, dB"), static_cast<int>(FrontY::Loss));
    m_y->addItem(tr("PSNR, dB"), static_cast<int>(FrontY::Psnr));
    m_color->addItem(tr("none"), static_cast<int>(FrontColoring::None));
    m_color->addItem(tr("progress"), static_cast<int>(FrontColoring::Progress));
    m_color->addItem(tr("method"), static_cast<int>(FrontColoring::Method));
    m_x->setAccessibleName(tr("Cost on the x axis"));
    m_y->setAccessibleName(tr("Quality on the y axis"));
    m_color->setAccessibleName(tr("What colours mean"));
    m_x->setToolTip(tr("What the loss is weighed against, in plot and table"));
    m_y->setToolTip(tr("Loss against the teacher, or absolute PSNR"));
    m_color->setToolTip(tr("Colour trials by when they were found, or by method"));

    auto* bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(metric::medium, 6, metric::medium, 6);
    bar->setSpacing(6);
    auto* layout = new FlowLayout(6, 6);
    bar->addLayout(layout, 1);
    const auto labelled = [&](const QString& text, QComboBox* box) {
        auto* label = new QLabel(text, m_bar);
        label->setBuddy(box);
        // A label never stays alone at the end of a line.
        auto* both = new QWidget(m_bar);
        auto* pair = new QHBoxLayout(both);
        pair->setContentsMargins(0, 0, metric::small, 0);
        pair->addWidget(label);
        pair->addWidget(box);
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        layout->addWidget(both);
    };
    labelled(tr("X"), m_x);
    labelled(tr("Y"), m_y);
    labelled(tr("Colour"), m_color);
    for (QAction* action : {m_dominated, m_aboveLimit, m_intervals}) {
        auto* box = new QCheckBox(action->text(), m_bar);
        box->setToolTip(action->toolTip());
        const auto sync = [action, box] {
            box->setChecked(action->isChecked());
            box->setEnabled(action->isEnabled());
        };
        sync();
        connect(action, &QAction::changed, box, sync);
        connect(box, &QCheckBox::toggled, action, &QAction::setChecked);
        layout->addWidget(box);
    }
    for (QAction* action : {m_fit, m_export}) {
        auto* button = new QToolButton(m_bar);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setAccessibleName(action->text());
        bar->addWidget(button, 0, Qt::AlignTop);
    }
    connect(m_x, &QComboBox::activated, this,
            [this] { m_trials.setCost(static_cast<TrialCost>(m_x->currentData().toInt())); });
    connect(m_y, &QComboBox::currentIndexChanged, this, &FrontPlot::applySettings);
    connect(m_color, &QComboBox::currentIndexChanged, this, &FrontPlot::applySettings);
}

void FrontPlot::makeNotice() {
    m_notice = new QWidget(m_canvas);
    m_noticeText = new QLabel(m_notice);
    m_noticeText->setAlignment(Qt::AlignCenter);
    m_noticeText->setWordWrap(true);
    m_noticeButton = new QPushButton(m_notice);
    auto* layout = new QVBoxLayout(m_notice);
    layout->addWidget(m_noticeText);
    layout->addWidget(m_noticeButton, 0, Qt::AlignCenter);
    m_canvas->installEventFilter(this);
    connect(m_noticeButton, &QPushButton::clicked, this, [this] {
        if (m_trials.size() == 0)
            Q_EMIT searchWanted();
        else
            m_trials.setCost(TrialCost::Transformers);
    });
}

void FrontPlot::updateNotice() {
    const bool none = m_trials.size() == 0;
    const bool unknown = !none && m_trials.front().empty() && m_trials.cost() != TrialCost::Transformers;
    m_notice->setVisible(none || unknown);
    if (none) {
        m_noticeText->setText(tr("The front grows here while a search runs."));
        m_noticeButton->setText(tr("Set up a search"));
    } else if (unknown) {
        m_noticeText->setText(tr("No visible trial has this cost yet."));
        m_noticeButton->setText(tr("Show transformer counts"));
    }
    m_notice->setFixedWidth(280);
    m_notice->adjustSize();
    m_notice->move((m_canvas->width() - m_notice->width()) / 2, (m_canvas->height() - m_notice->height()) / 2);
}

void FrontPlot::setCosts(const std::vector<TrialCost>& costs) {
    const QSignalBlocker quiet(m_x);
    m_x->clear();
    for (const TrialCost cost : costs)
        m_x->addItem(costName(cost), static_cast<int>(cost));
    syncCost();
}

void FrontPlot::syncCost() {
    m_x->setCurrentIndex(m_x->findData(static_cast<int>(m_trials.cost())));
    updateNotice();
}

void FrontPlot::applySettings() {
    FrontSettings settings;
    settings.y = static_cast<FrontY>(m_y->currentData().toInt());
    settings.coloring = static_cast<FrontColoring>(m_color->currentData().toInt());
    settings.dominated = m_dominated->isChecked();
    settings.intervals = m_intervals->isChecked();
    settings.legend = m_legend->isChecked();
    m_canvas->setSettings(settings);
}

void FrontPlot::fit() {
    m_canvas->fit();
}

void FrontPlot::fitAll() {
    m_canvas->fit(true);
}

void FrontPlot::setLimitAtA() {
    const auto row = m_trials.rowOfA(m_selection);
    const auto cost = row ? costOf(m_trials.trial(*row), m_trials.cost()) : std::nullopt;
    if (cost)
        m_trials.setLimit(cost);
    else
        Q_EMIT failed(tr("A has no cost of this kind, so that no limit can be set at it."));
}

void FrontPlot::showMenu(const QPoint& at) {
    QMenu menu(this);
    if (const auto row = m_canvas->rowAt(at)) {
        const TrialRow trial = m_trials.trial(*row);
        const QString name = trial.number > 0 ? tr("trial %1").arg(trial.number) : tr("step %1").arg(trial.index + 1);
        connect(menu.addAction(tr("Show %1 as A").arg(name)), &QAction::triggered, this,
                [this, trial] { m_selection.showTrial(trial.number, trial.architecture); });
        connect(menu.addAction(tr("Pin %1 as B").arg(name)), &QAction::triggered, this,
                [this, trial] { m_selection.setB(trial.architecture, trial.number); });
        connect(menu.addAction(tr("Time %1 on the device").arg(name)), &QAction::triggered, this,
                [this, trial] { Q_EMIT timeRequested(trial.architecture); });
        menu.addSeparator();
    }
    const double here = m_canvas->costAtPixel(at.x());
    connect(menu.addAction(tr("Set the limit here, %1").arg(costText(here, m_trials.cost()))), &QAction::triggered,
            this, [this, here] { m_trials.setLimit(here); });
    menu.addActions({m_limitAtA, m_noLimit});
    menu.addSeparator();
    menu.addActions({m_fit, m_fitAll});
    menu.addSeparator();
    menu.addActions({m_dominated, m_aboveLimit, m_intervals, m_legend});
    menu.addSeparator();
    menu.addAction(m_export);
    menu.exec(m_canvas->mapToGlobal(at));
}

void FrontPlot::saveTo(const QString& path) {
    if (path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive)) {
        std::vector<int> rows;
        for (int row = 0; row < m_trials.size(); ++row)
            if (m_trials.isShown(row))
                rows.push_back(row);
        saveText(path, trialsCsv(m_trials, rows, m_provenance));
    } else {
        m_canvas->refresh();
        savePlot(*m_canvas, path);
    }
}

void FrontPlot::chooseFile() {
    const QString path =
        QFileDialog::getSaveFileName(this, tr("Save the front"), QStringLiteral("front.png"), plotFileFilter(true));
    if (path.isEmpty())
        return;
    try {
        saveTo(path);
    } catch (const Error& error) {
        Q_EMIT failed(engineText(error));
    }
}

void FrontPlot::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    updateNotice();
}

bool FrontPlot::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_canvas && event->type() == QEvent::Resize)
        updateNotice();
    return QWidget::eventFilter(watched, event);
}

} // namespace kintsugi

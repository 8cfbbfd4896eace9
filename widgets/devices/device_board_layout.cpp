// How the parts of a DeviceBoard lie.

#include "devices/device_board.h"

#include "common/theme.h"
#include "devices/device_cards.h"
#include "devices/distribution_plot.h"
#include "devices/history_view.h"
#include "devices/order_plot.h"
#include "devices/report_panels.h"
#include "devices/report_tables.h"
#include "devices/run_form.h"
#include "devices/stage_times.h"
#include "devices/titled_panel.h"

#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace kintsugi {

namespace {

constexpr int gap = 5;

QSplitter* splitter(Qt::Orientation orientation, const QList<QWidget*>& widgets, const QList<int>& sizes) {
    auto* split = new QSplitter(orientation);
    split->setHandleWidth(gap);
    split->setChildrenCollapsible(false);
    for (QWidget* widget : widgets)
        split->addWidget(widget);
    // In pixels of a large window; a smaller one keeps their proportions.
    split->setSizes(sizes);
    return split;
}

QTableView* plainTable(QAbstractItemModel* model, const QString& name) {
    auto* table = new QTableView;
    table->setModel(model);
    table->setAccessibleName(name);
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->setTabKeyNavigation(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(metric::row);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setStretchLastSection(true);
    return table;
}

QScrollArea* scrolled(QWidget* content) {
    auto* area = new QScrollArea;
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->viewport()->setBackgroundRole(QPalette::AlternateBase);
    content->setBackgroundRole(QPalette::AlternateBase);
    return area;
}

} // namespace

/// A panel that shows a plot, or with its button pressed the table of the same numbers.
QWidget* DeviceBoard::withTable(QWidget* plot, QTableView* table, TitledPanel*& panel, const QString& title) {
    auto* stack = new QStackedWidget;
    stack->addWidget(plot);
    stack->addWidget(table);
    panel = new TitledPanel(title, stack);
    auto* button = new QToolButton(panel);
    button->setText(tr("Table"));
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setToolTip(tr("Show the numbers of this plot as a table"));
    button->setAccessibleName(tr("%1 as a table").arg(title));
    connect(button, &QToolButton::toggled, stack, [stack](bool on) { stack->setCurrentIndex(on ? 1 : 0); });
    panel->addToTitle(button);
    return panel;
}

void DeviceBoard::makeCenter() {
    m_formPanel = new TitledPanel(tr("Run"), m_form);
    withTable(m_distribution, plainTable(m_statistics, tr("Statistics of the times")), m_distributionPanel,
              tr("Latency distribution"));
    withTable(m_order, plainTable(m_passes, tr("Passes in order")), m_orderPanel, tr("Run order and temperature"));
    m_stagePanel = new TitledPanel(tr("Measured time per stage"), m_stages);
    m_stagePanel->setNote(tr("bar A, outline B, tick predicted, ring profiled"));
    m_historyPanel = new TitledPanel(tr("History"), m_history);
    m_historyPanel->setNote(tr("click restores A"));

    auto* empty = new QWidget;
    m_emptyText = new QLabel(empty);
    m_emptyText->setObjectName(QStringLiteral("empty"));
    m_emptyText->setWordWrap(true);
    m_emptyText->setAlignment(Qt::AlignCenter);
    m_emptyButton = new QPushButton(tr("Run timing"), empty);
    m_emptyButton->setObjectName(QStringLiteral("emptyRun"));
    auto* emptyLayout = new QVBoxLayout(empty);
    emptyLayout->addStretch(1);
    emptyLayout->addWidget(m_emptyText);
    emptyLayout->addWidget(m_emptyButton, 0, Qt::AlignCenter);
    emptyLayout->addStretch(1);
    m_results = new QStackedWidget;
    m_results->addWidget(new TitledPanel(tr("Latency distribution"), empty));
    m_results->addWidget(splitter(Qt::Horizontal, {m_distributionPanel, m_orderPanel}, {510, 310}));

    QSplitter* lower = splitter(Qt::Horizontal, {m_stagePanel, m_historyPanel}, {440, 380});
    QSplitter* rows = splitter(Qt::Vertical, {m_results, lower}, {300, 420});
    m_center = new QWidget(this);
    auto* layout = new QVBoxLayout(m_center);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gap);
    layout->addWidget(m_formPanel);
    layout->addWidget(rows, 1);
    m_center->setFocusProxy(m_form);
}

void DeviceBoard::makeParts() {
    m_deviceFacts->setAccessibleName(tr("Facts of the device"));
    m_conditions->setAccessibleName(tr("Conditions of the run"));
    m_parts = {
        {QStringLiteral("device.cards"), tr("Devices"), m_cards, Qt::LeftDockWidgetArea, 310},
        {QStringLiteral("device.facts"), tr("Device"), scrolled(m_deviceFacts), Qt::RightDockWidgetArea, 280},
        {QStringLiteral("device.conditions"), tr("Conditions"), scrolled(m_conditions), Qt::RightDockWidgetArea, 280},
        {QStringLiteral("device.parity"), tr("Parity"), scrolled(m_parity), Qt::RightDockWidgetArea, 280},
        {QStringLiteral("device.gain"), tr("Gain"), scrolled(m_gain), Qt::RightDockWidgetArea, 280}};
    // Run and Cancel answer in every part, wherever a window docks it.
    QList<QWidget*> places{this, m_center};
    for (const BoardPart& part : m_parts)
        places << part.widget;
    for (QWidget* place : places)
        place->addActions({m_form->runAction(), m_form->cancelAction()});
}

void DeviceBoard::makeBoard() {
    QList<QWidget*> right;
    for (const BoardPart& part : m_parts)
        if (part.area == Qt::RightDockWidgetArea)
            right << new TitledPanel(part.title, part.widget);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap, gap, gap, gap);
    auto* board = splitter(Qt::Horizontal,
                           {new TitledPanel(m_parts.front().title, m_cards), m_center,
                            splitter(Qt::Vertical, right, {180, 330, 200, 230})},
                           {310, 820, 280});
    board->setStretchFactor(0, 0);
    board->setStretchFactor(1, 1);
    board->setStretchFactor(2, 0);
    layout->addWidget(board);
}

} // namespace kintsugi

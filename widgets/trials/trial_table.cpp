#include "trials/trial_table.h"

#include "base/error.h"
#include "common/engine_text.h"
#include "common/selection.h"
#include "common/theme.h"
#include "trials/trial_csv.h"
#include "trials/trial_delegate.h"
#include "trials/trial_filter_model.h"
#include "trials/trial_view.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QVBoxLayout>
#include <algorithm>

namespace kintsugi {

TrialTable::TrialTable(TrialModel& trials, Selection& selection, QWidget* parent)
    : QWidget(parent), m_trials(trials), m_selection(selection), m_filter(new TrialFilterModel(trials, this)),
      m_delegate(new TrialDelegate(trials, this)), m_view(new TrialView(this)), m_filterEdit(new QLineEdit(this)),
      m_frontOnly(new QCheckBox(this)), m_follow(new QCheckBox(this)), m_status(new QLabel(this)),
      m_problem(new QLabel(this)), m_timeButton(new QPushButton(this)), m_csvButton(new QPushButton(this)) {
    makeActions();
    makeLayout();
    setUpColumns();

    connect(m_view, &TrialView::chosen, this, [this](const QModelIndex& index) {
        const TrialRow& trial = m_trials.trial(sourceRow(index));
        m_selection.showTrial(trial.number, trial.architecture);
    });
    connect(m_view, &TrialView::pinned, this, [this](const QModelIndex& index) {
        const TrialRow& trial = m_trials.trial(sourceRow(index));
        m_selection.setB(trial.architecture, trial.number);
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TrialTable::pick);
    connect(m_filterEdit, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter->setQuery(text);
        updateStatus();
    });
    connect(&m_selection, &Selection::aChanged, this, [this] {
        updateMarks();
        followA();
    });
    connect(&m_selection, &Selection::bChanged, this, &TrialTable::updateMarks);
    connect(&m_trials, &TrialModel::pickedChanged, this, &TrialTable::showPicked);
    connect(&m_trials, &TrialModel::costChanged, this, &TrialTable::updateColumns);
    connect(&m_trials, &TrialModel::searchesChanged, this, [this] {
        updateColumns();
        updateMarks();
    });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_filter, signal, this, &TrialTable::updateStatus);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &TrialTable::updateStatus);
    connect(&m_trials, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex&, int first) {
        updateMarks();
        updateStatus();
        if (first == 0) // all anew
            followA();
    });
    updateColumns();
    updateMarks();
    updateStatus();
    followA();
}

QAction* TrialTable::addCommand(const QString& text, const QString& tip, const QKeySequence& keys) {
    auto* action = new QAction(text, this);
    action->setToolTip(keys.isEmpty() ? tip : tr("%1 (%2)").arg(tip, keys.toString(QKeySequence::NativeText)));
    action->setStatusTip(tip);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    m_commands << action;
    return action;
}

void TrialTable::makeActions() {
    QAction* find = addCommand(tr("Filter trials"), tr("Type what trials to show"), QKeySequence::Find);
    connect(find, &QAction::triggered, this, [this] {
        m_filterEdit->setFocus(Qt::ShortcutFocusReason);
        m_filterEdit->selectAll();
    });
    QAction* clear = addCommand(tr("Clear the trial filter"), tr("Show all trials again"));
    connect(clear, &QAction::triggered, this, [this] {
        m_filterEdit->clear();
        m_frontOnly->setChecked(false);
    });
    m_frontOnlyAction = addCommand(tr("Front only"), tr("Leave out the trials that another one beats"));
    m_frontOnlyAction->setCheckable(true);
    m_followAction = addCommand(tr("Follow selection"), tr("Scroll to A whenever it changes"));
    m_followAction->setCheckable(true);
    m_followAction->setChecked(true);
    m_copyAction = addCommand(tr("Copy trials"), tr("Copy the selected rows, with tabs"), QKeySequence::Copy);
    connect(m_copyAction, &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(selectedText()); });
    m_csvAction = addCommand(tr("Save trials as CSV…"), tr("Save the rows that pass the filter, with exact numbers"));
    connect(m_csvAction, &QAction::triggered, this, &TrialTable::chooseCsv);
    m_timeAction = addCommand(tr("Time on device"), tr("Time the selected trials on the chosen device"));
    connect(m_timeAction, &QAction::triggered, this, [this] { Q_EMIT timeRequested(numbersToTime()); });

    m_frontOnly->setText(m_frontOnlyAction->text());
    m_follow->setText(m_followAction->text());
    const std::pair<QCheckBox*, QAction*> switches[] = {{m_frontOnly, m_frontOnlyAction}, {m_follow, m_followAction}};
    for (const auto& [box, action] : switches) {
        box->setToolTip(action->toolTip());
        box->setChecked(action->isChecked());
        connect(box, &QCheckBox::toggled, action, &QAction::setChecked);
        connect(action, &QAction::toggled, box, &QCheckBox::setChecked);
    }
    connect(m_frontOnlyAction, &QAction::toggled, this, [this](bool on) {
        m_filter->setFrontOnly(on);
        updateStatus();
    });
    connect(m_followAction, &QAction::toggled, this, &TrialTable::followA);
}

void TrialTable::makeLayout() {
    m_filterEdit->setPlaceholderText(tr("Filter, e.g. ms < 2600 dec1:T"));
    m_filterEdit->setClearButtonEnabled(true);
    m_filterEdit->setAccessibleName(tr("Filter of the trials"));
    m_filterEdit->setMinimumWidth(190);
    m_filterEdit->setMaximumWidth(320);
    m_filterEdit->setToolTip(
        tr("<p>Terms apart by spaces; all must hold, <b>!</b> turns one round.</p>"
           "<p><b>ms &lt; 2600</b>, <b>dB &lt; 0.3</b> (lost), <b>T &lt;= 20</b>; also measured, S, psnr, GMAC, M, "
           "penalty, trial, step, search<br><b>dec1:T</b> the whole stage, <b>dec2.5:S</b> one block, "
           "<b>enc2:lite1:2</b> an edge<br><b>front</b>, knee, tied, dominated, reference, measured, failed<br>"
           "anything else: part of the architecture's text</p>"));
    m_filterEdit->installEventFilter(this);
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_status->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_timeButton->setToolTip(m_timeAction->toolTip());
    connect(m_timeButton, &QPushButton::clicked, m_timeAction, &QAction::trigger);
    m_csvButton->setText(tr("CSV"));
    m_csvButton->setToolTip(m_csvAction->toolTip());
    m_csvButton->setAccessibleName(m_csvAction->text());
    connect(m_csvButton, &QPushButton::clicked, m_csvAction, &QAction::trigger);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(metric::medium, 6, metric::medium, 6);
    bar->setSpacing(metric::medium);
    bar->addWidget(m_filterEdit, 2);
    bar->addWidget(m_frontOnly);
    bar->addWidget(m_follow);
    bar->addWidget(m_status, 3);
    bar->addWidget(m_timeButton);
    bar->addWidget(m_csvButton);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    m_problem->setObjectName(QStringLiteral("problem"));
    m_problem->setWordWrap(true);
    m_problem->setContentsMargins(metric::medium, 0, metric::medium, 6);
    m_problem->hide();
    layout->addWidget(m_problem);
    layout->addWidget(m_view, 1);
    setFocusProxy(m_view);
}

void TrialTable::setUpColumns() {
    m_view->setModel(m_filter);
    m_view->setItemDelegate(m_delegate);
    m_view->setAccessibleName(tr("Trials"));
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(TrialModel::Number, Qt::AscendingOrder);
    QHeaderView* header = m_view->horizontalHeader();
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QHeaderView::customContextMenuRequested, this, &TrialTable::showColumnMenu);
    const QFontMetrics text(m_view->font());
    const auto width = [&](const char* sample) { return text.horizontalAdvance(QLatin1String(sample)) + 16; };
    header->resizeSection(TrialModel::Number, width("A 10000"));
    header->resizeSection(TrialModel::Pattern, 190);
    header->resizeSection(TrialModel::Transformers, width("000"));
    header->resizeSection(TrialModel::Surrogates, width("000"));
    header->resizeSection(TrialModel::Loss, width("-0.000 +- 0.000"));
    header->resizeSection(TrialModel::PredictedMs, width("Pred. ms"));
    header->resizeSection(TrialModel::MeasuredMs, width("Measured ms"));
    header->resizeSection(TrialModel::Parameters, width("Par., M"));
    header->resizeSection(TrialModel::Gmacs, width("GMAC 0"));
    header->resizeSection(TrialModel::Penalty, width("Penalty"));
    header->resizeSection(TrialModel::Method, width("enumerate, search 100"));
    header->resizeSection(TrialModel::Role, width("dominated, t"));
    header->resizeSection(TrialModel::State, width("measured") + 20);
    // Other languages have longer words.
    for (int column = 0; column < m_filter->columnCount(); ++column) {
        const QString title = m_filter->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        header->resizeSection(column, std::max(header->sectionSize(column), text.horizontalAdvance(title) + 12));
    }
    header->setStretchLastSection(true);
}

void TrialTable::showColumnMenu(const QPoint& at) {
    QMenu menu(this);
    QHeaderView* header = m_view->horizontalHeader();
    for (int column = 0; column < TrialModel::ColumnCount; ++column) {
        QAction* action = menu.addAction(m_trials.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!header->isSectionHidden(column));
        action->setEnabled(column != TrialModel::Number);
        connect(action, &QAction::toggled, header,
                [header, column](bool on) { header->setSectionHidden(column, !on); });
    }
    menu.exec(header->mapToGlobal(at));
}

void TrialTable::setFilter(const QString& text) {
    m_filterEdit->setText(text);
}

void TrialTable::setFrontOnly(bool only) {
    m_frontOnlyAction->setChecked(only);
}

void TrialTable::setFollowsSelection(bool follows) {
    m_followAction->setChecked(follows);
}

void TrialTable::followA() {
    if (!m_followAction->isChecked())
        return;
    const auto row = m_trials.rowOfA(m_selection);
    const QModelIndex index = row ? m_filter->mapFromSource(m_trials.index(*row, 0)) : QModelIndex();
    QItemSelectionModel* selection = m_view->selectionModel();
    const QScopedValueRollback<bool> guard(m_syncing, true);
    if (!index.isValid()) {
        if (m_trials.picked().empty())
            selection->clearSelection();
        return;
    }
    const int column = m_view->currentIndex().isValid() ? m_view->currentIndex().column() : 0;
    const QModelIndex current = index.siblingAtColumn(column);
    if (m_trials.picked().empty())
        selection->setCurrentIndex(current, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    else
        selection->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    m_view->scrollTo(current);
}

void TrialTable::pick() {
    if (!m_syncing) {
        const QScopedValueRollback<bool> guard(m_syncing, true);
        std::vector<int> rows = selectedRows();
        m_trials.setPicked(rows.size() > 1 ? std::move(rows) : std::vector<int>{});
    }
    updateStatus();
}

void TrialTable::showPicked() {
    if (m_syncing)
        return;
    {
        const QScopedValueRollback<bool> guard(m_syncing, true);
        QItemSelection rows;
        for (const int row : m_trials.picked()) {
            const QModelIndex index = m_filter->mapFromSource(m_trials.index(row, 0));
            if (index.isValid())
                rows.select(index, index.siblingAtColumn(TrialModel::ColumnCount - 1));
        }
        m_view->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect);
        if (!rows.isEmpty())
            m_view->scrollTo(rows.indexes().front());
    }
    updateStatus();
}

void TrialTable::updateMarks() {
    m_delegate->setMarks(m_trials.rowOfA(m_selection), m_trials.rowOfB(m_selection));
    m_view->viewport()->update();
}

void TrialTable::updateColumns() {
    int visible = 0;
    for (const std::int64_t search : m_trials.searches())
        visible += m_trials.isSearchVisible(search) ? 1 : 0;
    m_view->setColumnHidden(TrialModel::Method, visible < 2);
    m_view->setColumnHidden(TrialModel::Penalty, m_trials.cost() != TrialCost::Penalty);
}

void TrialTable::updateStatus() {
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, tokensOf(this).error);
    m_problem->setPalette(colors);
    m_problem->setText(m_filter->problem());
    m_problem->setVisible(!m_filter->problem().isEmpty());
    colors.setColor(QPalette::WindowText, tokensOf(this).second);
    m_status->setPalette(colors);
    const int shown = m_filter->rowCount(), all = m_trials.size();
    QString text = shown == all ? tr("%n trial(s)", nullptr, all) : tr("%1 of %n trial(s)", nullptr, all).arg(shown);
    if (m_trials.failedCount() > 0)
        text = tr("%1, %2 failed").arg(text).arg(m_trials.failedCount());
    m_status->setText(text);
    m_status->setToolTip(text);
    m_view->setNotice(all == 0     ? tr("No trials yet. They appear here one by one while a search runs.")
                      : shown == 0 ? tr("No trial passes the filter.")
                                   : QString());
    const qsizetype timed = numbersToTime().size();
    m_timeAction->setEnabled(timed > 0);
    m_timeButton->setEnabled(timed > 0);
    m_timeButton->setText(timed > 0 ? tr("Time on device (%1)").arg(timed) : tr("Time on device"));
    m_csvAction->setEnabled(shown > 0);
    m_csvButton->setEnabled(shown > 0);
}

std::vector<int> TrialTable::visibleRows() const {
    std::vector<int> rows;
    for (int row = 0; row < m_filter->rowCount(); ++row)
        rows.push_back(sourceRow(m_filter->index(row, 0)));
    return rows;
}

std::vector<int> TrialTable::selectedRows() const {
    std::vector<std::pair<int, int>> places;
    for (const QModelIndex& index : m_view->selectionModel()->selectedRows())
        places.emplace_back(index.row(), sourceRow(index));
    std::sort(places.begin(), places.end());
    std::vector<int> rows;
    for (const auto& [place, row] : places)
        rows.push_back(row);
    return rows;
}

QList<qint64> TrialTable::numbersToTime() const {
    QList<qint64> numbers;
    for (const int row : selectedRows())
        if (const TrialRow& trial = m_trials.trial(row); !trial.failed && trial.number > 0)
            numbers << trial.number;
    return numbers;
}

QString TrialTable::selectedText() const {
    std::vector<int> rows = selectedRows();
    if (rows.empty())
        rows = visibleRows();
    const QHeaderView* header = m_view->horizontalHeader();
    std::vector<int> columns;
    for (int visual = 0; visual < TrialModel::ColumnCount; ++visual)
        if (const int column = header->logicalIndex(visual); !header->isSectionHidden(column))
            columns.push_back(column);
    QStringList names;
    for (const int column : columns)
        names << m_trials.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    QString text = names.join(QLatin1Char('\t')) + QLatin1Char('\n');
    for (const int row : rows) {
        QStringList cells;
        for (const int column : columns)
            cells << m_trials.index(row, column).data().toString();
        text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    return text;
}

void TrialTable::saveCsv(const QString& path) const {
    saveText(path, trialsCsv(m_trials, visibleRows(), m_provenance));
}

void TrialTable::chooseCsv() {
    const QString path = QFileDialog::getSaveFileName(this, tr("Save trials"), QStringLiteral("trials.csv"),
                                                      tr("Comma separated values (*.csv)"));
    if (path.isEmpty())
        return;
    try {
        saveCsv(path);
    } catch (const Error& error) {
        Q_EMIT failed(engineText(error));
    }
}

QByteArray TrialTable::saveColumns() const {
    return m_view->horizontalHeader()->saveState();
}

bool TrialTable::restoreColumns(const QByteArray& state) {
    return m_view->horizontalHeader()->restoreState(state);
}

void TrialTable::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        updateStatus();
    QWidget::changeEvent(event);
}

bool TrialTable::eventFilter(QObject* watched, QEvent* event) {
    // Escape leaves the filter first clear, then behind.
    if (watched == m_filterEdit && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape) {
            if (m_filterEdit->text().isEmpty())
                m_view->setFocus();
            m_filterEdit->clear();
            return true;
        }
        if (key == Qt::Key_Down) {
            m_view->setFocus();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace kintsugi

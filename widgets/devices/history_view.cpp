#include "devices/history_view.h"

#include "base/error.h"
#include "common/engine_text.h"
#include "common/theme.h"
#include "devices/device_wording.h"
#include "trials/trial_csv.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <set>

namespace kintsugi {

void HistoryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Tokens& tokens = tokensOf(option.palette);
    const bool isShown = index.data(HistoryModel::IdRole).toLongLong() == m_history.shown() && m_history.shown() != 0;
    painter->save();
    if (isShown)
        painter->fillRect(option.rect, tokens.aTint);
    else if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, tokens.window);
    if (isShown && index.column() == HistoryModel::When)
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), tokens.a);
    painter->setPen(tokens.line);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    const QRect area = option.rect.adjusted(6, 0, -6, -1);
    const QString text = index.data().toString();
    if (index.column() == HistoryModel::State) {
        const auto tone = static_cast<ChipTone>(index.data(HistoryModel::ToneRole).toInt());
        paintState(*painter, area.adjusted(0, 2, 0, -2), tone, text, option.font, tokens);
    } else {
        painter->setPen(tokens.ink);
        painter->drawText(area, index.data(Qt::TextAlignmentRole).toInt(),
                          option.fontMetrics.elidedText(text, Qt::ElideRight, area.width()));
    }
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(tokens.ink, 1));
        painter->drawRect(option.rect.adjusted(0, 0, -1, -2));
    }
    painter->restore();
}

QSize HistoryDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QString text = index.data().toString();
    const auto tone = static_cast<ChipTone>(index.data(HistoryModel::ToneRole).toInt());
    const int width = index.column() == HistoryModel::State ? stateWidth(tone, text, option.font)
                                                            : option.fontMetrics.horizontalAdvance(text);
    return {width + 14, metric::row};
}

HistoryView::HistoryView(QWidget* parent)
    : QWidget(parent), m_model(new HistoryModel(this)), m_filter(new HistoryFilter(*m_model, this)),
      m_table(new QTableView(this)), m_text(new QLineEdit(this)), m_device(new QComboBox(this)),
      m_empty(new QLabel(this)), m_csvButton(new QPushButton(tr("CSV"), this)) {
    makeActions();
    makeLayout();
    connect(m_table, &QTableView::clicked, this, &HistoryView::choose);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HistoryView::updateState);
    connect(m_text, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter->setText(text);
        updateState();
    });
    connect(m_device, &QComboBox::currentIndexChanged, this, [this] {
        m_filter->setDevice(m_device->currentData().toString().toStdString());
        updateState();
    });
    fillDevices();
    updateState();
}

QAction* HistoryView::addCommand(const QString& text, const QString& tip, const QKeySequence& keys) {
    auto* action = new QAction(text, this);
    action->setToolTip(keys.isEmpty() ? tip : tr("%1 (%2)").arg(tip, keys.toString(QKeySequence::NativeText)));
    action->setStatusTip(tip);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    m_commands << action;
    return action;
}

void HistoryView::makeActions() {
    m_find = addCommand(tr("Filter the history of times"), tr("Type which reports to show"), QKeySequence::Find);
    connect(m_find, &QAction::triggered, this, [this] {
        m_text->setFocus(Qt::ShortcutFocusReason);
        m_text->selectAll();
    });
    m_onlyA = addCommand(tr("History of A only"), tr("Show the times of A only"));
    m_onlyA->setCheckable(true);
    connect(m_onlyA, &QAction::toggled, this, [this](bool on) {
        m_filter->setArchitecture(on ? m_a : std::string());
        updateState();
    });
    m_copy = addCommand(tr("Copy times"), tr("Copy the selected rows, with tabs"), QKeySequence::Copy);
    connect(m_copy, &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(selectedText()); });
    m_csv = addCommand(tr("Save times as CSV…"), tr("Save the rows that pass the filter, with exact numbers"));
    connect(m_csv, &QAction::triggered, this, &HistoryView::chooseCsv);
    m_delete = addCommand(tr("Delete reports…"), tr("Delete the selected reports for good; it asks first"),
                          QKeySequence::Delete);
    connect(m_delete, &QAction::triggered, this, &HistoryView::askToDelete);
}

void HistoryView::makeLayout() {
    m_table->setModel(m_filter);
    m_table->setItemDelegate(new HistoryDelegate(*m_model, m_table));
    m_table->setAccessibleName(tr("History of times"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(HistoryModel::When, Qt::DescendingOrder);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->installEventFilter(this);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(metric::row);
    m_table->verticalHeader()->setMinimumSectionSize(metric::row);
    QHeaderView* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setMinimumSectionSize(30);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setStretchLastSection(true);
    connect(m_table, &QTableView::customContextMenuRequested, this, [this](const QPoint& at) {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addActions({m_copy, m_csv, m_delete});
        menu->popup(m_table->viewport()->mapToGlobal(at));
    });
    m_text->setPlaceholderText(tr("Filter history"));
    m_text->setAccessibleName(tr("Filter history"));
    m_text->setClearButtonEnabled(true);
    m_text->setMinimumWidth(80);
    m_text->installEventFilter(this);
    m_device->setAccessibleName(tr("Device of the history"));
    m_device->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_csvButton->setToolTip(m_csv->toolTip());
    m_csvButton->setAccessibleName(m_csv->text());
    m_csvButton->setFixedWidth(m_csvButton->fontMetrics().horizontalAdvance(m_csvButton->text()) + 24);
    connect(m_csvButton, &QPushButton::clicked, m_csv, &QAction::trigger);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(metric::large);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(metric::medium, 6, metric::medium, 6);
    bar->setSpacing(metric::small + 2);
    bar->addWidget(m_text, 1);
    bar->addWidget(m_device);
    bar->addWidget(m_csvButton);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_empty, 1);
    setFocusProxy(m_table);
}

void HistoryView::setEntries(std::vector<HistoryEntry> entries) {
    m_model->setEntries(std::move(entries));
    fillDevices();
    updateState();
}

void HistoryView::setChoices(const std::vector<TimedChoice>& choices) {
    m_a.clear();
    for (const TimedChoice& choice : choices)
        if (choice.isA)
            m_a = choice.architecture;
    m_model->setChoices(choices);
    if (m_onlyA->isChecked())
        m_filter->setArchitecture(m_a);
    updateState();
}

void HistoryView::fillDevices() {
    const QString chosen = m_device->currentData().toString();
    const QSignalBlocker quiet(m_device);
    m_device->clear();
    m_device->addItem(tr("all devices"), QString());
    std::set<std::string> seen;
    for (const HistoryEntry& entry : m_model->entries())
        if (seen.insert(entry.report.device).second)
            m_device->addItem(entry.report.device == "local" ? tr("this computer")
                                                             : QString::fromStdString(entry.report.deviceName),
                              QString::fromStdString(entry.report.device));
    m_device->setCurrentIndex(std::max(0, m_device->findData(chosen)));
    m_filter->setDevice(m_device->currentData().toString().toStdString());
}

void HistoryView::updateState() {
    const int shown = m_filter->rowCount();
    m_table->setVisible(shown > 0);
    m_empty->setVisible(shown == 0);
    m_empty->setText(m_model->rowCount() == 0 ? tr("No times yet; each run is kept here.")
                                              : tr("No time passes the filter."));
    const bool any = m_table->selectionModel()->hasSelection();
    m_copy->setEnabled(shown > 0);
    m_csv->setEnabled(shown > 0);
    m_csvButton->setEnabled(shown > 0);
    m_delete->setEnabled(any);
    m_onlyA->setEnabled(!m_a.empty());
}

void HistoryView::choose(const QModelIndex& index) {
    if (index.isValid())
        Q_EMIT reportChosen(index.data(HistoryModel::IdRole).toLongLong());
}

std::vector<int> HistoryView::visibleRows() const {
    std::vector<int> rows;
    for (int row = 0; row < m_filter->rowCount(); ++row)
        rows.push_back(m_filter->mapToSource(m_filter->index(row, 0)).row());
    return rows;
}

std::vector<int> HistoryView::selectedRows() const {
    std::vector<int> rows;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    for (int& row : rows)
        row = m_filter->mapToSource(m_filter->index(row, 0)).row();
    return rows;
}

QString HistoryView::selectedText() const {
    std::vector<int> rows = selectedRows();
    if (rows.empty())
        rows = visibleRows();
    const auto line = [](auto cell) {
        QStringList cells;
        for (int column = 0; column < HistoryModel::ColumnCount; ++column)
            cells << cell(column);
        return cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    };
    QString text =
        line([&](int column) { return m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(); });
    for (const int row : rows)
        text += line([&](int column) { return m_model->index(row, column).data().toString(); });
    return text;
}

void HistoryView::saveCsv(const QString& path) const {
    saveText(path, historyCsv(*m_model, visibleRows()));
}

void HistoryView::chooseCsv() {
    const QString path = QFileDialog::getSaveFileName(this, tr("Save times"), QStringLiteral("times.csv"),
                                                      tr("Comma separated values (*.csv)"));
    if (path.isEmpty())
        return;
    try {
        saveCsv(path);
    } catch (const Error& error) {
        Q_EMIT failed(engineText(error));
    }
}

void HistoryView::askToDelete() {
    std::set<qint64> ids;
    for (const int row : selectedRows())
        ids.insert(m_model->index(row, 0).data(HistoryModel::IdRole).toLongLong());
    if (ids.empty())
        return;
    const QList<qint64> reports(ids.begin(), ids.end());
    auto* box = new QMessageBox(QMessageBox::Question, tr("Delete reports"),
                                tr("Delete %n report(s) for good?", nullptr, static_cast<int>(reports.size())),
                                QMessageBox::NoButton, this);
    box->setInformativeText(
        tr("A report goes as a whole, with the times of all its architectures. This cannot be undone."));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* yes = box->addButton(tr("Delete"), QMessageBox::AcceptRole);
    box->setDefaultButton(box->addButton(tr("Keep"), QMessageBox::RejectRole));
    connect(yes, &QPushButton::clicked, this, [this, reports] { Q_EMIT deleteRequested(reports); });
    box->open();
}

bool HistoryView::eventFilter(QObject* watched, QEvent* event) {
    // Escape clears the filter, also while it would cancel a run.
    if (watched == m_text && event->type() == QEvent::ShortcutOverride && !m_text->text().isEmpty() &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (watched == m_table && (key == Qt::Key_Return || key == Qt::Key_Enter)) {
            choose(m_table->currentIndex());
            return true;
        }
        if (watched == m_text && key == Qt::Key_Escape && !m_text->text().isEmpty()) {
            m_text->clear();
            return true;
        }
        if (watched == m_text && key == Qt::Key_Down) {
            m_table->setFocus();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void HistoryView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        m_table->viewport()->update();
    QWidget::changeEvent(event);
}

} // namespace kintsugi

#include "grid/path_table.h"

#include "common/selection.h"
#include "common/theme.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QScopedValueRollback>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>
#include <cmath>

namespace kintsugi {

namespace {

/// Rows without a number stay at the end of a growing order.
class NumbersFirst : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    bool lessThan(const QModelIndex& one, const QModelIndex& other) const override {
        const QVariant a = one.data(PathModel::SortRole), b = other.data(PathModel::SortRole);
        if (a.typeId() != QMetaType::Double)
            return QSortFilterProxyModel::lessThan(one, other);
        if (std::isnan(a.toDouble()) || std::isnan(b.toDouble()))
            return !std::isnan(a.toDouble());
        return a.toDouble() < b.toDouble();
    }
};

} // namespace

PathTable::PathTable(Selection& selection, QWidget* parent)
    : QWidget(parent), m_selection(selection), m_model(new PathModel(this)), m_sorted(new NumbersFirst(this)),
      m_view(new QTableView(this)), m_copy(new QAction(tr("Copy the table of blocks"), this)) {
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(PathModel::SortRole);
    m_view->setModel(m_sorted);
    m_view->setAccessibleName(tr("Blocks of A"));
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(PathModel::Place, Qt::AscendingOrder);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setShowGrid(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(metric::row);
    m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_view->horizontalHeader()->setHighlightSections(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    setFocusProxy(m_view);

    m_copy->setToolTip(tr("Copy all rows, with tabs"));
    m_copy->setShortcut(QKeySequence::Copy);
    m_copy->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_copy);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_view->addAction(m_copy);
    connect(m_copy, &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(m_model->text()); });

    const auto showPath = [this] {
        const QScopedValueRollback<bool> guard(m_following, true);
        m_model->setPath(m_selection.isEmpty() ? Architecture() : m_selection.a());
        followSpan();
    };
    connect(&selection, &Selection::aChanged, this, showPath);
    connect(&selection, &Selection::stagesChanged, this, showPath);
    connect(&selection, &Selection::spanChanged, this, &PathTable::followSpan);
    connect(m_model, &QAbstractItemModel::modelReset, this, &PathTable::followSpan);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& row) {
        if (!m_following && row.isValid())
            m_selection.setSpan(m_model->edge(m_sorted->mapToSource(row).row()).span);
    });
    showPath();
}

void PathTable::followSpan() {
    const QScopedValueRollback<bool> guard(m_following, true);
    const auto& span = m_selection.span();
    const int row = span ? m_model->rowOf(*span) : -1;
    if (row < 0) {
        m_view->clearSelection();
        return;
    }
    const QModelIndex index = m_sorted->mapFromSource(m_model->index(row, 0));
    m_view->selectRow(index.row());
    m_view->scrollTo(index);
}

} // namespace kintsugi

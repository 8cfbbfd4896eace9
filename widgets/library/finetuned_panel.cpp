#include "library/finetuned_panel.h"

#include "common/theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>
#include <utility>

namespace kintsugi {

FinetunedPanel::FinetunedPanel(QWidget* parent)
    : QWidget(parent), m_model(new FinetuneModel(this)), m_view(new QTableView(this)), m_empty(new QWidget(this)) {
    auto* sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(m_model);
    sorted->setSortRole(FinetuneModel::SortRole);
    m_view->setModel(sorted);
    m_view->setAccessibleName(tr("Fine-tuned networks"));
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(FinetuneModel::After, Qt::DescendingOrder);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setShowGrid(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setToolTip(tr("A row's network becomes A"));
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(metric::row);
    m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_view->horizontalHeader()->setHighlightSections(false);
    auto* sentence = new QLabel(tr("No network has been fine-tuned yet."), m_empty);
    sentence->setAlignment(Qt::AlignCenter);
    auto* button = new QPushButton(tr("Fine-tune A…"), m_empty);
    connect(button, &QPushButton::clicked, this, &FinetunedPanel::finetuneRequested);
    auto* emptyLayout = new QVBoxLayout(m_empty);
    emptyLayout->addStretch();
    emptyLayout->addWidget(sentence);
    emptyLayout->addWidget(button, 0, Qt::AlignHCenter);
    emptyLayout->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    layout->addWidget(m_empty);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this, sorted](const QModelIndex& row) {
                if (row.isValid())
                    Q_EMIT networkChosen(m_model->row(sorted->mapToSource(row).row()).architecture);
            });
    setRows({});
}

void FinetunedPanel::setRows(std::vector<FinetuneRow> rows) {
    m_view->setVisible(!rows.empty());
    m_empty->setVisible(rows.empty());
    m_model->setRows(std::move(rows));
}

} // namespace kintsugi

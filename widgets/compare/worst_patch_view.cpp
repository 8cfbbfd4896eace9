#include "compare/worst_patch_view.h"

#include "common/theme.h"
#include "compare/marked_row_delegate.h"

#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

namespace kintsugi {

WorstPatchView::WorstPatchView(Comparison& comparison, QWidget* parent)
    : QWidget(parent), m_comparison(comparison), m_model(comparison), m_table(new QTableView), m_sentence(new QLabel) {
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new MarkedRowDelegate(m_table));
    m_table->setAccessibleName(tr("Worst patches"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setIconSize({34, 28});
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(36);
    QHeaderView* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setMinimumSectionSize(24);
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->resizeSection(WorstPatchModel::Number, 30);
    for (const int column : {WorstPatchModel::A, WorstPatchModel::Truth, WorstPatchModel::Error})
        header->resizeSection(column, 44);
    for (const int column : {WorstPatchModel::PsnrA, WorstPatchModel::Difference})
        header->setSectionResizeMode(column, QHeaderView::Stretch);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    m_sentence->setMargin(metric::large);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
    layout->addWidget(m_sentence);
    for (QAction* action : commands())
        addAction(action);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& index) {
        if (index.isValid())
            m_comparison.selection().setPatch(m_model.patch(index.row()));
    });
    connect(m_table, &QTableView::clicked, this,
            [this](const QModelIndex& index) { m_comparison.selection().setPatch(m_model.patch(index.row())); });
    connect(&comparison.selection(), &Selection::patchChanged, this, &WorstPatchView::showSelected);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &WorstPatchView::showState);
    connect(&comparison.analysis(), &ErrorAnalysis::busyChanged, this, &WorstPatchView::showState);
    showState();
}

QList<QAction*> WorstPatchView::commands() const {
    return {m_comparison.nextPatchAction(), m_comparison.previousPatchAction()};
}

void WorstPatchView::showSelected() {
    const QRect patch = m_comparison.selection().patch();
    for (int row = 0; row < m_model.rowCount(); ++row)
        if (m_model.patch(row) == patch)
            return m_table->selectRow(row);
    m_table->clearSelection();
    m_table->setCurrentIndex({});
}

void WorstPatchView::showState() {
    const bool isEmpty = m_model.rowCount() == 0;
    m_table->setVisible(!isEmpty);
    m_sentence->setVisible(isEmpty);
    const ComparedImages& images = m_comparison.images();
    if (images.content(Slot::A).isEmpty() || images.content(Slot::B).isEmpty())
        m_sentence->setText(tr("The patches appear when A and B are restored."));
    else if (m_comparison.analysis().isBusy())
        m_sentence->setText(tr("The patches are being measured."));
    else
        m_sentence->setText(tr("A loses nothing against B in this image."));
    if (!isEmpty)
        showSelected();
}

} // namespace kintsugi

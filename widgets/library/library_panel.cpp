#include "library/library_panel.h"

#include "common/banner.h"
#include "common/selection.h"
#include "common/theme.h"
#include "common/wording.h"
#include "library/distil_dialog.h"
#include "library/failed_row_delegate.h"
#include "library/state_delegate.h"
#include "library/surrogate_filter.h"
#include "library/surrogate_model.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTreeView>

namespace kintsugi {

LibraryPanel::LibraryPanel(Selection& selection, QWidget* parent)
    : QWidget(parent), m_selection(selection), m_model(new SurrogateModel(this)), m_filter(new SurrogateFilter(this)),
      m_view(new QTreeView), m_field(new QLineEdit), m_empty(new QLabel(tr("No surrogate matches the filter."))),
      m_failure(new Banner), m_missingButton(new QPushButton), m_put(new QAction(tr("Put on path"), this)),
      m_distil(new QAction(tr("Distil this surrogate"), this)), m_curve(new QAction(tr("Show training curve"), this)),
      m_distilMissing(new QAction(tr("Distil missing surrogates…"), this)) {
    m_put->setObjectName(QStringLiteral("library.put"));
    m_put->setToolTip(tr("Let A take the chosen surrogate"));
    m_distil->setObjectName(QStringLiteral("library.distil"));
    m_distil->setToolTip(tr("Distil the chosen surrogate now"));
    m_curve->setObjectName(QStringLiteral("library.curve"));
    m_curve->setToolTip(tr("Show the loss of the chosen surrogate over its training"));
    m_distilMissing->setObjectName(QStringLiteral("library.distilMissing"));
    m_distilMissing->setToolTip(tr("Choose which missing surrogates to distil"));

    m_filter->setSourceModel(m_model);
    m_view->setModel(m_filter);
    m_view->setAccessibleName(tr("Surrogates"));
    m_view->setUniformRowHeights(true);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(SurrogateModel::SpanType, Qt::AscendingOrder);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setIndentation(metric::large);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setItemDelegate(new FailedRowDelegate(m_view));
    m_view->setItemDelegateForColumn(SurrogateModel::State, new StateDelegate(m_view));
    QHeaderView* header = m_view->header();
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(48);
    for (int column = 0; column < SurrogateModel::columnCountAll; ++column)
        header->setSectionResizeMode(column, column == SurrogateModel::Kind ? QHeaderView::Stretch
                                                                            : QHeaderView::ResizeToContents);
    m_field->setPlaceholderText(tr("Filter surrogates"));
    m_field->setAccessibleName(tr("Filter surrogates"));
    m_field->setClearButtonEnabled(true);
    m_missingButton->setObjectName(QStringLiteral("distilMissing"));
    m_missingButton->setToolTip(m_distilMissing->toolTip());
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setMargin(metric::large);
    m_empty->setWordWrap(true);

    auto* top = new QHBoxLayout;
    top->setContentsMargins(metric::medium, metric::medium, metric::medium, metric::medium);
    top->setSpacing(metric::medium);
    top->addWidget(m_field, 1);
    top->addWidget(m_missingButton);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_failure);

    const auto updateEmpty = [this] {
        const bool none = m_filter->rowCount() == 0;
        m_view->setVisible(!none);
        m_empty->setVisible(none);
        m_empty->setText(m_selection.isEmpty() ? tr("No network is open yet.")
                                               : tr("No surrogate matches the filter."));
    };
    connect(m_field, &QLineEdit::textChanged, this, [this, updateEmpty](const QString& text) {
        m_filter->setFilter(text);
        if (!text.isEmpty())
            m_view->expandAll();
        updateEmpty();
    });
    connect(m_filter, &QAbstractItemModel::modelReset, this, updateEmpty);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        updateCommands();
        if (const EdgeChoice* choice = current(); choice && !m_following)
            m_selection.setSpan(choice->placed.span);
    });
    connect(m_view, &QTreeView::doubleClicked, this, [this] {
        if (m_put->isEnabled())
            m_put->trigger();
    });
    connect(m_view, &QTreeView::customContextMenuRequested, this, &LibraryPanel::showMenu);
    connect(m_failure, &Banner::remedyRequested, m_distil, &QAction::trigger);
    connect(m_missingButton, &QPushButton::clicked, m_distilMissing, &QAction::trigger);
    connect(m_distilMissing, &QAction::triggered, this, &LibraryPanel::askWhatToDistil);
    connect(m_put, &QAction::triggered, this, [this] {
        if (const EdgeChoice* choice = current())
            m_selection.edit(choice->placed.span, choice->placed.edge);
    });
    connect(m_distil, &QAction::triggered, this, [this] {
        if (const EdgeChoice* choice = current()) {
            DistilRequest request;
            request.edges = {choice->placed};
            Q_EMIT distilRequested(request);
        }
    });
    connect(m_curve, &QAction::triggered, this, [this] {
        if (const EdgeChoice* choice = current())
            Q_EMIT curveRequested(choice->placed);
    });
    connect(&m_selection, &Selection::spanChanged, this, &LibraryPanel::followSpan);
    connect(&m_selection, &Selection::stagesChanged, this, [this] { setChoices({}); });
    updateEmpty();
    updateCommands();
}

void LibraryPanel::setChoices(const std::vector<EdgeChoice>& choices) {
    m_model->setChoices(m_selection.isEmpty() ? std::nullopt : std::optional(m_selection.stages()), choices);
    updateCommands();
    followSpan();
}

const EdgeChoice* LibraryPanel::current() const {
    return m_model->choiceAt(m_filter->mapToSource(m_view->currentIndex()));
}

void LibraryPanel::followSpan() {
    const auto& span = m_selection.span();
    if (!span)
        return;
    if (const EdgeChoice* choice = current(); choice && choice->placed.span == *span)
        return;
    const QModelIndex index = m_filter->mapFromSource(m_model->indexOf(*span));
    m_following = true;
    m_view->setCurrentIndex(index);
    if (index.isValid())
        m_view->scrollTo(index);
    m_following = false;
}

int LibraryPanel::missing() const {
    if (m_selection.isEmpty())
        return 0;
    return int(missingEdges(m_model->choices(), m_selection.stages(), {surrogateKinds.begin(), surrogateKinds.end()},
                            SpanSet::All)
                   .size());
}

void LibraryPanel::updateCommands() {
    const EdgeChoice* choice = current();
    const bool busy = choice && (choice->state == EdgeState::Training || choice->state == EdgeState::Waiting);
    m_put->setEnabled(choice && choice->state == EdgeState::Ready);
    // What is finished stays: searches and fine-tuned networks rest on it.
    m_distil->setEnabled(choice && !busy && choice->state != EdgeState::Ready &&
                         choice->placed.edge.kind != BlockKind::Skip);
    m_distil->setText(choice && choice->state == EdgeState::Failed ? tr("Distil this surrogate again")
                                                                   : tr("Distil this surrogate"));
    if (choice && choice->state == EdgeState::Failed)
        m_failure->showMessage(Banner::Level::Error,
                               tr("%1 %2 failed. %3")
                                   .arg(spanText(choice->placed.span, m_selection.stages()),
                                        coversText(choice->placed.edge), choice->message)
                                   .trimmed(),
                               tr("Distil again"));
    else
        m_failure->hide();
    m_curve->setEnabled(choice && choice->state != EdgeState::Missing && choice->state != EdgeState::Waiting);
    const int count = missing();
    m_missingButton->setText(tr("Distil missing (%1)").arg(count));
    m_missingButton->setEnabled(count > 0);
    m_distilMissing->setEnabled(count > 0);
}

void LibraryPanel::showMenu(const QPoint& pos) {
    if (!current())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions({m_put, m_distil, m_curve});
    menu->popup(m_view->viewport()->mapToGlobal(pos));
}

void LibraryPanel::askWhatToDistil() {
    auto* dialog = new DistilDialog(m_selection.stages(), m_model->choices(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { Q_EMIT distilRequested(dialog->request()); });
    dialog->open();
}

void LibraryPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_view->viewport()->update();
}

} // namespace kintsugi

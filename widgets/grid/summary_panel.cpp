#include "grid/summary_panel.h"

#include "common/selection.h"
#include "common/theme.h"
#include "grid/span_choices.h"

#include <QAction>
#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QUndoView>
#include <QVBoxLayout>

namespace kintsugi {

namespace {

class RowDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        return {QStyledItemDelegate::sizeHint(option, index).width(), metric::row};
    }
};

} // namespace

SummaryPanel::SummaryPanel(Selection& selection, QWidget* parent)
    : QScrollArea(parent), m_selection(selection), m_model(new SummaryModel(this)), m_table(new QTableView),
      m_note(new QLabel), m_choices(new SpanChoices(selection)), m_share(new FrontShare),
      m_effect(new QAction(tr("Show effect of the span"), this)), m_time(new QAction(tr("Time the span"), this)) {
    m_effect->setObjectName(QStringLiteral("summary.effect"));
    m_effect->setToolTip(tr("Show the pixels that the selected blocks change"));
    m_time->setObjectName(QStringLiteral("summary.time"));
    m_time->setToolTip(tr("Time A with and without the selected blocks, in turns, on the chosen device"));

    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Numbers of A and B"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(metric::row);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(SummaryModel::Name, QHeaderView::Stretch);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setFixedHeight(SummaryModel::rowCountAll * metric::row + m_table->horizontalHeader()->sizeHint().height() +
                            2);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(metric::medium, metric::small, metric::medium, metric::medium);
    m_note->hide();

    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(metric::medium, 0, metric::medium, metric::medium);
    buttons->setSpacing(metric::medium);
    const auto button = [&](QAction* action, const QString& text) {
        auto* made = new QPushButton(text);
        made->setObjectName(action->objectName());
        made->setToolTip(action->toolTip());
        made->setEnabled(false);
        connect(made, &QPushButton::clicked, action, &QAction::trigger);
        connect(action, &QAction::changed, made, [made, action] { made->setEnabled(action->isEnabled()); });
        buttons->addWidget(made);
    };
    button(m_effect, tr("Show effect"));
    button(m_time, tr("Time block"));
    buttons->addStretch();
    connect(m_effect, &QAction::triggered, this, [this] {
        if (m_selection.span())
            Q_EMIT effectRequested(*m_selection.span());
    });
    connect(m_time, &QAction::triggered, this, [this] {
        if (m_selection.span())
            Q_EMIT timingRequested(*m_selection.span());
    });

    auto* historyTitle = new QLabel(tr("History"));
    QFont bold = font();
    bold.setBold(true);
    historyTitle->setFont(bold);
    historyTitle->setContentsMargins(metric::medium, metric::medium, metric::medium, metric::small);
    auto* history = new QUndoView(&m_selection.undoStack());
    history->setEmptyLabel(tr("Start"));
    history->setAccessibleName(tr("History"));
    history->setItemDelegate(new RowDelegate(history));
    history->setFrameShape(QFrame::NoFrame);
    history->setMinimumHeight(5 * metric::row);

    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_table);
    layout->addWidget(m_note);
    layout->addWidget(line());
    layout->addWidget(m_choices);
    layout->addLayout(buttons);
    layout->addWidget(line());
    layout->addWidget(m_share);
    layout->addWidget(line());
    layout->addWidget(historyTitle);
    layout->addWidget(history, 1);
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumWidth(260);
    m_model->setTokens(tokensOf(this));
    connect(&m_selection, &Selection::spanChanged, this, &SummaryPanel::followSpan);
    followSpan();
}

QWidget* SummaryPanel::line() {
    auto* rule = new QFrame;
    rule->setFrameShape(QFrame::HLine);
    rule->setFrameShadow(QFrame::Plain);
    rule->setForegroundRole(QPalette::Mid);
    return rule;
}

void SummaryPanel::setValues(const SummaryValues& values) {
    m_model->setFigures(values.a, values.b);
    m_note->setText(values.note);
    m_note->setVisible(!values.note.isEmpty());
    m_share->setShares(values.frontShare);
}

void SummaryPanel::setChoices(const std::vector<EdgeChoice>& choices) {
    m_choices->setChoices(choices);
}

void SummaryPanel::followSpan() {
    m_share->setSpan(m_selection.span());
    m_effect->setEnabled(m_selection.span().has_value());
    m_time->setEnabled(m_selection.span().has_value());
}

void SummaryPanel::changeEvent(QEvent* event) {
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_model->setTokens(tokensOf(this));
}

} // namespace kintsugi

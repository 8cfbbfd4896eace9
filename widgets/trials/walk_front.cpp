#include "trials/walk_front.h"

#include "common/elided_label.h"
#include "common/theme.h"
#include "common/wording.h"
#include "trials/costliest_swaps.h"
#include "trials/front_walker.h"
#include "trials/transformer_share.h"
#include "trials/trial_model.h"

#include <QEvent>
#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace kintsugi {

namespace {

constexpr int mostFlips = 8;

QLabel* title(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    label->setForegroundRole(QPalette::WindowText);
    return label;
}

QFrame* line(QWidget* parent) {
    auto* frame = new QFrame(parent);
    frame->setFrameShape(QFrame::HLine);
    frame->setFrameShadow(QFrame::Plain);
    frame->setForegroundRole(QPalette::Mid);
    return frame;
}

QPushButton* button(QAction* action, const QString& text, QWidget* parent) {
    auto* result = new QPushButton(text, parent);
    result->setAccessibleName(action->text());
    result->setToolTip(action->toolTip());
    result->setEnabled(action->isEnabled());
    QObject::connect(result, &QPushButton::clicked, action, &QAction::trigger);
    QObject::connect(action, &QAction::changed, result, [action, result] { result->setEnabled(action->isEnabled()); });
    return result;
}

} // namespace

WalkFront::WalkFront(TrialModel& trials, Selection& selection, FrontWalker& walker, QWidget* parent)
    : QWidget(parent), m_trials(trials), m_walker(walker), m_position(title({}, this)), m_next(new QLabel(this)),
      m_difference(title({}, this)), m_shareTitle(title({}, this)),
      m_swapsTitle(title(tr("Costliest single swaps, dB lost"), this)), m_flips(new QGridLayout),
      m_share(new TransformerShare(trials, selection, this)), m_swaps(new CostliestSwaps(selection, this)) {
    addActions(walker.commands());
    m_position->setAlignment(Qt::AlignCenter);
    m_position->setObjectName(QStringLiteral("position"));
    m_next->setObjectName(QStringLiteral("next"));
    m_difference->setObjectName(QStringLiteral("difference"));
    m_shareTitle->setWordWrap(true);
    for (QLabel* label : {m_next, m_difference, m_swapsTitle})
        label->setWordWrap(true);

    // Not of the whole: then the texts would have no say in its width.
    m_swaps->setMinimumWidth(214);

    auto* buttons = new QHBoxLayout;
    buttons->addWidget(button(walker.fasterAction(), tr("‹  Faster"), this));
    buttons->addWidget(m_position, 1);
    buttons->addWidget(button(walker.betterAction(), tr("Better  ›"), this));
    auto* step = new QVBoxLayout;
    step->setSpacing(2);
    step->addWidget(m_next);
    step->addWidget(m_difference);
    m_flips->setHorizontalSpacing(metric::large);
    m_flips->setVerticalSpacing(metric::small);
    m_flips->setColumnStretch(1, 1);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metric::medium, metric::medium, metric::medium, metric::medium);
    layout->setSpacing(metric::medium);
    layout->addLayout(buttons);
    layout->addLayout(step);
    layout->addLayout(m_flips);
    layout->addWidget(line(this));
    layout->addWidget(m_shareTitle);
    layout->addWidget(m_share);
    layout->addWidget(line(this));
    layout->addWidget(m_swapsTitle);
    layout->addWidget(m_swaps);
    layout->addStretch(1);

    connect(&walker, &FrontWalker::changed, this, &WalkFront::refresh);
    connect(m_share, &TransformerShare::changed, this, &WalkFront::refreshShareTitle);
    refresh();
    refreshShareTitle();
}

void WalkFront::setEdges(const std::vector<EdgeChoice>& edges) {
    m_walker.setEdges(edges);
    m_swaps->setEdges(edges);
}

QList<QAction*> WalkFront::commands() const {
    return m_walker.commands();
}

void WalkFront::refreshShareTitle() {
    m_shareTitle->setText(m_share->memberCount() > 0
                              ? tr("T share among %n front member(s), %", nullptr, m_share->memberCount())
                              : tr("T share among front members"));
}

void WalkFront::refresh() {
    const FrontWalker::Place place = m_walker.place();
    if (place.count == 0)
        m_position->setText(notMeasured());
    else if (place.position)
        m_position->setText(tr("%1 of %2").arg(*place.position + 1).arg(place.count));
    else
        m_position->setText(tr("– of %1").arg(place.count));
    m_position->setToolTip(place.count > 0 && !place.position ? tr("A is not on the front") : QString());
    showFlips();
}

void WalkFront::showFlips() {
    while (QLayoutItem* item = m_flips->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto step = m_walker.next();
    m_difference->setVisible(step.has_value());
    if (!step) {
        m_next->setText(m_walker.place().count == 0 ? tr("The front appears with the first trials of a search.")
                        : m_walker.place().better || m_walker.place().faster
                            ? tr("A has not been measured; Faster and Better lead to the knee.")
                            : tr("There is no other trial on the front."));
        return;
    }
    const std::int64_t number = m_trials.trial(step->row).number;
    const QString name =
        number > 0 ? tr("trial %1").arg(number) : tr("step %1").arg(m_trials.trial(step->row).index + 1);
    m_next->setText(step->isBetter ? tr("Next better: %1").arg(name) : tr("Next faster: %1").arg(name));
    m_difference->setText(
        tr("%1, %2").arg(costText(step->cost, m_trials.cost(), true), decibels(-step->loss, 2, true)));
    const bool measured = m_trials.cost() != TrialCost::MeasuredMs;
    int row = 0;
    for (const FrontWalker::Flip& flip : step->flips) {
        if (row == mostFlips) {
            const int more = static_cast<int>(step->flips.size()) - mostFlips;
            m_flips->addWidget(new QLabel(tr("and %n more", nullptr, more), this), row, 0, 1, 3);
            break;
        }
        auto* change = new ElidedLabel(flip.change, this);
        auto* cost = new QLabel(flip.cost ? costText(*flip.cost, m_trials.cost(), true) : notMeasured(), this);
        cost->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        if (!flip.cost && measured)
            cost->setToolTip(tr("The costs of these edges are not known"));
        m_flips->addWidget(new QLabel(spanText(flip.span, *m_trials.stages()), this), row, 0);
        m_flips->addWidget(change, row, 1);
        m_flips->addWidget(cost, row, 2);
        ++row;
    }
}

void WalkFront::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange)
        refresh();
    QWidget::changeEvent(event);
}

} // namespace kintsugi

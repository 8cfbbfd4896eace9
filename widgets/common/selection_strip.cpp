#include "common/selection_strip.h"

#include "common/selection.h"
#include "common/strip_badge.h"
#include "common/theme.h"
#include "common/wording.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <algorithm>

namespace kintsugi {

namespace {

struct StripTexts {
    Q_DECLARE_TR_FUNCTIONS(kintsugi::SelectionStrip)
};

void colour(QLabel* label, const QColor& color) {
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, color);
    label->setPalette(palette);
}

} // namespace

QString architectureName(const Architecture& architecture, const Stages& stages, std::int64_t trial, bool edited) {
    if (trial > 0)
        return edited ? StripTexts::tr("trial %1, edited").arg(trial) : StripTexts::tr("trial %1").arg(trial);
    if (architecture == allTeacher(stages))
        return StripTexts::tr("all transformer");
    const auto path = architecture.placedEdges();
    const bool none = std::none_of(path.begin(), path.end(), [](const PlacedEdge& e) { return e.edge.isTeacher(); });
    return none ? StripTexts::tr("all surrogate") : StripTexts::tr("own architecture");
}

QString blockCountsText(const Architecture& architecture) {
    int transformers = 0, surrogates = 0;
    for (const PlacedEdge& placed : architecture.placedEdges()) {
        const bool transformer = placed.edge.isTeacher() || placed.edge.kind == BlockKind::Restormer;
        (transformer ? transformers : surrogates) += placed.edge.run;
    }
    return StripTexts::tr("T %1 · S %2").arg(transformers).arg(surrogates);
}

SelectionStrip::SelectionStrip(Selection& selection, QWidget* parent)
    : QToolBar(tr("Selection"), parent), m_selection(selection), m_swap(new QAction(tr("Swap A and B"), this)),
      m_pin(new QAction(tr("Pin A as B"), this)), m_copy(new QAction(tr("Copy A as text"), this)) {
    setObjectName(QStringLiteral("selectionStrip"));
    setMovable(false);
    setFloatable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    toggleViewAction()->setEnabled(false);

    m_swap->setObjectName(QStringLiteral("selection.swap"));
    m_swap->setToolTip(tr("Make B the current architecture and A the reference"));
    m_swap->setShortcut(Qt::Key_X);
    m_pin->setObjectName(QStringLiteral("selection.pin"));
    m_pin->setToolTip(tr("Make A the reference, too"));
    m_pin->setShortcut(Qt::Key_P);
    m_copy->setObjectName(QStringLiteral("selection.copy"));
    m_copy->setToolTip(tr("Copy A in the form that files and the command line use"));
    for (QAction* action : commands())
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(m_swap, &QAction::triggered, &m_selection, &Selection::swap);
    connect(m_pin, &QAction::triggered, &m_selection, &Selection::pinA);
    connect(m_copy, &QAction::triggered, this,
            [this] { QApplication::clipboard()->setText(QString::fromStdString(m_selection.a().text())); });

    const auto button = [this](QAction* action, const QString& text) {
        auto* made = new QToolButton;
        made->setObjectName(action->objectName());
        made->setText(text);
        made->setAutoRaise(true);
        made->setToolTip(action->toolTip());
        made->setAccessibleName(action->text());
        connect(made, &QToolButton::clicked, action, &QAction::trigger);
        connect(action, &QAction::changed, made, [made, action] { made->setEnabled(action->isEnabled()); });
        addWidget(made);
    };
    m_sideA = makeSide(true);
    button(m_swap, QStringLiteral("⇄"));
    m_sideB = makeSide(false);
    auto* space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(space);
    button(m_pin, tr("Pin"));
    button(m_copy, tr("Copy"));

    connect(&m_selection, &Selection::stagesChanged, this, &SelectionStrip::refresh);
    connect(&m_selection, &Selection::aChanged, this, &SelectionStrip::showPaths);
    connect(&m_selection, &Selection::bChanged, this, &SelectionStrip::showPaths);
    refresh();
}

SelectionStrip::Side SelectionStrip::makeSide(bool isA) {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(metric::medium, metric::small, metric::medium, metric::small);
    row->setSpacing(metric::medium);
    row->addWidget(new StripBadge(isA));
    QFont bold = font(), small = font();
    bold.setBold(true);
    if (small.pixelSize() > 0)
        small.setPixelSize(int(small.pixelSize() * 0.9));
    else
        small.setPointSizeF(small.pointSizeF() * 0.9);
    const auto column = [&](const char* name) {
        Figure figure{new QLabel, new QLabel};
        figure.value->setFont(bold);
        figure.note->setFont(small);
        figure.value->setObjectName(QLatin1String(isA ? "a." : "b.") + QLatin1String(name));
        figure.note->setObjectName(figure.value->objectName() + QStringLiteral(".note"));
        auto* lines = new QVBoxLayout;
        lines->setSpacing(0);
        lines->addWidget(figure.value);
        lines->addWidget(figure.note);
        row->addLayout(lines);
        return figure;
    };
    Side side;
    const Figure heading = column("name");
    side.name = heading.value;
    side.counts = heading.note;
    side.name->setMinimumWidth(side.name->fontMetrics().horizontalAdvance(tr("all transformer")) + 2);
    side.pattern = new PatternBar;
    row->addWidget(side.pattern, 1);
    side.figures = {column("loss"), column("predicted"), column("measured")};
    box->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    addWidget(box);
    return side;
}

void SelectionStrip::setFigures(const StripFigures& a, const StripFigures& b) {
    m_a = a;
    m_b = b;
    refresh();
}

void SelectionStrip::showPaths() {
    const bool empty = m_selection.isEmpty();
    for (QAction* action : commands())
        action->setEnabled(!empty);
    if (empty) {
        for (const Side& side : {m_sideA, m_sideB}) {
            side.name->setText(notMeasured());
            side.counts->clear();
            side.pattern->clear();
        }
        return;
    }
    const Stages& stages = m_selection.stages();
    m_sideA.name->setText(architectureName(m_selection.a(), stages, m_selection.trial(), m_selection.isEdited()));
    m_sideA.counts->setText(blockCountsText(m_selection.a()));
    m_sideA.pattern->show(m_selection.a(), stages);
    m_sideB.name->setText(architectureName(m_selection.b(), stages, m_selection.trialB(), false));
    m_sideB.counts->setText(blockCountsText(m_selection.b()));
    m_sideB.pattern->show(m_selection.b(), stages);
}

void SelectionStrip::showFigures(const Side& side, const StripFigures& figures) {
    const Tokens& tokens = tokensOf(this);
    const auto show = [&](const Figure& figure, const QString& value, const QString& note, const QString& stale) {
        figure.value->setText(value);
        figure.note->setText(stale.isEmpty() ? note : tr("stale"));
        figure.value->setToolTip(stale);
        figure.note->setToolTip(stale);
        colour(figure.value, stale.isEmpty() ? tokens.ink : tokens.hint);
        colour(figure.note, stale.isEmpty() ? tokens.second : tokens.warn);
    };
    const auto milliseconds = [](const std::optional<double>& value) {
        return value ? StripTexts::tr("%1 ms").arg(numberText(*value, *value < 20 ? 1 : 0)) : notMeasured();
    };
    const std::optional<double> gain = figures.loss ? std::optional(-*figures.loss) : std::nullopt;
    show(side.figures[0], decibels(gain, 2, true), tr("vs teacher"), figures.lossStale);
    show(side.figures[1], milliseconds(figures.predictedMs), tr("predicted"), {});
    QString measured = milliseconds(figures.measuredMs);
    if (figures.measuredMs && figures.measuredInterval) {
        const double half = (figures.measuredInterval->high - figures.measuredInterval->low) / 2;
        const int decimals = *figures.measuredMs < 20 ? 1 : 0;
        measured = tr("%1 ± %2 ms").arg(numberText(*figures.measuredMs, decimals), numberText(half, decimals));
    }
    show(side.figures[2], measured, figures.measuredNote.isEmpty() ? tr("measured") : figures.measuredNote,
         figures.measuredStale);
}

void SelectionStrip::refresh() {
    showPaths();
    showFigures(m_sideA, m_a);
    showFigures(m_sideB, m_b);
    for (const Side& side : {m_sideA, m_sideB})
        colour(side.counts, tokensOf(this).second);
}

void SelectionStrip::changeEvent(QEvent* event) {
    QToolBar::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_sideB.name)
        refresh();
}

} // namespace kintsugi

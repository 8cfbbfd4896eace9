#include "trials/search_form.h"

#include "common/theme.h"
#include "common/wording.h"
#include "trials/progress_line.h"
#include "trials/run_chip.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScopedValueRollback>
#include <QSpinBox>
#include <algorithm>

namespace kintsugi {

QAction* SearchForm::addCommand(const QString& text, const QString& tip, const QKeySequence& keys) {
    auto* action = new QAction(text, this);
    action->setToolTip(keys.isEmpty() ? tip : tr("%1 (%2)").arg(tip, keys.toString(QKeySequence::NativeText)));
    action->setStatusTip(tip);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    m_commands << action;
    return action;
}

void SearchForm::makeActions() {
    m_start = addCommand(tr("Start search"), tr("Start a search with these settings"));
    connect(m_start, &QAction::triggered, this, [this] { Q_EMIT startRequested(request()); });
    m_pause = addCommand(tr("Pause search"), tr("Pause after the trial in flight"));
    connect(m_pause, &QAction::triggered, this, &SearchForm::pauseRequested);
    m_resume = addCommand(tr("Resume search"), tr("Go on where the search stopped"));
    connect(m_resume, &QAction::triggered, this, &SearchForm::resumeRequested);
    m_stop = addCommand(tr("Stop search"), tr("Stop after the trial in flight; what was measured stays"),
                        QKeySequence(Qt::Key_Escape));
    connect(m_stop, &QAction::triggered, this, &SearchForm::stopRequested);
    m_extend = addCommand(tr("Extend search"), tr("Go on with more trials"));
    connect(m_extend, &QAction::triggered, this, [this] { Q_EMIT extendRequested(m_more->value()); });
    m_run = addCommand(tr("Run or resume"), tr("Start the search, or resume it"), QKeySequence(tr("Ctrl+R")));
    connect(m_run, &QAction::triggered, this,
            [this] { (canResume(m_progress.state) ? m_resume : m_start)->trigger(); });
}

SearchRequest SearchForm::request() const {
    SearchRequest request;
    for (std::size_t i = 0; i < m_methods.size(); ++i)
        if (m_methods[i]->isChecked())
            request.method = searchMethods[i];
    request.spans = static_cast<SpanChoice>(m_spans->currentData().toInt());
    request.kinds.clear();
    for (const auto& [kind, box] : m_kinds)
        if (box->isChecked() && isAvailable(kind))
            request.kinds.push_back(kind);
    request.shortest = m_shortest->isChecked();
    request.cost = static_cast<TrialCost>(m_cost->currentData().toInt());
    if (m_hasLimit->isChecked())
        request.limit = m_limit->value();
    request.trials = m_trials->value();
    request.seed = m_seed->text().toULongLong();
    return request;
}

void SearchForm::setRequest(const SearchRequest& request) {
    {
        const QScopedValueRollback<bool> guard(m_setting, true);
        for (std::size_t i = 0; i < m_methods.size(); ++i)
            m_methods[i]->setChecked(searchMethods[i] == request.method);
        m_spans->setCurrentIndex(m_spans->findData(static_cast<int>(request.spans)));
        for (const auto& [kind, box] : m_kinds)
            box->setChecked(std::find(request.kinds.begin(), request.kinds.end(), kind) != request.kinds.end());
        m_shortest->setChecked(request.shortest);
        if (const int cost = m_cost->findData(static_cast<int>(request.cost)); cost >= 0)
            m_cost->setCurrentIndex(cost);
        m_trials->setValue(request.trials);
        m_seed->setText(QString::number(request.seed));
        updateLimitUnit();
        m_hasLimit->setChecked(request.limit.has_value());
        if (request.limit)
            m_limit->setValue(*request.limit);
    }
    change();
}

void SearchForm::setLimit(const std::optional<double>& limit) {
    const QScopedValueRollback<bool> guard(m_setting, true);
    m_hasLimit->setChecked(limit.has_value());
    m_limit->setEnabled(limit.has_value());
    if (limit)
        m_limit->setValue(*limit);
}

void SearchForm::setKinds(const std::vector<BlockKind>& kinds) {
    m_available = kinds;
    for (const auto& [kind, box] : m_kinds) {
        box->setToolTip(isAvailable(kind) ? QString() : tr("The library has no surrogate of this kind yet"));
    }
    change();
}

void SearchForm::setCosts(const std::vector<TrialCost>& costs) {
    const auto former = static_cast<TrialCost>(m_cost->currentData().toInt());
    {
        const QScopedValueRollback<bool> guard(m_setting, true);
        m_cost->clear();
        for (const TrialCost cost : costs)
            m_cost->addItem(costName(cost), static_cast<int>(cost));
        m_cost->setCurrentIndex(std::max(0, m_cost->findData(static_cast<int>(former))));
    }
    updateLimitUnit();
    change();
}

void SearchForm::setValidationSummary(const QString& text) {
    m_validation->setText(text);
    m_validation->setVisible(!text.isEmpty());
}

void SearchForm::setSpaceSummary(const QString& text) {
    m_spaceSummary->setText(text);
    m_spaceSummary->setVisible(!text.isEmpty());
}

void SearchForm::showProgress(const SearchProgress& progress) {
    m_progress = progress;
    update();
}

bool SearchForm::isAvailable(BlockKind kind) const {
    return std::find(m_available.begin(), m_available.end(), kind) != m_available.end();
}

QString SearchForm::problem() const {
    bool none = true;
    for (const auto& [kind, box] : m_kinds)
        none = none && !(box->isChecked() && isAvailable(kind));
    if (none)
        return tr("Choose at least one kind of surrogate.");
    bool ok = false;
    m_seed->text().toULongLong(&ok);
    return ok ? QString() : tr("The seed is a whole number from 0.");
}

void SearchForm::change() {
    if (m_setting)
        return;
    update();
    Q_EMIT requestChanged(request());
}

void SearchForm::updateLimitUnit() {
    const auto cost = static_cast<TrialCost>(m_cost->currentData().toInt());
    const QString unit = costUnit(cost);
    const QSignalBlocker quiet(m_limit);
    m_limit->setSuffix(unit.isEmpty() ? QString() : QStringLiteral(" ") + unit);
    m_limit->setDecimals(costDecimals(cost));
    m_limit->setSingleStep(costDecimals(cost) > 0 ? 0.5 : cost == TrialCost::Transformers ? 1 : 50);
}

void SearchForm::update() {
    const RunState state = m_progress.state;
    const QString wrong = problem();
    const bool isEns = m_methods[1]->isChecked();
    if (isEns && m_spans->currentData().toInt() != static_cast<int>(SpanChoice::WholeStages)) {
        const QScopedValueRollback<bool> guard(m_setting, true);
        m_spans->setCurrentIndex(m_spans->findData(static_cast<int>(SpanChoice::WholeStages)));
    }
    const bool editable = !isActive(state);
    m_spans->setEnabled(!isEns && editable);
    m_spans->setToolTip(isEns ? tr("ENS makes one choice for each stage") : tr("What surrogates may replace"));
    // The limit only draws a line, so that it may change at any time.
    m_methodPart->setEnabled(editable);
    const std::initializer_list<QWidget*> fixed{m_objective, m_cost, m_shortest, m_trials, m_seed};
    for (QWidget* field : fixed)
        field->setEnabled(editable);
    for (const auto& [kind, box] : m_kinds)
        box->setEnabled(editable && isAvailable(kind));
    m_limit->setEnabled(m_hasLimit->isChecked());
    m_problem->setText(wrong);
    m_problem->setVisible(!wrong.isEmpty());

    m_start->setEnabled(canStart(state) && wrong.isEmpty());
    m_pause->setEnabled(canPause(state));
    m_resume->setEnabled(canResume(state));
    m_stop->setEnabled(canStop(state));
    m_extend->setEnabled(canExtend(state));
    m_run->setEnabled(m_start->isEnabled() || m_resume->isEnabled());
    updateHead();
}

void SearchForm::updateHead() {
    const RunState state = m_progress.state;
    const Tokens& tokens = tokensOf(this);
    m_name->setText(m_progress.search > 0 ? tr("Search %1").arg(m_progress.search) : tr("New search"));
    ChipTone tone = ChipTone::Neutral;
    if (state == RunState::Running)
        tone = ChipTone::Busy;
    else if (state == RunState::Finished)
        tone = ChipTone::Ok;
    else if (state == RunState::Failed)
        tone = ChipTone::Error;
    else if (state != RunState::Idle)
        tone = ChipTone::Warn;
    m_chip->setState(tone, runStateText(state));
    m_bar->setShare(m_progress.budget > 0 ? double(m_progress.done) / m_progress.budget : 0);
    m_count->setText(state == RunState::Idle
                         ? tr("Set it up below and start.")
                         : tr("%1 of %n trial(s)", nullptr, m_progress.budget).arg(m_progress.done));
    m_left->setText(state == RunState::Running && m_progress.secondsLeft ? timeLeftText(*m_progress.secondsLeft)
                                                                         : QString());
    QString message;
    if (canResume(state))
        message = tr("Resume continues at trial %1.").arg(m_progress.done + 1);
    else if (state == RunState::Pausing || state == RunState::Stopping)
        message = tr("The trial in flight is finished first.");
    else if (state == RunState::Failed)
        message = m_progress.message;
    m_message->setText(message);
    m_message->setVisible(!message.isEmpty());
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, state == RunState::Failed ? tokens.error : tokens.warn);
    m_message->setPalette(colors);
    QPalette wrong = palette();
    wrong.setColor(QPalette::WindowText, tokens.error);
    m_problem->setPalette(wrong);
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, tokens.second);
    for (QLabel* label : {m_left, m_validation, m_spaceSummary})
        label->setPalette(quiet);

    QAction* main = canPause(state) || state == RunState::Pausing || state == RunState::Stopping ? m_pause
                    : canResume(state)                                                           ? m_resume
                                                                                                 : m_start;
    m_mainButton->setText(main == m_pause ? tr("Pause") : main == m_resume ? tr("Resume") : tr("Start"));
    m_mainButton->setEnabled(main->isEnabled());
    m_mainButton->setToolTip(main->toolTip());
    m_mainButton->setAccessibleName(main->text());
    m_stopButton->setEnabled(m_stop->isEnabled());
    m_newButton->setVisible(state == RunState::Interrupted);
    m_newButton->setEnabled(m_start->isEnabled());
    m_extendRow->setVisible(canExtend(state));
}

void SearchForm::changeEvent(QEvent* event) {
    if ((event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) && m_layout)
        updateHead();
    QWidget::changeEvent(event);
}

} // namespace kintsugi

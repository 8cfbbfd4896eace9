#include "grid/span_choices.h"

#include "common/elided_label.h"
#include "common/selection.h"
#include "common/theme.h"
#include "common/wording.h"

#include <QButtonGroup>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QRadioButton>
#include <QVBoxLayout>
#include <algorithm>

namespace kintsugi {

namespace {

QString lossText(const SpanOption& option) {
    if (!option.loss)
        return notMeasured();
    const QString text = *option.loss == 0 ? QStringLiteral("0") : numberText(-*option.loss, 3);
    return option.lossIsSum ? QStringLiteral("≈ ") + text : text;
}

} // namespace

SpanChoices::SpanChoices(Selection& selection, QWidget* parent)
    : QWidget(parent), m_selection(selection), m_title(new QLabel),
      m_hint(new QLabel(tr("Select blocks in the network."))) {
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metric::medium, metric::medium, metric::medium, metric::medium);
    layout->setSpacing(metric::small);
    layout->addWidget(m_title);
    layout->addWidget(m_hint);
    connect(&m_selection, &Selection::spanChanged, this, &SpanChoices::refresh);
    connect(&m_selection, &Selection::aChanged, this, &SpanChoices::refresh);
    refresh();
}

void SpanChoices::setChoices(const std::vector<EdgeChoice>& choices) {
    m_table.assign(choices);
    refresh();
}

void SpanChoices::refresh() {
    const auto& span = m_selection.span();
    std::vector<SpanOption> options;
    if (span && !m_selection.isEmpty())
        options = spanOptions(*span, m_selection.a(), m_table);
    const bool same = std::equal(options.begin(), options.end(), m_options.begin(), m_options.end(),
                                 [](const SpanOption& one, const SpanOption& other) {
                                     return one.span == other.span && one.edges == other.edges;
                                 });
    m_options = std::move(options);
    m_title->setText(span && !m_selection.isEmpty() ? tr("Selected: %1").arg(spanText(*span, m_selection.stages()))
                                                    : tr("Selected"));
    m_hint->setVisible(m_options.empty());
    if (!same || !m_group)
        rebuild();
    showValues();
}

void SpanChoices::rebuild() {
    const bool focused = m_rows && m_rows->isAncestorOf(focusWidget()) && hasFocus();
    if (m_rows) {
        layout()->removeWidget(m_rows);
        m_rows->hide();
        m_rows->deleteLater();  // the button that was clicked may be among them
        m_group->deleteLater(); // its signal may be what brought us here
    }
    m_rows = new QWidget;
    m_group = new QButtonGroup(this);
    m_cells.clear();
    auto* grid = new QGridLayout(m_rows);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(metric::medium);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    int row = 0;
    if (!m_options.empty()) {
        grid->addWidget(new QLabel(tr("ms")), row, 2, Qt::AlignRight);
        grid->addWidget(new QLabel(tr("dB")), row, 3, Qt::AlignRight);
        ++row;
    }
    for (const SpanOption& option : m_options) {
        auto* radio = new QRadioButton(optionTitle(option));
        radio->setObjectName(QStringLiteral("option.%1").arg(row - 1));
        m_group->addButton(radio, row - 1);
        m_cells.push_back({new ElidedLabel, new QLabel, new QLabel});
        m_cells.back().kind->setMinimumWidth(20);
        grid->addWidget(radio, row, 0);
        grid->addWidget(m_cells.back().kind, row, 1);
        grid->addWidget(m_cells.back().milliseconds, row, 2, Qt::AlignRight);
        grid->addWidget(m_cells.back().loss, row, 3, Qt::AlignRight);
        ++row;
    }
    layout()->addWidget(m_rows);
    if (focused && m_group->checkedButton())
        m_group->checkedButton()->setFocus();
    connect(m_group, &QButtonGroup::idClicked, this, [this](int id) {
        const SpanOption option = m_options[static_cast<std::size_t>(id)];
        putOnPath(option, m_selection);
    });
}

void SpanChoices::showValues() {
    const Tokens& tokens = tokensOf(this);
    const auto tell = [](QLabel* label, const QString& text, const QColor& color) {
        QPalette palette;
        palette.setColor(QPalette::WindowText, color);
        label->setPalette(palette);
        label->setText(text);
    };
    m_group->setExclusive(false); // so that none can be checked
    for (std::size_t i = 0; i < m_options.size(); ++i) {
        const SpanOption& option = m_options[i];
        const Cells& cells = m_cells[i];
        QAbstractButton* radio = m_group->button(int(i));
        const bool ready = option.state == EdgeState::Ready;
        radio->setChecked(option.onPath);
        radio->setEnabled(ready || option.onPath);
        QString kind = optionKind(option);
        if (!ready) {
            const QString state = option.state == EdgeState::Training  ? tr("training, %1 %").arg(option.percent)
                                  : option.state == EdgeState::Waiting ? tr("waiting")
                                  : option.state == EdgeState::Failed  ? tr("failed")
                                                                       : tr("missing");
            kind = tr("%1, %2", "kind, state").arg(kind, state);
        }
        radio->setAccessibleName(tr("%1, %2, %3").arg(optionTitle(option), kind, optionNumbers(option)));
        radio->setToolTip(option.message);
        tell(cells.kind, kind, tokens.second);
        const auto& ms = option.milliseconds;
        tell(cells.milliseconds, ms ? numberText(*ms, *ms > 0 && *ms < 20 ? 1 : 0) : notMeasured(), tokens.ink);
        tell(cells.loss, lossText(option), tokens.ink);
        cells.loss->setToolTip(option.lossIsSum ? tr("Sum of the losses measured one at a time") : QString());
    }
    m_group->setExclusive(true);
}

void SpanChoices::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_group)
        showValues();
}

} // namespace kintsugi

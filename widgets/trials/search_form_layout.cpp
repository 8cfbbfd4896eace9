// How the parts of a SearchForm lie.

#include "trials/search_form.h"

#include "common/theme.h"
#include "common/wording.h"
#include "trials/progress_line.h"
#include "trials/run_chip.h"
#include "trials/search_list_model.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QFrame>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpressionValidator>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

namespace kintsugi {

namespace {

QLabel* boldLabel(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

QLabel* wrapped(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->hide();
    return label;
}

} // namespace

SearchForm::SearchForm(QWidget* parent) : QWidget(parent) {
    makeFields();
    makeActions();
    auto* content = new QWidget(this);
    m_layout = new QVBoxLayout(content);
    m_layout->setContentsMargins(metric::medium, metric::medium, metric::medium, metric::medium);
    m_layout->setSpacing(metric::medium);
    m_layout->addWidget(makeHead());
    addSection(tr("Method"), m_methodPart = makeMethods());
    m_layout->addWidget(makeFieldsPart());
    m_layout->addWidget(m_problem);
    m_layout->addStretch(1);

    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (QComboBox* box : {m_objective, m_cost, m_spans}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(8);
    }
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    setMinimumWidth(content->minimumSizeHint().width() + 16);
    setTabOrder(m_mainButton, m_stopButton);
    updateLimitUnit();
    update();
}

void SearchForm::makeFields() {
    m_name = boldLabel({}, this);
    m_count = new QLabel(this);
    m_left = new QLabel(this);
    m_message = wrapped(this);
    m_message->setObjectName(QStringLiteral("message"));
    m_validation = wrapped(this);
    m_spaceSummary = wrapped(this);
    m_problem = wrapped(this);
    m_problem->setObjectName(QStringLiteral("problem"));
    m_chip = new RunChip(this);
    m_bar = new ProgressLine(this);
    m_mainButton = new QPushButton(this);
    m_mainButton->setObjectName(QStringLiteral("main"));
    m_stopButton = new QPushButton(tr("Stop"), this);
    m_stopButton->setObjectName(QStringLiteral("stop"));
    m_newButton = new QPushButton(tr("New search"), this);
    m_newButton->setObjectName(QStringLiteral("new"));
    m_extendButton = new QPushButton(tr("Extend"), this);
    m_extendButton->setObjectName(QStringLiteral("extend"));

    m_objective = new QComboBox(this);
    m_objective->addItem(tr("PSNR"));
    m_objective->setToolTip(tr("Searches weigh the PSNR lost against the teacher, on the validation images"));
    m_cost = new QComboBox(this);
    m_cost->setToolTip(tr("What the loss is weighed against"));
    for (const TrialCost cost : {TrialCost::Transformers, TrialCost::Penalty, TrialCost::Gmacs, TrialCost::Parameters})
        m_cost->addItem(costName(cost), static_cast<int>(cost));
    m_hasLimit = new QCheckBox(tr("Limit"), this);
    m_hasLimit->setToolTip(tr("Draw a line at this cost and count what lies above it"));
    m_limit = new QDoubleSpinBox(this);
    m_limit->setRange(0, 1e7);
    m_limit->setGroupSeparatorShown(true);
    m_limit->setAccessibleName(tr("Limit of the cost"));
    m_spans = new QComboBox(this);
    for (const SpanChoice spans : {SpanChoice::WholeStages, SpanChoice::SingleBlocks, SpanChoice::AllSpans})
        m_spans->addItem(spanChoiceText(spans), static_cast<int>(spans));
    m_spans->setCurrentIndex(2);
    for (const BlockKind kind : surrogateKinds) {
        auto* box = new QCheckBox(kindText(kind), this);
        box->setChecked(kind == BlockKind::Lite);
        m_kinds[kind] = box;
        connect(box, &QCheckBox::toggled, this, &SearchForm::change);
    }
    m_available.assign(surrogateKinds.begin(), surrogateKinds.end());
    m_shortest = new QCheckBox(tr("Fewest blocks only"), this);
    m_shortest->setToolTip(tr("Of each kind at each span only the surrogate of fewest blocks"));
    m_trials = new QSpinBox(this);
    m_trials->setRange(1, 100000);
    m_trials->setValue(100);
    m_trials->setGroupSeparatorShown(true);
    m_trials->setToolTip(tr("Different architectures that are measured at most, the teacher included"));
    m_more = new QSpinBox(this);
    m_more->setRange(1, 100000);
    m_more->setValue(100);
    m_more->setAccessibleName(tr("More trials"));
    m_seed = new QLineEdit(QStringLiteral("0"), this);
    m_seed->setValidator(new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9]{1,20}")), m_seed));
    m_seed->setMaximumWidth(110);
    m_seed->setToolTip(tr("The same seed and settings find the same trials in the same order"));

    connect(m_spans, &QComboBox::currentIndexChanged, this, &SearchForm::change);
    connect(m_cost, &QComboBox::currentIndexChanged, this, [this] {
        updateLimitUnit();
        change();
    });
    connect(m_shortest, &QCheckBox::toggled, this, &SearchForm::change);
    connect(m_trials, &QSpinBox::valueChanged, this, &SearchForm::change);
    connect(m_seed, &QLineEdit::textChanged, this, &SearchForm::change);
    const auto limit = [this] {
        if (m_setting)
            return;
        change();
        Q_EMIT limitChanged(request().limit);
    };
    connect(m_hasLimit, &QCheckBox::toggled, this, limit);
    connect(m_limit, &QDoubleSpinBox::valueChanged, this, limit);
}

QWidget* SearchForm::makeHead() {
    auto* head = new QWidget(this);
    auto* top = new QHBoxLayout;
    top->addWidget(m_name, 1);
    top->addWidget(m_chip);
    auto* counts = new QHBoxLayout;
    counts->addWidget(m_count, 1);
    counts->addWidget(m_left);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metric::medium);
    buttons->addWidget(m_mainButton);
    buttons->addWidget(m_stopButton);
    buttons->addWidget(m_newButton);
    buttons->addStretch(1);
    m_extendRow = new QWidget(head);
    auto* extend = new QHBoxLayout(m_extendRow);
    extend->setContentsMargins(0, 0, 0, 0);
    extend->addWidget(m_extendButton);
    extend->addWidget(new QLabel(tr("by"), m_extendRow));
    extend->addWidget(m_more);
    extend->addWidget(new QLabel(tr("trials"), m_extendRow));
    extend->addStretch(1);
    auto* layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metric::medium - 2);
    layout->addLayout(top);
    layout->addLayout(counts);
    layout->addWidget(m_bar);
    layout->addWidget(m_message);
    layout->addLayout(buttons);
    layout->addWidget(m_extendRow);

    connect(m_mainButton, &QPushButton::clicked, this, [this] {
        const RunState state = m_progress.state;
        (canPause(state) ? m_pause : canResume(state) ? m_resume : m_start)->trigger();
    });
    connect(m_stopButton, &QPushButton::clicked, m_stop, &QAction::trigger);
    connect(m_newButton, &QPushButton::clicked, m_start, &QAction::trigger);
    connect(m_extendButton, &QPushButton::clicked, m_extend, &QAction::trigger);
    m_stopButton->setToolTip(m_stop->toolTip());
    m_newButton->setToolTip(m_start->toolTip());
    m_extendButton->setToolTip(m_extend->toolTip());
    return head;
}

QWidget* SearchForm::makeMethods() {
    auto* part = new QWidget(this);
    auto* layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (std::size_t i = 0; i < searchMethods.size(); ++i) {
        auto* radio = new QRadioButton(methodTitle(searchMethods[i]), part);
        radio->setChecked(i == 0);
        radio->setAccessibleDescription(methodExplanation(searchMethods[i]));
        radio->setToolTip(methodExplanation(searchMethods[i]));
        connect(radio, &QRadioButton::toggled, this, [this](bool on) {
            if (on)
                change();
        });
        auto* explanation = new QLabel(methodExplanation(searchMethods[i]), part);
        QFont small = explanation->font();
        small.setPixelSize(11);
        explanation->setFont(small);
        explanation->setContentsMargins(22, 0, 0, 0);
        explanation->setWordWrap(true);
        explanation->setForegroundRole(QPalette::PlaceholderText);
        explanation->setBuddy(radio);
        layout->addWidget(radio);
        layout->addWidget(explanation);
        layout->addSpacing(metric::small);
        m_methods[i] = radio;
    }
    return part;
}

QWidget* SearchForm::makeFieldsPart() {
    auto* part = new QWidget(this);
    auto* form = new QFormLayout(part);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(metric::large);
    form->setVerticalSpacing(metric::small + 2);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(boldLabel(tr("Objectives"), part));
    form->addRow(tr("Lose least"), m_objective);
    form->addRow(tr("Cost"), m_cost);
    form->addRow(m_hasLimit, m_limit);
    form->addRow(m_validation);
    form->addRow(boldLabel(tr("Space"), part));
    form->addRow(tr("Replace"), m_spans);
    auto* kinds = new QVBoxLayout;
    kinds->setSpacing(2);
    for (const BlockKind kind : surrogateKinds)
        kinds->addWidget(m_kinds[kind]);
    auto* kindsLabel = new QLabel(tr("By"), part);
    kindsLabel->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    form->addRow(kindsLabel, kinds);
    form->addRow(m_shortest);
    form->addRow(m_spaceSummary);
    form->addRow(boldLabel(tr("Run"), part));
    form->addRow(tr("Trials"), m_trials);
    form->addRow(tr("Seed"), m_seed);
    return part;
}

void SearchForm::addSection(const QString& title, QWidget* content) {
    m_layout->addWidget(boldLabel(title, this));
    m_layout->addWidget(content);
}

void SearchForm::setSearchList(QAbstractItemModel* searches) {
    if (!m_list) {
        m_list = new QListView(this);
        m_list->setAccessibleName(tr("Searches, checked ones are shown in the plot"));
        m_list->setFrameShape(QFrame::NoFrame);
        m_list->setSelectionMode(QAbstractItemView::SingleSelection);
        m_list->setMinimumHeight(4 * metric::row);
        m_list->setMaximumHeight(6 * metric::row);
        addBelow(tr("Searches in the plot"), m_list);
    }
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setModel(searches);
    m_list->setToolTip(tr("Choose one to resume or extend it"));
    const auto choose = [this](const QModelIndex& row) {
        if (row.isValid())
            Q_EMIT searchChosen(row.data(SearchListModel::IdRole).toLongLong());
    };
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, choose);
    connect(m_list, &QListView::clicked, this, choose); // also of the row that is current already
}

void SearchForm::addBelow(const QString& title, QWidget* widget) {
    const int end = m_layout->count() - 1; // before the stretch
    m_layout->insertWidget(end, boldLabel(title, this));
    m_layout->insertWidget(end + 1, widget);
}

} // namespace kintsugi

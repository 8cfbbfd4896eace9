// How the parts of a RunForm lie.

#include "devices/run_form.h"

#include "common/flow_layout.h"
#include "common/theme.h"
#include "common/wording.h"
#include "devices/check_combo.h"
#include "devices/run_steps.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace kintsugi {

RunForm::RunForm(QWidget* parent) : QWidget(parent) {
    makeFields();
    makeActions();
    makeLayout();
    update();
}

void RunForm::makeFields() {
    m_architectures = new CheckCombo(this);
    m_architectures->setObjectName(QStringLiteral("architectures"));
    m_architectures->setToolTip(tr("Architectures to time in one run, in turn, so that drift cancels out"));
    m_threads = new QSpinBox(this);
    m_threads->setObjectName(QStringLiteral("threads"));
    m_threads->setRange(1, 64);
    m_coreList = new CheckCombo(this);
    m_coreList->setObjectName(QStringLiteral("cores"));
    m_size = new QComboBox(this);
    m_size->setObjectName(QStringLiteral("size"));
    m_size->setEditable(true);
    m_size->setInsertPolicy(QComboBox::NoInsert);
    m_size->setCompleter(nullptr); // it would complete 256 to one of the sizes
    for (const char* size : {"128×128", "256×256", "512×512", "720×1280"})
        m_size->addItem(QString::fromUtf8(size));
    m_size->setCurrentIndex(1);
    m_size->setToolTip(tr("Height×width of the input in pixels, 32-bit floating point"));
    m_warmup = new QSpinBox(this);
    m_warmup->setObjectName(QStringLiteral("warmup"));
    m_warmup->setRange(0, 200);
    m_warmup->setSpecialValueText(tr("until steady"));
    m_warmup->setToolTip(
        tr("Passes that are left out at first; until steady: at least 3, until medians agree within 3 %"));
    m_unit = new QComboBox(this);
    m_unit->setObjectName(QStringLiteral("unit"));
    m_unit->addItems({tr("Runs"), tr("Seconds")});
    m_unit->setToolTip(tr("Time each architecture this often, or all of them together for this long"));
    m_unit->setAccessibleName(tr("Runs or seconds"));
    m_runs = new QSpinBox(this);
    m_runs->setObjectName(QStringLiteral("runs"));
    m_runs->setRange(3, 100000);
    m_runs->setValue(30);
    m_runs->setAccessibleName(tr("Runs of each architecture"));
    m_seconds = new QDoubleSpinBox(this);
    m_seconds->setObjectName(QStringLiteral("seconds"));
    m_seconds->setDecimals(0);
    m_seconds->setRange(1, 3600);
    m_seconds->setValue(20);
    m_seconds->setSuffix(tr(" s"));
    m_seconds->setAccessibleName(tr("Seconds for all architectures together"));
    m_cool = new QSpinBox(this);
    m_cool->setObjectName(QStringLiteral("cool"));
    m_cool->setRange(0, 1800);
    m_cool->setSingleStep(30);
    m_cool->setSuffix(tr(" s"));
    m_cool->setSpecialValueText(tr("start at once"));
    m_cool->setToolTip(tr("How long a hot device (45 °C, or a thermal status above 0) may cool before the first pass; "
                          "then the run starts all the same, and the report says so"));
    m_perStage = new QCheckBox(tr("Time per stage"), this);
    m_perStage->setObjectName(QStringLiteral("perStage"));
    m_perStage->setChecked(true);
    m_perStage->setToolTip(tr("Also time each stage as a model of its own, and one profiled pass of the whole"));
    m_parity = new QCheckBox(tr("Check parity"), this);
    m_parity->setObjectName(QStringLiteral("parity"));
    m_parity->setChecked(true);
    m_parity->setToolTip(tr("Compare the device's output with this computer's; times count only when both agree"));
    m_order = new QLabel(this);
    m_order->setObjectName(QStringLiteral("order"));
    m_problem = new QLabel(this);
    m_problem->setObjectName(QStringLiteral("problem"));
    m_problem->setWordWrap(true);
    m_caveat = new QLabel(this);
    m_caveat->setObjectName(QStringLiteral("caveat"));
    m_caveat->setWordWrap(true);
    m_steps = new RunSteps(this);
    m_runButton = new QPushButton(tr("Run"), this);
    m_runButton->setObjectName(QStringLiteral("run"));
    m_cancelButton = new QPushButton(tr("Cancel"), this);
    m_cancelButton->setObjectName(QStringLiteral("cancel"));
    m_fields = {m_architectures, m_threads, m_size, m_warmup, m_unit, m_runs, m_seconds, m_cool, m_perStage, m_parity};

    connect(m_architectures, &CheckCombo::checksChanged, this, &RunForm::update);
    connect(m_coreList, &CheckCombo::checksChanged, this, &RunForm::update);
    for (QSpinBox* box : {m_threads, m_warmup, m_runs})
        connect(box, &QSpinBox::valueChanged, this, &RunForm::update);
    connect(m_seconds, &QDoubleSpinBox::valueChanged, this, &RunForm::update);
    connect(m_unit, &QComboBox::currentIndexChanged, this, &RunForm::update);
    connect(m_size, &QComboBox::editTextChanged, this, &RunForm::update);
}

QAction* RunForm::addCommand(const QString& text, const QString& tip, const QKeySequence& keys) {
    auto* action = new QAction(text, this);
    action->setToolTip(keys.isEmpty() ? tip : tr("%1 (%2)").arg(tip, keys.toString(QKeySequence::NativeText)));
    action->setStatusTip(tip);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    m_commands << action;
    return action;
}

void RunForm::makeActions() {
    m_run = addCommand(tr("Run timing"), tr("Time the chosen architectures on the chosen device"),
                       QKeySequence(tr("Ctrl+R")));
    connect(m_run, &QAction::triggered, this, [this] { Q_EMIT runRequested(request()); });
    m_cancel = addCommand(tr("Cancel timing"), tr("Stop the run; what was measured so far is kept as incomplete"),
                          QKeySequence(Qt::Key_Escape));
    connect(m_cancel, &QAction::triggered, this, &RunForm::cancelRequested);
    m_bigCores = addCommand(tr("Choose the suggested cores"), tr("Time on the cores of the highest capacity"));
    connect(m_bigCores, &QAction::triggered, this, [this] { chooseCores(m_cores.suggested); });
    m_allCores = addCommand(tr("Choose all cores"), tr("Let the run use every core of the device"));
    connect(m_allCores, &QAction::triggered, this, [this] {
        std::vector<int> all;
        for (int core = 0; core < m_cores.count; ++core)
            all.push_back(core);
        chooseCores(all);
    });
    connect(m_runButton, &QPushButton::clicked, m_run, &QAction::trigger);
    connect(m_cancelButton, &QPushButton::clicked, m_cancel, &QAction::trigger);
    m_cancelButton->setToolTip(m_cancel->toolTip());
    m_coreList->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_coreList->addActions({m_bigCores, m_allCores});
}

void RunForm::makeLayout() {
    const auto labelled = [this](const QString& text, const QList<QWidget*>& fields) {
        auto* pair = new QWidget(this);
        auto* layout = new QHBoxLayout(pair);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(metric::small + 2);
        if (!text.isEmpty()) {
            auto* label = new QLabel(text, pair);
            label->setBuddy(fields.front());
            fields.front()->setAccessibleName(text);
            layout->addWidget(label);
        }
        for (QWidget* field : fields)
            layout->addWidget(field);
        return pair;
    };
    auto* fields = new FlowLayout(metric::large + 4, metric::medium);
    fields->addWidget(labelled(tr("Time"), {m_architectures}));
    fields->addWidget(labelled(tr("Size"), {m_size}));
    fields->addWidget(labelled(tr("Threads"), {m_threads}));
    fields->addWidget(labelled(tr("Cores"), {m_coreList}));
    fields->addWidget(labelled(tr("Warm-up"), {m_warmup}));
    fields->addWidget(labelled({}, {m_unit, m_runs, m_seconds}));
    fields->addWidget(labelled(tr("If hot"), {m_cool}));
    fields->addWidget(m_perStage);
    fields->addWidget(m_parity);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metric::medium);
    buttons->addWidget(m_order, 1);
    buttons->addWidget(m_runButton);
    buttons->addWidget(m_cancelButton);
    m_order->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_order->setWordWrap(true);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metric::medium + 2, metric::medium, metric::medium + 2, metric::medium);
    layout->setSpacing(metric::medium - 2);
    layout->addLayout(fields);
    layout->addLayout(buttons);
    layout->addWidget(m_problem);
    layout->addWidget(m_steps);
    layout->addWidget(m_caveat);
    setTabOrder(m_parity, m_runButton);
    setTabOrder(m_runButton, m_cancelButton);
}

} // namespace kintsugi

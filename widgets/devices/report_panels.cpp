#include "devices/report_panels.h"

#include "common/theme.h"
#include "common/wording.h"
#include "devices/device_wording.h"

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <map>
#include <set>

namespace kintsugi {

namespace {

struct PanelTexts {
    Q_DECLARE_TR_FUNCTIONS(ReportPanels)
};

Fact fact(const QString& name, const std::string& value, const QString& tip = {}) {
    return value.empty() ? Fact{name, notAvailable(), false, true, tip}
                         : Fact{name, QString::fromStdString(value), false, false, tip};
}

/// The words for the names under which a device tells of itself; others are shown as they come.
QString factName(const std::string& name) {
    static const std::map<std::string, const char*> words{
        {"architecture", QT_TRANSLATE_NOOP("ReportPanels", "Architecture")},
        {"build", QT_TRANSLATE_NOOP("ReportPanels", "Build")},
        {"charge", QT_TRANSLATE_NOOP("ReportPanels", "Charge")},
        {"cores", QT_TRANSLATE_NOOP("ReportPanels", "Cores")},
        {"free space", QT_TRANSLATE_NOOP("ReportPanels", "Free space")},
        {"memory", QT_TRANSLATE_NOOP("ReportPanels", "Memory")},
        {"page size", QT_TRANSLATE_NOOP("ReportPanels", "Page size")},
        {"processor", QT_TRANSLATE_NOOP("ReportPanels", "Processor")},
        {"sdk", QT_TRANSLATE_NOOP("ReportPanels", "Android SDK")},
        {"system", QT_TRANSLATE_NOOP("ReportPanels", "System")}};
    const auto found = words.find(name);
    return found == words.end() ? QString::fromStdString(name) : PanelTexts::tr(found->second);
}

QString clocks(const std::vector<double>& khz) {
    if (khz.empty())
        return notAvailable();
    const auto [low, high] = std::minmax_element(khz.begin(), khz.end());
    return *low == *high ? clockText(*low) : PanelTexts::tr("%1 to %2").arg(clockText(*low), clockText(*high));
}

/// "3.1e-05" in the locale's digits.
QString small(double value) {
    return QLocale().toString(value, 'e', 1);
}

} // namespace

std::vector<Fact> deviceFacts(const DeviceCard* card) {
    std::vector<Fact> facts;
    if (!card)
        return {{PanelTexts::tr("No device is chosen."), {}, false, false, {}}};
    if (card->isFixture)
        facts.push_back({PanelTexts::tr("Kind"), PanelTexts::tr("test fixture, no phone"), true, false, {}});
    facts.push_back({PanelTexts::tr("State"), stateText(card->state), false, false, {}});
    facts.push_back({card->isLocal ? PanelTexts::tr("Reached") : PanelTexts::tr("Serial"),
                     card->isLocal ? PanelTexts::tr("as a process of this computer") : QString::fromStdString(card->id),
                     false,
                     false,
                     {}});
    for (const auto& [name, value] : card->facts)
        facts.push_back(fact(factName(name), value));
    if (card->facts.empty())
        facts.push_back({PanelTexts::tr("Facts"), PanelTexts::tr("not asked yet; Identify asks"), false, true, {}});
    return facts;
}

std::vector<Fact> conditionFacts(const TimingReport& report) {
    const Conditions& c = report.conditions;
    std::vector<Fact> facts;
    if (c.isFixture)
        facts.push_back({PanelTexts::tr("Kind"), PanelTexts::tr("test fixture, no phone"), true, false, {}});
    facts.push_back(fact(PanelTexts::tr("Device"), report.deviceName));
    facts.push_back({PanelTexts::tr("Started"), startedText(report.started), false, false, {}});
    facts.push_back(
        {PanelTexts::tr("Size"), PanelTexts::tr("%1, 32-bit").arg(sizeText(c.height, c.width)), false, false, {}});
    facts.push_back({PanelTexts::tr("Threads"), QString::number(c.threads), false, false, {}});
    facts.push_back({PanelTexts::tr("Cores"), c.cores.empty() ? notAvailable() : coresText(c.cores), false,
                     c.cores.empty(), PanelTexts::tr("as the system reported them after they were set")});
    if (c.fallbackReason.empty()) {
        facts.push_back(fact(PanelTexts::tr("Runtime"), c.runtime));
    } else {
        facts.push_back({PanelTexts::tr("Runtime"), PanelTexts::tr("reference kernels, no deployment runtime"), true,
                         false, QString::fromStdString(c.fallbackReason)});
        facts.push_back({PanelTexts::tr("Because"), QString::fromStdString(c.fallbackReason), true, false, {}});
    }
    facts.push_back(fact(PanelTexts::tr("Runner"), c.runner));
    facts.push_back(fact(PanelTexts::tr("Scan kernel"), c.scanTarget));
    facts.push_back(fact(PanelTexts::tr("Processor"), c.cpu));
    facts.push_back(fact(PanelTexts::tr("System"), c.os));
    facts.push_back({PanelTexts::tr("Battery"),
                     c.chargePercent ? QStringLiteral("%1 %").arg(numberText(*c.chargePercent, 0)) : notAvailable(),
                     false,
                     !c.chargePercent,
                     {}});
    facts.push_back({PanelTexts::tr("Before → after"), {}, false, false, {}});
    facts.push_back({PanelTexts::tr("Clock"),
                     c.khzBefore.empty() && c.khzAfter.empty()
                         ? notAvailable()
                         : QStringLiteral("%1 → %2").arg(clocks(c.khzBefore), clocks(c.khzAfter)),
                     false, c.khzBefore.empty() && c.khzAfter.empty(),
                     PanelTexts::tr("lowest to highest of the cores")});
    const auto thermal = [](const std::optional<int>& status) {
        return status ? thermalText(*status) : notAvailable();
    };
    facts.push_back({PanelTexts::tr("Thermal status"),
                     c.thermalBefore || c.thermalAfter
                         ? QStringLiteral("%1 → %2").arg(thermal(c.thermalBefore), thermal(c.thermalAfter))
                         : notAvailable(),
                     c.thermalBefore.value_or(0) > 0 || c.thermalAfter.value_or(0) > 0,
                     !c.thermalBefore && !c.thermalAfter, PanelTexts::tr("as Android tells it")});
    if (c.cooledSeconds > 0)
        facts.push_back({PanelTexts::tr("Waited to cool"),
                         PanelTexts::tr("%1 s").arg(numberText(c.cooledSeconds, 0)),
                         false,
                         false,
                         {}});
    std::set<std::string> zones;
    for (const auto* side : {&c.celsiusBefore, &c.celsiusAfter})
        for (const auto& [zone, value] : *side)
            zones.insert(zone);
    const auto celsius = [](const std::map<std::string, double>& side, const std::string& zone) {
        const auto found = side.find(zone);
        return found == side.end() ? notAvailable() : celsiusText(found->second);
    };
    for (const std::string& zone : zones)
        facts.push_back({QString::fromStdString(zone),
                         QStringLiteral("%1 → %2").arg(celsius(c.celsiusBefore, zone), celsius(c.celsiusAfter, zone)),
                         false,
                         false,
                         {}});
    if (zones.empty())
        facts.push_back({PanelTexts::tr("Temperature"), notAvailable(), false, true, {}});
    return facts;
}

ParityPanel::ParityPanel(QWidget* parent) : QWidget(parent), m_chip(new StateChip(this)), m_facts(new FactList(this)) {
    auto* head = new QHBoxLayout;
    head->setContentsMargins(metric::medium, metric::medium, metric::medium, 0);
    head->addWidget(m_chip);
    head->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_facts);
    layout->addStretch(1);
    m_facts->setAccessibleName(tr("Parity with this computer"));
    show(nullptr);
}

void ParityPanel::show(const ReportViewPointer& view) {
    std::vector<Fact> facts;
    int checked = 0, passed = 0;
    const int count = view ? static_cast<int>(view->models.size()) : 0;
    for (int i = 0; i < count; ++i) {
        const auto& parity = view->report.models[static_cast<std::size_t>(i)].parity;
        const QString name = view->models[static_cast<std::size_t>(i)].label();
        if (!parity) {
            facts.push_back({name, tr("not checked"), false, true, {}});
            continue;
        }
        ++checked;
        passed += parity->pass ? 1 : 0;
        facts.push_back({name, {}, false, false, {}});
        facts.push_back({tr("Result"), parity->pass ? tr("passed") : tr("failed"), true, false, {}});
        facts.push_back({tr("Largest difference, relative"), small(parity->maxRel), false, false,
                         tr("against the largest magnitude of LibTorch's output on this computer")});
        facts.push_back({tr("Largest difference"), small(parity->maxAbs), false, false, {}});
        facts.push_back({tr("Allowed, relative"), small(parity->allowed), false, false, {}});
    }
    if (count == 0)
        m_chip->setChip({ChipLook::Neutral, tr("nothing to compare yet"), 0});
    else if (passed < checked)
        m_chip->setChip({ChipLook::Error, tr("failed: its times do not count"), 0});
    else if (checked < count)
        m_chip->setChip({ChipLook::Warning, tr("not checked"), 0});
    else
        m_chip->setChip({ChipLook::Ok, tr("passed"), 0});
    m_facts->setFacts(std::move(facts));
}

GainView::GainView(QWidget* parent)
    : QWidget(parent), m_headline(new QLabel(this)), m_sentence(new QLabel(this)), m_facts(new FactList(this)),
      m_use(new QPushButton(tr("Use as measured value"), this)) {
    QFont large = m_headline->font();
    large.setBold(true);
    large.setPixelSize(24);
    m_headline->setFont(large);
    m_headline->setObjectName(QStringLiteral("headline"));
    m_sentence->setWordWrap(true);
    m_sentence->setObjectName(QStringLiteral("sentence"));
    m_use->setObjectName(QStringLiteral("use"));
    m_use->setToolTip(tr("Let the grid, the front and the strip show these medians as measured times"));
    m_facts->setAccessibleName(tr("What A gains"));
    auto* top = new QVBoxLayout;
    top->setContentsMargins(metric::medium, metric::medium, metric::medium, 0);
    top->setSpacing(2);
    top->addWidget(m_headline);
    top->addWidget(m_sentence);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(metric::medium, 0, metric::medium, metric::medium);
    foot->addWidget(m_use);
    foot->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metric::small);
    layout->addLayout(top);
    layout->addWidget(m_facts);
    layout->addLayout(foot);
    layout->addStretch(1);
    connect(m_use, &QPushButton::clicked, this, &GainView::useRequested);
    show(nullptr, false);
}

QString GainView::headline() const {
    return m_headline->text();
}

QString GainView::sentence() const {
    return m_sentence->text();
}

void GainView::show(const ReportViewPointer& view, bool isUsed) {
    std::vector<Fact> facts;
    QString headline, sentence;
    if (!view) {
        sentence = tr("Time A and B in one run to see what A gains.");
    } else if (!view->hasGain()) {
        sentence = view->isRunning()        ? tr("Known once the run is complete.")
                   : !view->report.complete ? tr("The run is incomplete, so that nothing is gained or lost yet.")
                   : view->models.size() < 2 || !view->gain ? tr("Time A and B in one run to see what A gains.")
                                                            : tr("Parity failed, so that the times do not count.");
    } else {
        const ShownGain& gain = *view->gain;
        const ModelFigures& a = view->models[static_cast<std::size_t>(view->a)];
        const ModelFigures& b = view->models[static_cast<std::size_t>(view->b)];
        const QString nameB = b.letter.isEmpty() ? b.name : b.letter, nameA = a.letter.isEmpty() ? a.name : a.letter;
        const QString interval = tr("95 % interval %1 to %2, n %3 and %4")
                                     .arg(numberText(gain.low95, 3), numberText(gain.high95, 3))
                                     .arg(gain.nA)
                                     .arg(gain.nB);
        if (gain.isApart()) {
            const bool faster = gain.ratio > 1;
            headline = QStringLiteral("%1×").arg(numberText(gain.ratio, 2));
            sentence =
                (faster ? tr("%1 is faster than %2, %3") : tr("%1 is slower than %2, %3")).arg(nameA, nameB, interval);
        } else {
            headline = tr("no difference seen");
            sentence = tr("%1 and %2 cannot be told apart: ratio %3, %4")
                           .arg(nameA, nameB, numberText(gain.ratio, 3), interval);
        }
        if (a.predictedMs && b.predictedMs && *a.predictedMs > 0)
            facts.push_back({tr("Predicted"),
                             QStringLiteral("%1×").arg(numberText(*b.predictedMs / *a.predictedMs, 2)),
                             false,
                             false,
                             {}});
        facts.push_back({tr("Saved per image"), msText(gain.savedMs), false, false,
                         tr("median of %1 minus median of %2").arg(nameB, nameA)});
        if (a.loss && b.loss)
            facts.push_back({tr("Cost in quality"), decibels(*b.loss - *a.loss, 2, true), false, false,
                             tr("PSNR of %1 minus that of %2").arg(nameA, nameB)});
        const auto peak = [&](int model) {
            const auto& bytes = view->report.models[static_cast<std::size_t>(model)].peakBytes;
            return bytes ? bytesText(static_cast<double>(*bytes)) : notAvailable();
        };
        facts.push_back(
            {tr("Peak memory"), tr("%1; %2 %3").arg(peak(view->a), nameB, peak(view->b)), false, false, {}});
    }
    m_headline->setText(headline);
    m_headline->setVisible(!headline.isEmpty());
    m_sentence->setText(sentence);
    m_facts->setVisible(!facts.empty());
    m_facts->setFacts(std::move(facts));
    bool anyAccepted = false;
    if (view)
        for (const ModelFigures& model : view->models)
            anyAccepted = anyAccepted || model.isAccepted;
    m_use->setVisible(anyAccepted && view->id != 0);
    m_use->setEnabled(!isUsed);
    m_use->setText(isUsed ? tr("Used as measured value") : tr("Use as measured value"));
    updateColors();
}

void GainView::updateColors() {
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, tokensOf(this).second);
    m_sentence->setPalette(quiet);
}

void GainView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        updateColors();
    QWidget::changeEvent(event);
}

} // namespace kintsugi

#include "devices/run_form.h"

#include "common/theme.h"
#include "common/wording.h"
#include "devices/check_combo.h"
#include "devices/device_wording.h"
#include "devices/run_steps.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QScopedValueRollback>
#include <QSpinBox>
#include <algorithm>
#include <numeric>

namespace kintsugi {

namespace {

/// The U-Net halves its input three times.
constexpr int sizeStep = 8, largestSize = 4096;

std::vector<int> allCores(const DeviceCores& cores) {
    std::vector<int> all(static_cast<std::size_t>(std::max(0, cores.count)));
    std::iota(all.begin(), all.end(), 0);
    return all;
}

} // namespace

void RunForm::setDevice(const DeviceCard* device) {
    const std::string id = device ? device->id : std::string();
    const bool isOther = id != m_device;
    m_device = id;
    m_deviceName = device ? QString::fromStdString(device->name) : QString();
    m_isReady = device && device->state == DeviceState::Ready;
    m_isLocal = device && device->isLocal;
    if (isOther)
        setCores({});
    else
        update();
}

void RunForm::setCores(const DeviceCores& cores) {
    if (cores.count == m_cores.count && cores.capacity == m_cores.capacity && cores.maxKhz == m_cores.maxKhz &&
        cores.suggested == m_cores.suggested)
        return update();
    {
        const QScopedValueRollback<bool> guard(m_isSetting, true);
        m_cores = cores;
        m_coreList->clear();
        const std::vector<int> chosen = cores.suggested.empty() ? allCores(cores) : cores.suggested;
        for (int core = 0; core < cores.count; ++core) {
            const auto at = static_cast<std::size_t>(core);
            QStringList parts{tr("core %1").arg(core)};
            parts << (at < cores.capacity.size() ? tr("capacity %1").arg(numberText(cores.capacity[at], 0))
                                                 : tr("capacity not available"));
            if (at < cores.maxKhz.size())
                parts << tr("up to %1").arg(clockText(cores.maxKhz[at]));
            m_coreList->addCheck(parts.join(QStringLiteral(", ")), core,
                                 std::find(chosen.begin(), chosen.end(), core) != chosen.end());
        }
        if (!chosen.empty())
            m_threads->setValue(static_cast<int>(chosen.size()));
    }
    update();
}

void RunForm::setArchitectures(const std::vector<TimedChoice>& choices) {
    {
        const QScopedValueRollback<bool> guard(m_isSetting, true);
        // By text: A stays checked also when it is another path now.
        const bool isFirst = m_choices.empty();
        bool hadA = isFirst, hadB = isFirst;
        std::vector<std::string> checked;
        for (int i = 0; i < m_architectures->count(); ++i) {
            const TimedChoice& choice = m_choices[static_cast<std::size_t>(i)];
            if (!m_architectures->isChecked(i))
                continue;
            hadA = hadA || choice.isA;
            hadB = hadB || choice.isB;
            if (!choice.isA && !choice.isB)
                checked.push_back(choice.architecture);
        }
        m_choices = choices;
        std::stable_sort(m_choices.begin(), m_choices.end(), [](const TimedChoice& a, const TimedChoice& b) {
            const auto rank = [](const TimedChoice& c) { return c.isA ? 0 : c.isB ? 1 : 2; };
            return rank(a) < rank(b);
        });
        m_architectures->clear();
        for (const TimedChoice& choice : m_choices) {
            const QString role = choice.isA ? tr("A") : choice.isB ? tr("B") : QString();
            const bool isChecked = (choice.isA && hadA) || (choice.isB && hadB) ||
                                   std::find(checked.begin(), checked.end(), choice.architecture) != checked.end();
            m_architectures->addCheck(role.isEmpty() ? choice.name : QStringLiteral("%1 %2").arg(role, choice.name),
                                      QString::fromStdString(choice.architecture), isChecked,
                                      QString::fromStdString(choice.architecture));
        }
    }
    update();
}

void RunForm::showProgress(const RunProgress& progress) {
    m_progress = progress;
    m_steps->setProgress(progress);
    update();
}

std::vector<TimedChoice> RunForm::chosenArchitectures() const {
    std::vector<TimedChoice> chosen;
    for (int i = 0; i < m_architectures->count(); ++i)
        if (m_architectures->isChecked(i))
            chosen.push_back(m_choices[static_cast<std::size_t>(i)]);
    return chosen;
}

std::vector<int> RunForm::chosenCores() const {
    std::vector<int> cores;
    for (const QVariant& core : m_coreList->checkedData())
        cores.push_back(core.toInt());
    return cores;
}

void RunForm::chooseCores(const std::vector<int>& cores) {
    {
        const QScopedValueRollback<bool> guard(m_isSetting, true);
        for (int core = 0; core < m_coreList->count(); ++core)
            m_coreList->setChecked(core, std::find(cores.begin(), cores.end(), core) != cores.end());
    }
    update();
}

bool RunForm::readSize(int& height, int& width) const {
    static const QRegularExpression pattern(QStringLiteral("^\\s*(\\d{1,5})\\s*[×xX*]\\s*(\\d{1,5})\\s*$"));
    const auto match = pattern.match(m_size->currentText());
    if (!match.hasMatch())
        return false;
    height = match.captured(1).toInt();
    width = match.captured(2).toInt();
    const auto fits = [](int side) { return side >= sizeStep && side <= largestSize && side % sizeStep == 0; };
    return fits(height) && fits(width);
}

RunRequest RunForm::request() const {
    RunRequest request;
    request.device = m_device;
    for (const TimedChoice& choice : chosenArchitectures())
        request.architectures.push_back(choice.architecture);
    readSize(request.height, request.width);
    request.threads = m_threads->value();
    request.cores = chosenCores();
    if (m_warmup->value() > 0)
        request.warmup = m_warmup->value();
    if (m_unit->currentIndex() == 0)
        request.runs = m_runs->value();
    else
        request.seconds = m_seconds->value();
    request.coolSeconds = m_cool->value();
    request.perStage = m_perStage->isChecked();
    request.parity = m_parity->isChecked();
    return request;
}

void RunForm::setRequest(const RunRequest& request) {
    {
        const QScopedValueRollback<bool> guard(m_isSetting, true);
        for (int i = 0; i < m_architectures->count(); ++i) {
            const auto& wanted = request.architectures;
            m_architectures->setChecked(i,
                                        std::find(wanted.begin(), wanted.end(),
                                                  m_choices[static_cast<std::size_t>(i)].architecture) != wanted.end());
        }
        m_size->setEditText(sizeText(request.height, request.width));
        m_threads->setValue(request.threads);
        m_warmup->setValue(request.warmup.value_or(0));
        m_unit->setCurrentIndex(request.seconds ? 1 : 0);
        if (request.runs)
            m_runs->setValue(*request.runs);
        if (request.seconds)
            m_seconds->setValue(*request.seconds);
        m_cool->setValue(request.coolSeconds);
        m_perStage->setChecked(request.perStage);
        m_parity->setChecked(request.parity);
    }
    chooseCores(request.cores);
}

QString RunForm::problem() const {
    int height = 0, width = 0;
    if (m_device.empty())
        return tr("Choose a device to time on.");
    if (!m_isReady)
        return tr("%1 is not ready; its card says what to do.").arg(m_deviceName);
    if (m_choices.empty())
        return tr("Open a project to have architectures to time.");
    if (chosenArchitectures().empty())
        return tr("Choose at least one architecture to time.");
    if (!readSize(height, width))
        return tr("The size is height×width, both multiples of %1 up to %2, for example 256×256.")
            .arg(QString::number(sizeStep), numberText(largestSize, 0));
    const auto cores = static_cast<int>(chosenCores().size());
    if (m_cores.count > 0 && cores < m_threads->value())
        return tr("%1 threads on %2 would wait for one another; choose at least as many cores as threads.")
            .arg(m_threads->value())
            .arg(tr("%n core(s)", nullptr, cores));
    return {};
}

void RunForm::update() {
    if (m_isSetting)
        return;
    const bool isRunning = m_progress.isRunning;
    // What is disabled loses the focus, and with it the keys would be lost: it goes to the button that can be used.
    const bool hasFocus = isAncestorOf(QApplication::focusWidget());
    for (QWidget* field : m_fields)
        field->setEnabled(!isRunning);
    m_coreList->setEnabled(!isRunning && m_cores.count > 0);
    m_runs->setVisible(m_unit->currentIndex() == 0);
    m_seconds->setVisible(m_unit->currentIndex() == 1);
    m_run->setEnabled(!isRunning && problem().isEmpty());
    m_cancel->setEnabled(isRunning && !m_progress.isCancelling);
    m_bigCores->setEnabled(!isRunning && !m_cores.suggested.empty());
    m_allCores->setEnabled(!isRunning && m_cores.count > 0);
    m_runButton->setEnabled(m_run->isEnabled());
    m_runButton->setToolTip(problem().isEmpty() ? m_run->toolTip() : problem());
    m_cancelButton->setEnabled(m_cancel->isEnabled());
    m_cancelButton->setText(m_progress.isCancelling ? tr("Cancelling") : tr("Cancel"));
    if (hasFocus && isRunning)
        m_cancelButton->setFocus();
    else if (hasFocus && (!focusWidget() || !focusWidget()->isEnabled()))
        m_runButton->setFocus();
    updateTexts();
}

void RunForm::updateTexts() {
    const Tokens& tokens = tokensOf(this);
    const auto chosen = chosenArchitectures();
    QStringList names;
    for (const TimedChoice& choice : chosen)
        names << (choice.isA ? tr("A") : choice.isB ? tr("B") : choice.name);
    m_architectures->setSummary(names.isEmpty()    ? tr("none chosen")
                                : names.size() > 3 ? tr("%1 and %n more", nullptr, static_cast<int>(names.size()) - 2)
                                                         .arg(names.mid(0, 2).join(QStringLiteral(", ")))
                                                   : names.join(QStringLiteral(", ")));
    const auto cores = chosenCores();
    m_coreList->setSummary(m_cores.count == 0 ? tr("the device's choice")
                           : cores.empty()    ? tr("none chosen")
                                              : tr("%1 of %2").arg(coresText(cores)).arg(m_cores.count));
    m_coreList->setToolTip(m_cores.count == 0
                               ? tr("Identify the device to choose cores; until then its scheduler chooses.")
                               : tr("Cores that the run may use; big cores have the highest capacity"));

    QString order;
    if (!chosen.empty()) {
        order = chosen.size() == 1 ? tr("One architecture, without a reference")
                                   : tr("Order %1 …").arg(orderText(chosen.size()));
        QStringList key;
        for (std::size_t i = 0; i < chosen.size(); ++i)
            if ((i == 0 && !chosen[i].isA) || (i == 1 && !chosen[i].isB) || i > 1)
                key << QStringLiteral("%1 = %2").arg(placeLetter(i), chosen[i].name);
        if (chosen.size() > 1 && !key.isEmpty())
            order += QStringLiteral(" (%1)").arg(key.join(QStringLiteral(", ")));
        const int count = static_cast<int>(chosen.size());
        if (m_unit->currentIndex() == 0)
            order += tr(", %n run(s) in all", nullptr, count * m_runs->value());
        else
            order += tr(", %1 s in all").arg(numberText(m_seconds->value(), 0));
    }
    m_order->setText(order);

    const QString wrong = m_progress.isRunning ? QString() : problem();
    const QString failure = m_progress.isRunning ? QString() : m_progress.failure;
    m_problem->setText(failure.isEmpty() ? wrong
                       : wrong.isEmpty() ? failure
                                         : QStringLiteral("%1\n%2").arg(failure, wrong));
    m_problem->setVisible(!m_problem->text().isEmpty());
    m_caveat->setText(
        m_device.empty() ? QString()
        : m_isLocal
            ? tr("Timed in a process of its own on the processor; other programs that run meanwhile disturb it.")
            : tr("Timed by a process started from adb's shell, on the processor only: an app is scheduled differently. "
                 "Verified on a real adb daemon and on emulated 64-bit Arm; the check on a first phone is pending."));
    m_caveat->setVisible(!m_caveat->text().isEmpty());
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, tokens.second);
    m_order->setPalette(quiet);
    m_caveat->setPalette(quiet);
    QPalette red = palette();
    red.setColor(QPalette::WindowText, tokens.error);
    m_problem->setPalette(red);
    const auto& steps = m_progress.steps;
    m_steps->setVisible(m_progress.isRunning || std::any_of(steps.begin(), steps.end(), [](const StepProgress& step) {
                            return step.state != StepState::Waiting;
                        }));
}

void RunForm::changeEvent(QEvent* event) {
    if ((event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) && !m_commands.isEmpty())
        updateTexts();
    QWidget::changeEvent(event);
}

} // namespace kintsugi

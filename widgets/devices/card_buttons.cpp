#include "devices/card_buttons.h"

#include "common/flow_layout.h"
#include "common/theme.h"
#include "devices/device_wording.h"

#include <QPushButton>

namespace kintsugi {

CardButtons::CardButtons(QWidget* parent) : QWidget(parent) {
    setAutoFillBackground(false);
    auto* layout = new FlowLayout(metric::small + 2, metric::small, this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_run = add("run", tr("Run"));
    m_identify = add("identify", tr("Identify"));
    m_remove = add("remove", tr("Remove from device"));
    m_copy = add("copy", tr("Copy command"));
    connect(m_run, &QPushButton::clicked, this, &CardButtons::runClicked);
    connect(m_identify, &QPushButton::clicked, this, &CardButtons::identifyClicked);
    connect(m_remove, &QPushButton::clicked, this, &CardButtons::removeClicked);
    connect(m_copy, &QPushButton::clicked, this, [this] { Q_EMIT copyClicked(m_command); });
}

QPushButton* CardButtons::add(const char* name, const QString& text) {
    auto* button = new QPushButton(text, this);
    button->setObjectName(QLatin1String(name));
    button->setFixedWidth(button->fontMetrics().horizontalAdvance(text) + 20);
    layout()->addWidget(button);
    return button;
}

void CardButtons::setCard(const DeviceCard& card, bool isBusy) {
    const bool isReady = card.state == DeviceState::Ready;
    const QString name = QString::fromStdString(card.name);
    m_command = remedyCommand(card.state);
    m_run->setVisible(isReady);
    m_identify->setVisible(isReady);
    m_remove->setVisible(isReady && !card.isLocal);
    m_copy->setVisible(!m_command.isEmpty());
    m_isBare = !isReady && m_command.isEmpty();
    for (QPushButton* button : {m_run, m_identify, m_remove})
        button->setEnabled(!isBusy);
    m_run->setToolTip(tr("Time the chosen architectures on %1").arg(name));
    m_identify->setToolTip(tr("Ask %1 for its processor, cores and system").arg(name));
    m_remove->setToolTip(tr("Delete the runner and the models that were pushed to %1; it asks first").arg(name));
    m_copy->setToolTip(m_command);
    for (QPushButton* button : {m_run, m_identify, m_remove, m_copy})
        button->setAccessibleName(QStringLiteral("%1, %2").arg(button->text(), name));
}

int CardButtons::heightForWidth(int width) const {
    return m_isBare ? 0 : layout()->heightForWidth(width);
}

} // namespace kintsugi

#include "hint_bar.h"

#include "common/theme.h"
#include "settings.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace kintsugi {

HintBar::HintBar(QWidget* parent) : QWidget(parent), m_text(new QLabel(this)) {
    auto* dismiss = new QPushButton(tr("Got it"), this);
    dismiss->setToolTip(tr("Do not show this hint again"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(metric::large, metric::small, metric::medium, metric::small);
    layout->addWidget(m_text, 1);
    layout->addWidget(dismiss);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);
    connect(dismiss, &QPushButton::clicked, this, [this] {
        Settings().dismissHint(m_id);
        hide();
    });
    hide();
}

void HintBar::showHint(const QString& id, const QString& text) {
    m_id = id;
    m_text->setText(text);
    setVisible(!text.isEmpty() && !Settings().isHintDismissed(id));
}

} // namespace kintsugi

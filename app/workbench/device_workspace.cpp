#include "device_workspace.h"

#include "common/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace kintsugi {

DeviceWorkspace::DeviceWorkspace(QWidget* parent) : Workspace(parent), m_page(new QWidget(parent)) {
    const QString command = QStringLiteral("kintsugi-cli profile PROJECT --on engine");
    auto* title = new QLabel(tr("This version cannot time phones yet."), m_page);
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.2);
    title->setFont(font);
    auto* text = new QLabel(tr("Times of this computer's own engine can be measured on the command line; the grid and "
                               "the front show them as predicted ms afterwards:\n%1")
                                .arg(command),
                            m_page);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text->setAlignment(Qt::AlignCenter);
    auto* copy = new QPushButton(tr("Copy command"), m_page);
    copy->setToolTip(command);
    connect(copy, &QPushButton::clicked, this, [this, command] {
        QGuiApplication::clipboard()->setText(command);
        Q_EMIT message(tr("Copied to the clipboard"));
    });
    auto* layout = new QVBoxLayout(m_page);
    layout->setSpacing(metric::large);
    layout->addStretch();
    layout->addWidget(title, 0, Qt::AlignCenter);
    layout->addWidget(text, 0, Qt::AlignCenter);
    layout->addWidget(copy, 0, Qt::AlignCenter);
    layout->addStretch();
}

} // namespace kintsugi

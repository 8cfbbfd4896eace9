#include "common/banner.h"

#include "common/theme.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace kintsugi {

Banner::Banner(QWidget* parent)
    : QWidget(parent), m_text(new QLabel), m_remedy(new QPushButton), m_close(new QToolButton) {
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_remedy->setObjectName(QStringLiteral("remedy"));
    m_close->setObjectName(QStringLiteral("close"));
    m_close->setText(QStringLiteral("✕"));
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(tr("Close this message"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(metric::large + 20, metric::small + 2, metric::small, metric::small + 2);
    layout->setSpacing(metric::medium);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_remedy);
    layout->addWidget(m_close);
    connect(m_remedy, &QPushButton::clicked, this, &Banner::remedyRequested);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });
    hide();
}

void Banner::showMessage(Level level, const QString& text, const QString& remedy) {
    m_level = level;
    m_text->setText(text);
    m_remedy->setText(remedy);
    m_remedy->setVisible(!remedy.isEmpty());
    setAccessibleName(text);
    show();
    update();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

QString Banner::text() const {
    return m_text->text();
}

void Banner::paintEvent(QPaintEvent*) {
    const Tokens& tokens = tokensOf(this);
    const QColor color = m_level == Level::Error     ? tokens.error
                         : m_level == Level::Warning ? tokens.warn
                                                     : tokens.second;
    QColor tint = color;
    tint.setAlphaF(tokens.dark ? 0.22f : 0.12f);
    QPainter painter(this);
    painter.fillRect(rect(), tokens.panel);
    painter.fillRect(rect(), tint);
    painter.fillRect(QRect(0, 0, 3, height()), color);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF at(metric::large + 6, height() / 2.0);
    if (m_level == Level::Note)
        painter.drawEllipse(at, 6, 6);
    else
        painter.drawPolygon(QPolygonF{at + QPointF(0, -6), at + QPointF(7, 6), at + QPointF(-7, 6)});
    const double sign = m_level == Level::Note ? -1 : 1; // an i, or a !
    painter.drawLine(at + QPointF(0, sign < 0 ? 0 : -1.5), at + QPointF(0, sign < 0 ? 3 : 1.5));
    painter.drawPoint(at + QPointF(0, sign < 0 ? -3 : 4));
}

} // namespace kintsugi

#include "devices/titled_panel.h"

#include "common/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace kintsugi {

namespace {
constexpr int headHeight = 27;
}

TitledPanel::TitledPanel(const QString& title, QWidget* content, QWidget* parent)
    : QWidget(parent), m_head(new QWidget(this)), m_headLayout(new QHBoxLayout(m_head)),
      m_title(new QLabel(title, m_head)), m_note(new QLabel(m_head)) {
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_note->installEventFilter(this);
    m_head->setFixedHeight(headHeight);
    m_headLayout->setContentsMargins(metric::medium, 0, metric::medium, 0);
    m_headLayout->setSpacing(metric::medium);
    m_headLayout->addWidget(m_title);
    m_headLayout->addWidget(m_note, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addWidget(content, 1);
    updateColors();
}

void TitledPanel::setTitle(const QString& title) {
    m_title->setText(title);
    elideNote();
}

QString TitledPanel::title() const {
    return m_title->text();
}

void TitledPanel::setNote(const QString& note) {
    m_noteText = note;
    m_note->setToolTip(note);
    elideNote();
}

void TitledPanel::addToTitle(QWidget* widget) {
    m_headLayout->addWidget(widget);
}

void TitledPanel::elideNote() {
    m_note->setText(m_note->fontMetrics().elidedText(m_noteText, Qt::ElideRight, m_note->width()));
}

void TitledPanel::updateColors() {
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, tokensOf(this).second);
    m_note->setPalette(quiet);
}

void TitledPanel::paintEvent(QPaintEvent*) {
    const Tokens& tokens = tokensOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), tokens.panel);
    painter.fillRect(QRect(0, 0, width(), headHeight), tokens.window);
    painter.setPen(tokens.line);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    painter.drawLine(0, headHeight - 1, width(), headHeight - 1);
}

bool TitledPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_note && event->type() == QEvent::Resize)
        elideNote();
    return QWidget::eventFilter(watched, event);
}

void TitledPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        updateColors();
    QWidget::changeEvent(event);
}

} // namespace kintsugi

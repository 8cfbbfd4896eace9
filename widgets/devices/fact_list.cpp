#include "devices/fact_list.h"

#include "common/theme.h"
#include "devices/device_wording.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QStringList>
#include <QToolTip>
#include <algorithm>

namespace kintsugi {

FactList::FactList(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setFocusPolicy(Qt::StrongFocus);
}

void FactList::setFacts(std::vector<Fact> facts) {
    if (facts == m_facts)
        return;
    m_facts = std::move(facts);
    setAccessibleDescription(text());
    updateGeometry();
    update();
}

QString FactList::text() const {
    QStringList lines;
    for (const Fact& fact : m_facts)
        lines << (fact.value.isEmpty() ? fact.name : QStringLiteral("%1\t%2").arg(fact.name, fact.value));
    return lines.join(QLatin1Char('\n'));
}

QString FactList::value(const QString& name) const {
    const auto found = std::find_if(m_facts.begin(), m_facts.end(), [&](const Fact& f) { return f.name == name; });
    return found == m_facts.end() ? QString() : found->value;
}

QSize FactList::sizeHint() const {
    return {240, place(std::max(width(), 200), nullptr)};
}

/// Draws on @p painter, when there is one; returns the height that all facts need.
int FactList::place(int width, QPainter* painter) const {
    const Tokens& tokens = tokensOf(this);
    const int left = metric::medium, right = width - metric::medium;
    QFont bold = font();
    bold.setBold(true);
    int y = metric::small;
    for (const Fact& fact : m_facts) {
        const bool isHeading = fact.value.isEmpty();
        if (isHeading && &fact != m_facts.data())
            y += metric::small;
        const QFontMetrics nameText(isHeading ? bold : font()), valueText(fact.isStrong ? bold : font());
        const int nameWidth = nameText.horizontalAdvance(fact.name);
        const int beside = right - left - nameWidth - metric::large;
        const bool under = !isHeading && valueText.horizontalAdvance(fact.value) > beside && beside < 90;
        const int valueLeft = under ? left + metric::large : left + nameWidth + metric::large;
        const QRect room(valueLeft, y + 2 + (under ? nameText.height() : 0), std::max(20, right - valueLeft), 10000);
        const int flags = int(Qt::AlignRight) | int(Qt::AlignTop) | Qt::TextWordWrap;
        const QRect used = isHeading ? QRect() : valueText.boundingRect(room, flags, breakable(fact.value));
        if (painter) {
            painter->setFont(isHeading ? bold : font());
            painter->setPen(isHeading ? tokens.ink : tokens.second);
            painter->drawText(QRect(left, y + 2, right - left, nameText.height()), Qt::AlignLeft | Qt::AlignTop,
                              fact.name);
            painter->setFont(fact.isStrong ? bold : font());
            painter->setPen(fact.isMissing ? tokens.hint : tokens.ink);
            if (!isHeading)
                painter->drawText(room, flags, breakable(fact.value));
        }
        const int value = isHeading ? 0 : used.height() + (under ? nameText.height() : 0);
        y += std::max(nameText.height(), value) + 4;
    }
    return y + metric::small;
}

void FactList::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    place(width(), &painter);
    if (hasFocus()) {
        painter.setPen(tokensOf(this).strongLine);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

bool FactList::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        QStringList tips;
        for (const Fact& fact : m_facts)
            if (!fact.tip.isEmpty())
                tips << QStringLiteral("%1: %2").arg(fact.name, fact.tip);
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), tips.join(QLatin1Char('\n')), this);
        return true;
    }
    return QWidget::event(event);
}

void FactList::copy() const {
    QGuiApplication::clipboard()->setText(text());
}

void FactList::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        QWidget::keyPressEvent(event);
}

void FactList::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("Copy")), &QAction::triggered, this, &FactList::copy);
    menu->popup(event->globalPos());
}

} // namespace kintsugi

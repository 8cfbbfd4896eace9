#include "devices/device_delegate.h"

#include "common/theme.h"
#include "devices/card_buttons.h"
#include "devices/device_model.h"
#include "devices/device_wording.h"

#include <QEvent>
#include <QFontDatabase>
#include <QPainter>
#include <algorithm>

namespace kintsugi {

namespace {

constexpr int textLeft = 36, margin = 10;

void paintIcon(QPainter& painter, const QPointF& at, const DeviceCard& card, const QColor& color) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    if (card.isLocal) {
        painter.drawRoundedRect(QRectF(at.x() - 7, at.y() - 6, 14, 10), 1.5, 1.5);
        painter.drawLine(at + QPointF(0, 4), at + QPointF(0, 7));
        painter.drawLine(at + QPointF(-4, 7), at + QPointF(4, 7));
    } else {
        painter.drawRoundedRect(QRectF(at.x() - 4.5, at.y() - 7.5, 9, 15), 1.8, 1.8);
        painter.drawLine(at + QPointF(-1, 5), at + QPointF(1, 5));
    }
    painter.restore();
}

} // namespace

DeviceDelegate::DeviceDelegate(const DeviceModel& devices, QWidget* view)
    : QStyledItemDelegate(view), m_devices(devices), m_view(view), m_probe(new CardButtons(view)) {
    m_probe->hide();
}

const DeviceCard& DeviceDelegate::cardAt(const QModelIndex& index) const {
    return m_devices.cards()[static_cast<std::size_t>(index.row())];
}

int DeviceDelegate::place(QPainter* painter, const QStyleOptionViewItem& option, const QRect& rect,
                          const DeviceCard& card) const {
    const Tokens& tokens = tokensOf(option.palette);
    QFont bold = option.font, small = option.font, mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    bold.setBold(true);
    if (small.pointSizeF() > 0)
        small.setPointSizeF(small.pointSizeF() * 0.92);
    else
        small.setPixelSize(small.pixelSize() * 92 / 100);
    mono.setPointSizeF(small.pointSizeF() > 0 ? small.pointSizeF() : mono.pointSizeF());
    const int left = rect.left() + textLeft, right = rect.right() - margin, width = right - left;
    int y = rect.top() + margin - 1;
    const auto text = [&](const QString& words, const QFont& font, const QColor& color, int flags) {
        const QFontMetrics metrics(font);
        const QRect room(left, y, width, 10000);
        const int height = metrics.boundingRect(room, flags, words).height();
        if (painter) {
            painter->setFont(font);
            painter->setPen(color);
            painter->drawText(room, flags, words);
        }
        y += height + 3;
    };

    // The first line: name and states.
    const QString busy = m_devices.busyText(card.id);
    const QString state = busy.isEmpty() ? stateText(card.state) : busy;
    const ChipTone tone = busy.isEmpty() ? stateTone(card.state) : ChipTone::Busy;
    const int chip = stateWidth(tone, state, small), line = QFontMetrics(bold).height();
    const QString name = QString::fromStdString(card.name);
    if (painter) {
        paintIcon(*painter, QPointF(rect.left() + 18.5, y + line / 2.0 + 0.5), card, tokens.second);
        painter->setFont(bold);
        painter->setPen(tokens.ink);
        painter->drawText(QRect(left, y, width - chip - 6, line), Qt::AlignLeft | Qt::AlignVCenter,
                          QFontMetrics(bold).elidedText(name, Qt::ElideRight, width - chip - 6));
        paintState(*painter, QRect(right - chip + 1, y - 1, chip, QFontMetrics(small).height() + 3), tone, state, small,
                   tokens);
    }
    y += line + 4;
    if (card.isFixture) {
        const QString words = tr("test fixture, no phone");
        const int height = QFontMetrics(small).height() + 3;
        if (painter)
            paintState(*painter, QRect(left, y, width, height), ChipTone::Warn, words, small, tokens);
        y += height + 4;
    }
    if (const QString facts = factsLine(card); !facts.isEmpty())
        text(facts, small, tokens.second, Qt::TextWordWrap);
    if (const QString advice = adviceText(card); !advice.isEmpty())
        text(advice, option.font, tokens.ink, Qt::TextWordWrap);
    if (!card.raw.empty())
        text(breakable(QString::fromStdString(card.raw)), mono, tokens.second, Qt::TextWordWrap);
    return y + 2;
}

void DeviceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Tokens& tokens = tokensOf(option.palette);
    const QRect& rect = option.rect;
    const bool isChosen = option.state & QStyle::State_Selected;
    painter->save();
    painter->fillRect(rect, isChosen ? tokens.base : tokens.panel);
    place(painter, option, rect, cardAt(index));
    painter->setPen(tokens.line);
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());
    if (isChosen)
        painter->fillRect(QRect(rect.left(), rect.top(), 3, rect.height() - 1), tokens.ink);
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(tokens.strongLine, 1));
        painter->drawRect(rect.adjusted(0, 0, -1, -2));
    }
    painter->restore();
}

QSize DeviceDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const int width = std::max(160, option.rect.width() > 0 ? option.rect.width() : m_view->width());
    const DeviceCard& card = cardAt(index);
    const int top = place(nullptr, option, QRect(0, 0, width, 0), card);
    m_probe->setCard(card, false);
    const int buttons = m_probe->heightForWidth(width - textLeft - margin);
    return {width, top + (buttons > 0 ? buttons + 3 : 0) + margin - 3};
}

QWidget* DeviceDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const {
    auto* buttons = new CardButtons(parent);
    const QString id = index.data(DeviceModel::IdRole).toString();
    auto* self = const_cast<DeviceDelegate*>(this);
    connect(buttons, &CardButtons::runClicked, self, [self, id] { Q_EMIT self->runClicked(id); });
    connect(buttons, &CardButtons::identifyClicked, self, [self, id] { Q_EMIT self->identifyClicked(id); });
    connect(buttons, &CardButtons::removeClicked, self, [self, id] { Q_EMIT self->removeClicked(id); });
    connect(buttons, &CardButtons::copyClicked, self, &DeviceDelegate::copyClicked);
    return buttons;
}

void DeviceDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    static_cast<CardButtons*>(editor)->setCard(cardAt(index), m_devices.isBusy());
}

void DeviceDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                          const QModelIndex& index) const {
    const QRect& rect = option.rect;
    const int top = place(nullptr, option, rect, cardAt(index));
    const int width = rect.width() - textLeft - margin;
    editor->setGeometry(rect.left() + textLeft, top, width, static_cast<CardButtons*>(editor)->heightForWidth(width));
}

bool DeviceDelegate::eventFilter(QObject*, QEvent*) {
    // Tab, Enter and Escape belong to the buttons, which are no editors of a value.
    return false;
}

} // namespace kintsugi

#include "devices/device_model.h"

#include "devices/device_wording.h"

#include <QStringList>
#include <algorithm>

namespace kintsugi {

namespace {

bool isSame(const DeviceCard& a, const DeviceCard& b) {
    return a.id == b.id && a.name == b.name && a.raw == b.raw && a.advice == b.advice && a.state == b.state &&
           a.isLocal == b.isLocal && a.isFixture == b.isFixture && a.facts == b.facts;
}

} // namespace

QString factsLine(const DeviceCard& card) {
    QStringList values;
    for (const auto& [name, value] : card.facts)
        if (values.size() < 3 && !value.empty() && value != card.name) // the name stands above
            values << (name == "cores" ? DeviceModel::tr("%n core(s)", nullptr, QString::fromStdString(value).toInt())
                                       : QString::fromStdString(value));
    return values.join(QStringLiteral(", "));
}

void DeviceModel::setCards(std::vector<DeviceCard> cards) {
    std::stable_partition(cards.begin(), cards.end(), [](const DeviceCard& card) { return card.isLocal; });
    const auto find = [](const std::vector<DeviceCard>& in, const std::string& id) {
        return static_cast<int>(std::find_if(in.begin(), in.end(), [&](const auto& c) { return c.id == id; }) -
                                in.begin());
    };
    for (int row = rowCount() - 1; row >= 0; --row)
        if (find(cards, m_cards[static_cast<std::size_t>(row)].id) == static_cast<int>(cards.size())) {
            beginRemoveRows({}, row, row);
            m_cards.erase(m_cards.begin() + row);
            endRemoveRows();
        }
    for (int row = 0; row < static_cast<int>(cards.size()); ++row) {
        const DeviceCard& card = cards[static_cast<std::size_t>(row)];
        const int from = find(m_cards, card.id);
        if (from == rowCount()) {
            beginInsertRows({}, row, row);
            m_cards.insert(m_cards.begin() + row, card);
            endInsertRows();
            continue;
        }
        if (from != row) {
            beginMoveRows({}, from, from, {}, row);
            std::rotate(m_cards.begin() + row, m_cards.begin() + from, m_cards.begin() + from + 1);
            endMoveRows();
        }
        if (!isSame(m_cards[static_cast<std::size_t>(row)], card)) {
            m_cards[static_cast<std::size_t>(row)] = card;
            Q_EMIT dataChanged(index(row), index(row));
        }
    }
}

const DeviceCard* DeviceModel::card(const std::string& id) const {
    const auto found = std::find_if(m_cards.begin(), m_cards.end(), [&](const auto& c) { return c.id == id; });
    return found == m_cards.end() ? nullptr : &*found;
}

QModelIndex DeviceModel::indexOf(const std::string& id) const {
    const DeviceCard* found = card(id);
    return found ? index(static_cast<int>(found - m_cards.data())) : QModelIndex();
}

void DeviceModel::setBusy(const std::string& id, const QString& text) {
    if (id == m_busy && text == m_busyText)
        return;
    const bool turns = (m_busy.empty() != id.empty()) || id != m_busy;
    const QModelIndex before = indexOf(m_busy);
    m_busy = id;
    m_busyText = text;
    // While one device is timed, the buttons of all wait.
    if (turns && rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    else if (before.isValid())
        Q_EMIT dataChanged(before, before);
}

int DeviceModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_cards.size());
}

QVariant DeviceModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const DeviceCard& card = m_cards[static_cast<std::size_t>(index.row())];
    const QString name = QString::fromStdString(card.name), advice = adviceText(card);
    switch (role) {
    case IdRole:
        return QString::fromStdString(card.id);
    case Qt::DisplayRole:
        return name;
    case Qt::ToolTipRole: {
        QStringList lines;
        for (const auto& [fact, value] : card.facts)
            lines << QStringLiteral("%1: %2").arg(QString::fromStdString(fact), QString::fromStdString(value));
        if (!card.raw.empty())
            lines << QString::fromStdString(card.raw);
        return lines.join(QLatin1Char('\n'));
    }
    case Qt::AccessibleTextRole: {
        QStringList parts{name, m_busy == card.id && !m_busyText.isEmpty() ? m_busyText : stateText(card.state)};
        if (card.isFixture)
            parts << tr("test fixture, no phone");
        if (const QString facts = factsLine(card); !facts.isEmpty())
            parts << facts;
        if (!advice.isEmpty())
            parts << advice;
        return parts.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

} // namespace kintsugi

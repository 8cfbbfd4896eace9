#pragma once

#include "devices/device_values.h"

#include <QAbstractListModel>
#include <vector>

namespace kintsugi {

/// The devices, this computer first. An update changes, adds and removes single rows, so that the others keep their
/// buttons and the focus.
class DeviceModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Roles { IdRole = Qt::UserRole };

    using QAbstractListModel::QAbstractListModel;

    void setCards(std::vector<DeviceCard> cards);
    const std::vector<DeviceCard>& cards() const { return m_cards; }
    const DeviceCard* card(const std::string& id) const;
    QModelIndex indexOf(const std::string& id) const;

    /// The device that is timed now, with a text such as "168 of 200"; nothing when empty.
    void setBusy(const std::string& id, const QString& text);
    /// Empty unless that device is the busy one.
    QString busyText(const std::string& id) const { return id == m_busy ? m_busyText : QString(); }
    bool isBusy() const { return !m_busy.empty(); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<DeviceCard> m_cards;
    std::string m_busy;
    QString m_busyText;
};

/// "Tensor G3, Android 15": the first facts in one line; or why there are none.
QString factsLine(const DeviceCard& card);

} // namespace kintsugi

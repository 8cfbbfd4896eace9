#pragma once

#include <QStyledItemDelegate>

namespace kintsugi {

class CardButtons;
class DeviceModel;
struct DeviceCard;

/// Draws devices as cards; their buttons are editors that stay open.
class DeviceDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    DeviceDelegate(const DeviceModel& devices, QWidget* view);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget*, QAbstractItemModel*, const QModelIndex&) const override {}
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;

Q_SIGNALS:
    void runClicked(const QString& id);
    void identifyClicked(const QString& id);
    void removeClicked(const QString& id);
    void copyClicked(const QString& command);

protected:
    bool eventFilter(QObject* editor, QEvent* event) override;

private:
    const DeviceCard& cardAt(const QModelIndex& index) const;
    /// Draws all but the buttons, unless @p painter is null; returns where the buttons begin.
    int place(QPainter* painter, const QStyleOptionViewItem& option, const QRect& rect, const DeviceCard& card) const;

    const DeviceModel& m_devices;
    QWidget* m_view;
    CardButtons* m_probe; ///< never shown; tells how high buttons are
};

} // namespace kintsugi

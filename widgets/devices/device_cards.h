#pragma once

#include "devices/device_values.h"

#include <QList>
#include <QWidget>

class QAction;
class QLabel;
class QListView;
class QPushButton;
class QToolButton;

namespace kintsugi {

class DeviceDelegate;
class DeviceModel;

/// One card a device: its state, what to do about it, and buttons. The current card is the chosen device.
class DeviceCards : public QWidget {
    Q_OBJECT

public:
    explicit DeviceCards(QWidget* parent = nullptr);

    void setDevices(const std::vector<DeviceCard>& devices);
    const DeviceCard* device(const std::string& id) const;
    const DeviceCard* current() const;
    void setCurrent(const std::string& id);
    void setBusy(const std::string& id, const QString& text);
    /// "adb 34.0.5 at /usr/bin/adb".
    void setAdbNote(const QString& note);

    DeviceModel& model() { return *m_model; }
    QList<QAction*> commands() const { return m_commands; }

Q_SIGNALS:
    void currentChanged();
    void runClicked(const QString& id);
    void identifyRequested(const QString& id);
    /// The user has agreed that what was pushed to the device is deleted.
    void removeRequested(const QString& id);
    /// "HOST:PORT" of a phone on the network.
    void connectRequested(const QString& address);
    void refreshRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QAction* addCommand(const QString& text, const QString& tip);
    void makeActions();
    void makeLayout();
    void openButtons();
    void updateEmpty();
    void updateActions();
    void askToRemove(const QString& id);
    void askAddress();

    DeviceModel* m_model;
    DeviceDelegate* m_delegate;
    QListView* m_view;
    QLabel *m_note, *m_empty;
    QPushButton *m_address, *m_look;
    QToolButton* m_refreshButton;
    QWidget* m_emptyPage;
    QAction *m_identify, *m_remove, *m_connect, *m_refresh;
    QList<QAction*> m_commands;
    QString m_adbNote;
    std::string m_current;
};

} // namespace kintsugi

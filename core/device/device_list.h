#pragma once

#include "device/adb_client.h"

#include <QObject>
#include <memory>
#include <stop_token>
#include <vector>

class QThread;

namespace kintsugi {

/// This computer's card; always ready.
DeviceCard localCard();

/// All devices once: this computer first, then what adb lists, each ready one asked what it is. Waits; for worker
/// threads and the command line. Without adb, or beside a server of another version, a card says so.
std::vector<DeviceCard> listDevices(const QString& adbSetting, const std::stop_token& stop = {});

/// Keeps the list of devices up to date by following `adb track-devices` in a thread of its own.
class DeviceWatcher : public QObject {
    Q_OBJECT

public:
    explicit DeviceWatcher(QString adbSetting = {}, QObject* parent = nullptr);
    ~DeviceWatcher() override;

    void start();
    /// Asks adb anew, and every ready device whether it still answers; adb's own list does not notice a daemon that
    /// died. Call it when a run lost its device.
    void recheck();

Q_SIGNALS:
    /// The whole list, in the thread in which the watcher lives.
    void devicesChanged(const std::vector<kintsugi::DeviceCard>& devices);

private:
    struct State;
    std::unique_ptr<State> m_state;
    QString m_setting;
    std::unique_ptr<QThread> m_thread;
};

} // namespace kintsugi

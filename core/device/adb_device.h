#pragma once

#include "device/adb_client.h"
#include "device/device.h"
#include "device/push_cache.h"

namespace kintsugi {

/// A phone (or anything else that runs adb's daemon), always named by its serial.
class AdbDevice : public Device {
public:
    /// @p bundles: folders of runners by architecture.
    AdbDevice(AdbClient client, const QString& serial, std::map<std::string, std::filesystem::path> bundles);

    std::string id() const override { return m_serial.toStdString(); }
    DeviceFacts identify(const std::stop_token& stop) override;
    DeviceHeat heat(const std::stop_token& stop) override;
    void place(const TimingRequest& request, const std::string& nonce, const PlaceProgress& progress,
               const std::stop_token& stop) override;
    void start(QProcess& process) override;
    bool useReferenceRunner() override;
    void cleanUp(std::chrono::milliseconds limit) noexcept override;
    QByteArray salvage(std::chrono::milliseconds limit, const std::stop_token& stop) override;

    /// Removes folders of runs whose runner is gone, and ends runners that lost their daemon.
    void sweep(const std::stop_token& stop);
    /// "Remove from device": everything that was ever placed there. Throws Error when the device does not answer.
    void removeEverything(const std::stop_token& stop);

private:
    AdbClient m_client;
    QString m_serial;
    std::map<std::string, std::filesystem::path> m_bundles;
    std::string m_architecture;
    QString m_nonce;
    QString m_script;
    QString m_referenceScript; ///< empty when the bundle has no such program, or it is in use
};

} // namespace kintsugi

#pragma once

#include "device/device.h"

#include <QTemporaryDir>

namespace kintsugi {

/// This computer, through the same program and records as a phone.
class LocalDevice : public Device {
public:
    /// @p runner is kintsugi-runner, or the folder of a bundle with its own loader.
    explicit LocalDevice(std::filesystem::path runner);

    std::string id() const override { return "local"; }
    DeviceFacts identify(const std::stop_token& stop) override;
    DeviceHeat heat(const std::stop_token& stop) override;
    void place(const TimingRequest& request, const std::string& nonce, const PlaceProgress& progress,
               const std::stop_token& stop) override;
    void start(QProcess& process) override;
    bool useReferenceRunner() override;
    void cleanUp(std::chrono::milliseconds limit) noexcept override;
    QByteArray salvage(std::chrono::milliseconds limit, const std::stop_token& stop) override;

private:
    std::filesystem::path m_runner;
    QTemporaryDir m_folder;
    QStringList m_options;
    bool m_reference = false;
};

} // namespace kintsugi

#pragma once

#include "device/adb_device.h"
#include "device/runner_files.h"

#include <memory>
#include <string>

class QCoreApplication;

namespace kintsugi::cli {

/// What Qt needs before it runs other programs.
class ProcessSupport {
public:
    ProcessSupport();
    ~ProcessSupport();

private:
    std::unique_ptr<QCoreApplication> m_application;
};

/// The timing program and its bundles, as they lie beside this program.
RunnerFiles runnerFiles();

/// The device of this name: "local" or a serial. @p adb: the adb program, empty for the one in PATH. Throws InputError
/// or Error saying what is missing and how to get it.
std::unique_ptr<Device> openDevice(const std::string& id, const std::string& adb);
AdbDevice openPhone(const std::string& serial, const std::string& adb);

} // namespace kintsugi::cli

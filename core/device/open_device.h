#pragma once

#include "device/adb_device.h"
#include "device/runner_files.h"

#include <memory>
#include <string>

namespace kintsugi {

/// The timing program and its bundles, as they lie beside this program.
RunnerFiles runnerFilesHere();

/// The device of this name: "local" or a serial. @p adb: the adb program, empty for the one in PATH. Throws Error
/// saying what is missing and how to get it.
std::unique_ptr<Device> openDevice(const std::string& id, const std::string& adb = {});
AdbDevice openPhone(const std::string& serial, const std::string& adb = {});

} // namespace kintsugi

#include "device/open_device.h"

#include "base/error.h"
#include "device/local_device.h"

namespace kintsugi {

namespace fs = std::filesystem;

RunnerFiles runnerFilesHere() {
    std::error_code unknown;
    return findRunnerFiles(fs::read_symlink("/proc/self/exe", unknown).parent_path());
}

AdbDevice openPhone(const std::string& serial, const std::string& adb) {
    const auto client = AdbClient::find(QString::fromStdString(adb));
    if (!client)
        throw Error(adb.empty() ? std::string("adb is not installed, so phones cannot be reached. Install it (Debian: "
                                              "apt install adb), or name the program.")
                                : adb + " is not adb; name the adb program.");
    if (client->clashes())
        throw Error("An adb server of another version is running, and this adb would end it. Use the adb that started "
                    "it, or end that server yourself.");
    const RunnerFiles files = runnerFilesHere();
    if (files.bundles.empty())
        throw Error("The timing program for phones is missing; script/build-runner builds it, or set "
                    "KINTSUGI_RUNNER_BUNDLES to its folder.");
    return AdbDevice(*client, QString::fromStdString(serial), files.bundles);
}

std::unique_ptr<Device> openDevice(const std::string& id, const std::string& adb) {
    if (id != "local")
        return std::make_unique<AdbDevice>(openPhone(id, adb));
    const RunnerFiles files = runnerFilesHere();
    if (files.local.empty())
        throw Error("The timing program kintsugi-runner is missing beside this one. It is built when ONNX Runtime is "
                    "there: run script/onnxruntime and build again.");
    return std::make_unique<LocalDevice>(files.local);
}

} // namespace kintsugi

#include "device/local_device.h"

#include "base/error.h"
#include "base/machine.h"
#include "base/thermal_zones.h"
#include "device/runner_files.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSysInfo>
#include <QThread>

namespace kintsugi {

namespace {

std::optional<double> numberIn(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    bool isNumber = false;
    const double value = file.readAll().trimmed().toDouble(&isNumber);
    return isNumber ? std::optional(value) : std::nullopt;
}

std::optional<double> charge() {
    const QDir supplies(QStringLiteral("/sys/class/power_supply"));
    for (const QString& name : supplies.entryList({QStringLiteral("BAT*")}))
        if (const auto percent = numberIn(supplies.filePath(name + QStringLiteral("/capacity"))))
            return percent;
    return std::nullopt;
}

QString text(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

} // namespace

LocalDevice::LocalDevice(std::filesystem::path runner) : m_runner(std::move(runner)) {}

DeviceFacts LocalDevice::identify(const std::stop_token&) {
    DeviceFacts facts;
    facts.name = processorName();
    facts.architecture = QSysInfo::currentCpuArchitecture() == QLatin1String("arm64")
                             ? "aarch64"
                             : QSysInfo::currentCpuArchitecture().toStdString();
    facts.os = (QSysInfo::prettyProductName() + QStringLiteral(", Linux ") + QSysInfo::kernelVersion()).toStdString();
    facts.cores = QThread::idealThreadCount();
    for (int core = 0; core < facts.cores; ++core) {
        const QString folder = QStringLiteral("/sys/devices/system/cpu/cpu%1/").arg(core);
        facts.capacity.push_back(numberIn(folder + QStringLiteral("cpu_capacity")));
        facts.maxKhz.push_back(numberIn(folder + QStringLiteral("cpufreq/cpuinfo_max_freq")));
    }
    facts.chargePercent = charge();
    facts.rows = {{"processor", facts.name}, {"system", facts.os}, {"cores", std::to_string(facts.cores)}};
    return facts;
}

DeviceHeat LocalDevice::heat(const std::stop_token&) {
    return {readThermalZones(), {}};
}

void LocalDevice::place(const TimingRequest& request, const std::string& nonce, const PlaceProgress&,
                        const std::stop_token&) {
    if (!std::filesystem::exists(m_runner))
        throw FileError("The runner \"" + m_runner.string() + "\" is not there; build the target kintsugi-runner.");
    if (!m_folder.isValid())
        throw FileError("No folder for the run can be made in \"" + QDir::tempPath().toStdString() +
                        "\"; free some space there.");
    m_options = runnerOptions(request, nonce);
    for (const ModelToTime& model : request.models) {
        for (const auto& file : {model.file, model.check})
            if (!file.empty() && !std::filesystem::exists(file))
                throw FileError("The file \"" + file.string() + "\" is not there; export the model again.");
        m_options << QStringLiteral("--model") << text(std::filesystem::absolute(model.file));
        if (!model.check.empty())
            m_options << QStringLiteral("--check") << text(std::filesystem::absolute(model.check));
    }
    m_options << QStringLiteral("--log") << m_folder.filePath(QStringLiteral("log"));
}

void LocalDevice::start(QProcess& process) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("ORT_DISABLE_TELEMETRY"), QStringLiteral("1"));
    if (std::filesystem::is_directory(m_runner)) {
        const QStringList command =
            m_reference ? referenceCommand(m_runner, text(m_runner)) : bundleCommand(m_runner, text(m_runner));
        if (const auto library = m_runner / "libonnxruntime.so.1"; std::filesystem::exists(library))
            environment.insert(QStringLiteral("KINTSUGI_ONNXRUNTIME"), text(library));
        process.setProcessEnvironment(environment);
        process.start(command.front(), command.mid(1) + m_options);
    } else {
        process.setProcessEnvironment(environment);
        process.start(text(m_runner), m_options);
    }
}

bool LocalDevice::useReferenceRunner() {
    // A program of the build tree shares this computer's libraries; what it lacks can be installed.
    if (m_reference || !std::filesystem::is_directory(m_runner) || referenceCommand(m_runner, {}).isEmpty())
        return false;
    QFile::remove(m_folder.filePath(QStringLiteral("log")));
    return m_reference = true;
}

void LocalDevice::cleanUp(std::chrono::milliseconds) noexcept {
    m_folder.remove();
}

QByteArray LocalDevice::salvage(std::chrono::milliseconds, const std::stop_token&) {
    QFile log(m_folder.filePath(QStringLiteral("log")));
    return log.open(QIODevice::ReadOnly) ? log.readAll() : QByteArray();
}

} // namespace kintsugi

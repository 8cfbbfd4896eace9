#include "device/adb_device.h"

#include "base/error.h"
#include "device/runner_files.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QThread>
#include <map>

namespace kintsugi {

using namespace std::chrono_literals;

namespace {

/// One "key=value" line per fact; what a device lacks stays empty.
const char* const factsScript =
    "echo model=$(getprop ro.product.model); echo maker=$(getprop ro.product.manufacturer); "
    "echo abilist=$(getprop ro.product.cpu.abilist); echo release=$(getprop ro.build.version.release); "
    "echo sdk=$(getprop ro.build.version.sdk); echo fingerprint=$(getprop ro.build.fingerprint); "
    "echo soc=$(getprop ro.soc.model); echo fixture=$(getprop ro.kintsugi.fixture); echo kernel=$(uname -r); "
    "echo machine=$(uname -m); echo page=$(getconf PAGESIZE 2>/dev/null); "
    "echo cores=$(grep -c ^processor /proc/cpuinfo 2>/dev/null); "
    "echo memory=$(grep MemTotal /proc/meminfo 2>/dev/null); "
    "echo level=$(dumpsys battery 2>/dev/null | grep level:); "
    "for c in /sys/devices/system/cpu/cpu[0-9]*; do [ -d $c ] || continue; "
    "echo core=${c##*cpu} $(cat $c/cpu_capacity 2>/dev/null || echo -) "
    "$(cat $c/cpufreq/cpuinfo_max_freq 2>/dev/null || echo -); done; "
    "df -k /data/local/tmp 2>/dev/null";

/// Zones as "zone=NAME MILLIDEGREES", and Android's thermal status.
const char* const heatScript = "for z in /sys/class/thermal/thermal_zone*; do [ -d $z ] || continue; "
                               "echo \"zone=$(cat $z/type 2>/dev/null) $(cat $z/temp 2>/dev/null)\"; done; "
                               "dumpsys thermalservice 2>/dev/null | grep 'Thermal Status:'";

std::string remedy(const QString& words) {
    DeviceState state = DeviceState::Unknown;
    if (words.contains(QLatin1String("unauthorized")))
        state = DeviceState::Unauthorized;
    else if (words.contains(QLatin1String("authorizing")))
        state = DeviceState::Authorizing;
    else if (words.contains(QLatin1String("offline")))
        state = DeviceState::Offline;
    else if (words.contains(QLatin1String("no permissions")) ||
             words.contains(QLatin1String("insufficient permissions")))
        state = DeviceState::NoPermissions;
    else
        return "check the connection and try again.";
    QString advice = adviceFor(state);
    advice[0] = advice[0].toLower();
    return advice.toStdString();
}

std::optional<double> number(const QString& text) {
    bool isNumber = false;
    const double value = text.toDouble(&isNumber);
    return isNumber ? std::optional(value) : std::nullopt;
}

} // namespace

AdbDevice::AdbDevice(AdbClient client, const QString& serial, std::map<std::string, std::filesystem::path> bundles)
    : m_client(std::move(client)), m_serial(serial), m_bundles(std::move(bundles)) {}

DeviceFacts AdbDevice::identify(const std::stop_token& stop) {
    const CommandResult result = m_client.shell(m_serial, QString::fromLatin1(factsScript), 8s, stop);
    if (!result.started || result.stopped || result.output.isEmpty())
        throw Error("The device " + m_serial.toStdString() + " does not answer (" + result.lastWords().toStdString() +
                    "): " + remedy(result.lastWords()));
    const QString text = QString::fromUtf8(result.output);
    std::map<QString, QString> values;
    std::map<int, QStringList> cores;
    for (const QString& line : text.split(u'\n')) {
        const QString trimmed = line.trimmed();
        const qsizetype equals = trimmed.indexOf(u'=');
        if (equals < 0)
            continue;
        const QString value = trimmed.mid(equals + 1).simplified();
        if (trimmed.startsWith(QLatin1String("core="))) {
            const QStringList words = value.split(u' ');
            if (words.size() == 3)
                cores[words[0].toInt()] = words;
        } else {
            values[trimmed.left(equals)] = value;
        }
    }

    DeviceFacts facts;
    const QString model = values[QStringLiteral("model")];
    facts.isFixture = !values[QStringLiteral("fixture")].isEmpty() || model.contains(QLatin1String("fixture"));
    facts.name = QStringList{values[QStringLiteral("maker")], model}.join(u' ').simplified().toStdString();
    if (facts.name.empty())
        facts.name = m_serial.toStdString();
    const QString abis = values[QStringLiteral("abilist")];
    const QString machine = values[QStringLiteral("machine")];
    if (abis.contains(QLatin1String("arm64-v8a")) || (abis.isEmpty() && machine == QLatin1String("aarch64")))
        facts.architecture = "aarch64";
    else if (abis.contains(QLatin1String("x86_64")) || (abis.isEmpty() && machine == QLatin1String("x86_64")))
        facts.architecture = "x86_64";
    else
        facts.architecture = (abis.isEmpty() ? machine : abis).toStdString();
    m_architecture = facts.architecture;
    facts.os = "Linux " + values[QStringLiteral("kernel")].toStdString();
    if (const QString release = values[QStringLiteral("release")]; !release.isEmpty())
        facts.os = "Android " + release.toStdString() + ", " + facts.os;
    facts.cores = cores.empty() ? values[QStringLiteral("cores")].toInt() : static_cast<int>(cores.size());
    for (const auto& [index, words] : cores) {
        facts.capacity.push_back(number(words[1]));
        facts.maxKhz.push_back(number(words[2]));
    }
    facts.chargePercent = number(values[QStringLiteral("level")].section(u':', 1).trimmed());

    const auto row = [&](const char* name, const QString& value) {
        if (!value.isEmpty())
            facts.rows.emplace_back(name, value.toStdString());
    };
    row("processor", values[QStringLiteral("soc")]);
    row("architecture", abis.isEmpty() ? machine : abis);
    row("system", QString::fromStdString(facts.os));
    row("sdk", values[QStringLiteral("sdk")]);
    row("build", values[QStringLiteral("fingerprint")]);
    row("page size", values[QStringLiteral("page")]);
    row("cores", facts.cores > 0 ? QString::number(facts.cores) : QString());
    row("memory", values[QStringLiteral("memory")].section(u':', 1).trimmed());
    if (const auto free = parseFreeBytes(text))
        row("free space", QStringLiteral("%1 MB").arg(*free >> 20));
    row("charge", facts.chargePercent ? QStringLiteral("%1 %").arg(*facts.chargePercent) : QString());
    return facts;
}

DeviceHeat AdbDevice::heat(const std::stop_token& stop) {
    const CommandResult result = m_client.shell(m_serial, QString::fromLatin1(heatScript), 8s, stop);
    return parseHeat(QString::fromUtf8(result.output));
}

void AdbDevice::place(const TimingRequest& request, const std::string& nonce, const PlaceProgress& progress,
                      const std::stop_token& stop) {
    if (m_architecture.empty())
        identify(stop);
    const auto bundle = m_bundles.find(m_architecture);
    if (bundle == m_bundles.end())
        throw Error("There is no runner for the device " + m_serial.toStdString() + " with the processor \"" +
                    m_architecture + "\"; " +
                    (m_architecture == "aarch64" || m_architecture == "x86_64"
                         ? "build it with script/build-runner."
                         : "arm64-v8a and x86_64 are supported."));
    m_nonce = QString::fromStdString(nonce);
    sweep(stop);

    std::vector<std::filesystem::path> files;
    for (const ModelToTime& model : request.models) {
        files.push_back(model.file);
        if (!model.check.empty())
            files.push_back(model.check);
    }
    const PushCache::Placed placed =
        PushCache(m_client, m_serial).place(bundle->second, files, m_nonce, progress, stop);

    // In the foreground and by exec, so that the recorded process is the runner, and ends with the connection.
    const QString run = deviceFolder + QStringLiteral("/run-") + m_nonce;
    m_script = QStringLiteral("mkdir -p %1 && echo $$ >%1/pid && cd %1 && rm -f log && exec env -i "
                              "ORT_DISABLE_TELEMETRY=1")
                   .arg(run);
    m_referenceScript = m_script;
    if (std::filesystem::exists(bundle->second / "libonnxruntime.so.1"))
        m_script += QStringLiteral(" KINTSUGI_ONNXRUNTIME=%1/libonnxruntime.so.1").arg(placed.bundle);
    QStringList options = runnerOptions(request, nonce);
    qsizetype next = 0;
    for (const ModelToTime& model : request.models) {
        options << QStringLiteral("--model") << placed.files[next++];
        if (!model.check.empty())
            options << QStringLiteral("--check") << placed.files[next++];
    }
    options << QStringLiteral("--log") << run + QStringLiteral("/log");
    for (const QString& argument : bundleCommand(bundle->second, placed.bundle) + options)
        m_script += u' ' + shellQuoted(argument);
    const QStringList reference = referenceCommand(bundle->second, placed.bundle);
    for (const QString& argument : reference + options)
        m_referenceScript += u' ' + shellQuoted(argument);
    if (reference.isEmpty())
        m_referenceScript.clear();
}

bool AdbDevice::useReferenceRunner() {
    if (m_referenceScript.isEmpty())
        return false;
    m_script = std::exchange(m_referenceScript, {});
    return true;
}

void AdbDevice::start(QProcess& process) {
    process.start(m_client.program(), {QStringLiteral("-s"), m_serial, QStringLiteral("shell"), m_script});
}

void AdbDevice::cleanUp(std::chrono::milliseconds limit) noexcept {
    if (m_nonce.isEmpty())
        return;
    // A number is reused by the system: only a process that carries this run's word is ended.
    m_client.shell(
        m_serial,
        QStringLiteral("cd %1 || exit 0; p=$(cat run-%2/pid 2>/dev/null); [ -n \"$p\" ] && "
                       "tr '\\0' ' ' <\"/proc/$p/cmdline\" 2>/dev/null | grep -q -- '--nonce %2' && kill -9 \"$p\"; "
                       "rm -rf run-%2 .part-%2")
            .arg(deviceFolder, m_nonce),
        limit);
}

QByteArray AdbDevice::salvage(std::chrono::milliseconds limit, const std::stop_token& stop) {
    QElapsedTimer clock;
    clock.start();
    do {
        const CommandResult log = m_client.shell(
            m_serial, QStringLiteral("cat %1/run-%2/log 2>/dev/null; echo").arg(deviceFolder, m_nonce), 5s, stop);
        if (log.good())
            return log.output;
        QThread::msleep(200);
    } while (clock.elapsed() < limit.count() && !stop.stop_requested());
    return {};
}

void AdbDevice::sweep(const std::stop_token& stop) {
    // A runner whose parent is the first process has lost its daemon and serves nobody. A folder without a number is
    // being made this moment, unless it is old.
    m_client.shell(
        m_serial,
        QStringLiteral("cd %1 2>/dev/null || exit 0; for r in run-*; do [ -d \"$r\" ] || continue; "
                       "p=$(cat \"$r/pid\" 2>/dev/null); [ -n \"$p\" ] || continue; "
                       "if tr '\\0' ' ' <\"/proc/$p/cmdline\" 2>/dev/null | grep -q -- \"--nonce ${r#run-}\"; then "
                       "grep -q '^PPid:[^0-9]*1$' \"/proc/$p/status\" || continue; kill -9 \"$p\"; fi; "
                       "rm -rf \"$r\"; done; "
                       "find . -maxdepth 1 '(' -name 'run-*' -o -name '.part-*' ')' -mmin +60 2>/dev/null | "
                       "while read -r old; do [ -f \"$old/pid\" ] || rm -rf \"$old\"; done")
            .arg(deviceFolder),
        8s, stop);
}

void AdbDevice::removeEverything(const std::stop_token& stop) {
    const CommandResult result = m_client.shell(m_serial, QStringLiteral("rm -rf %1").arg(deviceFolder), 30s, stop);
    if (!result.good())
        throw Error("The files on the device " + m_serial.toStdString() + " could not be removed (" +
                    result.lastWords().toStdString() + "); check the connection and try again.");
}

} // namespace kintsugi

#include "device/adb_client.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace kintsugi {

using namespace std::chrono_literals;

QString CommandResult::lastWords() const {
    // The client explains an unauthorized device in several lines, of which the first counts.
    for (const QByteArray& line : errors.split('\n'))
        if (line.startsWith("error: ") || line.startsWith("adb: ")) {
            QString words = QString::fromUtf8(line).trimmed();
            while (words.endsWith(u'.'))
                words.chop(1);
            return words;
        }
    for (const QByteArray& text : {errors, output}) {
        const QString trimmed = QString::fromUtf8(text).trimmed();
        if (!trimmed.isEmpty())
            return trimmed.mid(trimmed.lastIndexOf(u'\n') + 1).trimmed();
    }
    if (!started)
        return QStringLiteral("the program cannot be started");
    if (timedOut)
        return QStringLiteral("no answer in time");
    return QStringLiteral("exit code %1").arg(exitCode);
}

CommandResult runCommand(const QString& program, const QStringList& arguments, std::chrono::milliseconds limit,
                         const std::stop_token& stop) {
    CommandResult result;
    QProcess process;
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(program, arguments);
    result.started = process.waitForStarted();
    if (!result.started)
        return result;
    QElapsedTimer clock;
    clock.start();
    while (!process.waitForFinished(20) && process.state() != QProcess::NotRunning) {
        result.stopped = stop.stop_requested();
        result.timedOut = clock.elapsed() > limit.count();
        if (result.stopped || result.timedOut) {
            process.kill();
            process.waitForFinished(200);
            break;
        }
    }
    result.output = process.readAllStandardOutput();
    result.errors = process.readAllStandardError();
    if (!result.stopped && !result.timedOut)
        result.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : 128 + process.exitCode();
    return result;
}

std::optional<AdbClient> AdbClient::find(const QString& setting) {
    QString program = setting.isEmpty() ? qEnvironmentVariable("KINTSUGI_ADB") : setting;
    if (program.isEmpty())
        program = QStandardPaths::findExecutable(QStringLiteral("adb"));
    if (program.isEmpty() || !QFileInfo(program).isExecutable())
        return std::nullopt;
    const CommandResult result = runCommand(program, {QStringLiteral("version")}, 5s);
    auto version = parseAdbVersion(QString::fromUtf8(result.output));
    if (!version)
        return std::nullopt;
    return AdbClient(program, std::move(*version));
}

std::optional<int> AdbClient::serverVersion() {
    // A server elsewhere (ADB_SERVER_SOCKET) is left to the client to judge.
    if (qEnvironmentVariableIsSet("ADB_SERVER_SOCKET"))
        return std::nullopt;
    bool isNumber = false;
    int port = qEnvironmentVariableIntValue("ANDROID_ADB_SERVER_PORT", &isNumber);
    if (!isNumber)
        port = 5037;
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return std::nullopt;
    const timeval patience{1, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QByteArray reply;
    const QByteArray question = "000chost:version";
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
        ::send(fd, question.constData(), static_cast<std::size_t>(question.size()), MSG_NOSIGNAL) == question.size()) {
        char bytes[64];
        for (ssize_t got = 0; reply.size() < 12 && (got = ::recv(fd, bytes, sizeof bytes, 0)) > 0;)
            reply.append(bytes, got);
    }
    ::close(fd);
    // "OKAY", the length 4, and the version in hexadecimal.
    if (!reply.startsWith("OKAY0004") || reply.size() < 12)
        return std::nullopt;
    const int version = reply.mid(8, 4).toInt(&isNumber, 16);
    return isNumber ? std::optional(version) : std::nullopt;
}

bool AdbClient::clashes() const {
    const auto server = serverVersion();
    return server && *server != m_version.protocol;
}

CommandResult AdbClient::run(const QStringList& arguments, std::chrono::milliseconds limit,
                             const std::stop_token& stop) const {
    return runCommand(m_program, arguments, limit, stop);
}

CommandResult AdbClient::runOn(const QString& serial, const QStringList& arguments, std::chrono::milliseconds limit,
                               const std::stop_token& stop) const {
    return run(QStringList{QStringLiteral("-s"), serial} + arguments, limit, stop);
}

CommandResult AdbClient::shell(const QString& serial, const QString& script, std::chrono::milliseconds limit,
                               const std::stop_token& stop) const {
    return runOn(serial, {QStringLiteral("shell"), script}, limit, stop);
}

} // namespace kintsugi

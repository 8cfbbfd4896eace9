#pragma once

#include "device/adb_text.h"

#include <QByteArray>
#include <chrono>
#include <stop_token>

namespace kintsugi {

/// What a program that was run to its end left.
struct CommandResult {
    bool started = false;
    bool timedOut = false;
    bool stopped = false;
    /// As a shell gives it: 128 + signal for a killed program; -1 when it did not end by itself.
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;

    bool good() const { return started && exitCode == 0; }
    /// The line in which adb says what went wrong, or the last line written, errors first; for messages.
    QString lastWords() const;
};

/// Runs a program and waits; ends it at @p limit or when asked to stop. For worker threads.
CommandResult runCommand(const QString& program, const QStringList& arguments, std::chrono::milliseconds limit,
                         const std::stop_token& stop = {});

/// Android's debug bridge client. Every call waits, so it belongs in worker threads. It starts adb's server where none
/// runs, as every client does, and never ends one: other tools share it.
class AdbClient {
public:
    /// The program named by @p setting or, when that is empty, by KINTSUGI_ADB, or else the first "adb" in PATH;
    /// nothing when there is none or it is not adb.
    static std::optional<AdbClient> find(const QString& setting = {});

    const QString& program() const { return m_program; }
    const AdbVersion& version() const { return m_version; }

    /// The protocol version of the server that is running, asked without the client; nothing when none answers.
    static std::optional<int> serverVersion();
    /// Whether a server of another version is running. The client would end it at its first command, so none may be
    /// given then.
    bool clashes() const;

    CommandResult run(const QStringList& arguments, std::chrono::milliseconds limit,
                      const std::stop_token& stop = {}) const;
    CommandResult runOn(const QString& serial, const QStringList& arguments, std::chrono::milliseconds limit,
                        const std::stop_token& stop = {}) const;
    CommandResult shell(const QString& serial, const QString& script, std::chrono::milliseconds limit,
                        const std::stop_token& stop = {}) const;

private:
    AdbClient(QString program, AdbVersion version) : m_program(std::move(program)), m_version(std::move(version)) {}

    QString m_program;
    AdbVersion m_version;
};

} // namespace kintsugi

#pragma once

#include "device/timing.h"

#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

namespace kintsugi {

/// One line of `adb devices` or `adb track-devices`.
struct AdbLine {
    QString serial;
    /// The state in adb's words, with its explanation where there is one.
    QString state;
    DeviceState known = DeviceState::Unknown;
    /// product, model, device, transport_id, usb, …
    std::vector<std::pair<QString, QString>> properties;
    QString raw;

    QString property(const QString& key) const;
};

/// Nothing for a header, the daemon's messages, an empty line and a line without a state.
std::optional<AdbLine> parseAdbLine(QString line);

/// The output of `adb devices [-l]`, with whatever else is printed there.
std::vector<AdbLine> parseAdbDevices(const QString& text);

/// Frames of `adb track-devices`: four hexadecimal digits of length, then so many bytes; noise between them is dropped.
class TrackFrames {
public:
    /// Returns the lists that these bytes completed.
    std::vector<std::vector<AdbLine>> feed(const QByteArray& bytes);

private:
    QByteArray m_pending;
};

/// The version of the protocol between client and server and that of the program, from `adb version`.
struct AdbVersion {
    int protocol = 0;
    QString program;
};
std::optional<AdbVersion> parseAdbVersion(const QString& text);

/// Free bytes from `df -k PATH`; nothing when the text is something else.
std::optional<std::int64_t> parseFreeBytes(const QString& text);

/// "hash  name" lines of sha256sum as (name, hash).
std::vector<std::pair<QString, QString>> parseSha256(const QString& text);

/// What to do about a device in this state, in one English sentence; empty for a ready one.
QString adviceFor(DeviceState state);

/// One argument for a POSIX shell.
QString shellQuoted(const QString& argument);

} // namespace kintsugi

#include "device/adb_text.h"

#include <QRegularExpression>
#include <array>

namespace kintsugi {

namespace {

struct StateWord {
    const char* word;
    DeviceState state;
};

constexpr std::array stateWords = {
    StateWord{"device", DeviceState::Ready},
    StateWord{"unauthorized", DeviceState::Unauthorized},
    StateWord{"authorizing", DeviceState::Authorizing},
    StateWord{"offline", DeviceState::Offline},
    StateWord{"no permissions", DeviceState::NoPermissions},
    StateWord{"connecting", DeviceState::Connecting},
    StateWord{"recovery", DeviceState::Recovery},
    StateWord{"rescue", DeviceState::Recovery},
    StateWord{"sideload", DeviceState::Sideload},
    StateWord{"bootloader", DeviceState::Bootloader},
    StateWord{"host", DeviceState::Unsupported},
    StateWord{"detached", DeviceState::Offline},
};

/// A word of the state's list at the start of the text, which ends there or before a space or bracket.
const StateWord* stateAt(QStringView text) {
    for (const StateWord& candidate : stateWords) {
        const QLatin1StringView word(candidate.word);
        if (text.startsWith(word) && (text.size() == word.size() || text[word.size()] == u' ' ||
                                      text[word.size()] == u';' || text[word.size()] == u'('))
            return &candidate;
    }
    return nullptr;
}

const QRegularExpression& propertyTail() {
    static const QRegularExpression tail(QStringLiteral("(?:^|\\s)([a-z_]+):(\\S+)\\s*$"));
    return tail;
}

} // namespace

QString AdbLine::property(const QString& key) const {
    for (const auto& [name, value] : properties)
        if (name == key)
            return value;
    return {};
}

std::optional<AdbLine> parseAdbLine(QString line) {
    while (line.endsWith(u'\n') || line.endsWith(u'\r'))
        line.chop(1);
    if (line.trimmed().isEmpty() || line.startsWith(u'*') || line.startsWith(QLatin1String("List of devices")) ||
        line.startsWith(QLatin1String("adb server")) || line.startsWith(QLatin1String("adb: ")) ||
        line.startsWith(QLatin1String("error: ")) || line.startsWith(u' ') || line.startsWith(u'\t'))
        return std::nullopt;

    AdbLine result;
    result.raw = line;

    // The short form has a tab between serial and state; the long one pads with spaces, and a serial may hold some
    // itself: the state is then the last place where one of its words stands before nothing but explanations and the
    // properties.
    qsizetype stateStart = -1;
    if (const qsizetype tab = line.indexOf(u'\t'); tab > 0) {
        stateStart = tab + 1;
        result.serial = line.left(tab);
    } else {
        static const QRegularExpression gap(QStringLiteral("\\s+"));
        for (auto each = gap.globalMatch(line); each.hasNext();) {
            const auto match = each.next();
            const StateWord* word = stateAt(QStringView(line).mid(match.capturedEnd()));
            if (!word)
                continue;
            result.serial = line.left(match.capturedStart());
            stateStart = match.capturedEnd();
            // Free text follows "no permissions", in which any word may stand.
            if (word->state == DeviceState::NoPermissions)
                break;
        }
        if (stateStart < 0) {
            // A word that is not known yet: what stands after the padding.
            static const QRegularExpression padding(QStringLiteral("\\s{2,}|\\s(?=\\S+$)"));
            const auto match = padding.match(line);
            if (!match.hasMatch() || line.startsWith(QLatin1String("failed")))
                return std::nullopt;
            result.serial = line.left(match.capturedStart());
            stateStart = match.capturedEnd();
        }
    }

    QString rest = line.mid(stateStart);
    for (auto match = propertyTail().match(rest); match.hasMatch(); match = propertyTail().match(rest)) {
        result.properties.insert(result.properties.begin(), {match.captured(1), match.captured(2)});
        rest.truncate(match.capturedStart());
    }
    result.serial = result.serial.trimmed();
    result.state = rest.trimmed();
    if (result.serial.isEmpty() || result.state.isEmpty())
        return std::nullopt;
    if (const StateWord* word = stateAt(result.state))
        result.known = word->state;
    return result;
}

std::vector<AdbLine> parseAdbDevices(const QString& text) {
    std::vector<AdbLine> lines;
    for (const QString& line : text.split(u'\n'))
        if (auto parsed = parseAdbLine(line))
            lines.push_back(std::move(*parsed));
    return lines;
}

std::vector<std::vector<AdbLine>> TrackFrames::feed(const QByteArray& bytes) {
    std::vector<std::vector<AdbLine>> lists;
    m_pending += bytes;
    while (m_pending.size() >= 4) {
        bool isLength = true;
        for (int i = 0; i < 4; ++i)
            isLength = isLength && std::isxdigit(static_cast<unsigned char>(m_pending[i]));
        if (!isLength) {
            const qsizetype newline = m_pending.indexOf('\n');
            if (newline < 0)
                break;
            m_pending.remove(0, newline + 1);
            continue;
        }
        const int length = m_pending.left(4).toInt(nullptr, 16);
        if (m_pending.size() < 4 + length)
            break;
        lists.push_back(parseAdbDevices(QString::fromUtf8(m_pending.mid(4, length))));
        m_pending.remove(0, 4 + length);
    }
    return lists;
}

std::optional<AdbVersion> parseAdbVersion(const QString& text) {
    static const QRegularExpression bridge(QStringLiteral("Android Debug Bridge version \\d+\\.\\d+\\.(\\d+)"));
    static const QRegularExpression program(QStringLiteral("^Version (\\S+)"), QRegularExpression::MultilineOption);
    const auto protocol = bridge.match(text);
    if (!protocol.hasMatch())
        return std::nullopt;
    return AdbVersion{protocol.captured(1).toInt(), program.match(text).captured(1)};
}

std::optional<std::int64_t> parseFreeBytes(const QString& text) {
    // Long device names push the numbers to a line of their own.
    static const QRegularExpression numbers(QStringLiteral("\\s(\\d+)\\s+(\\d+)\\s+(\\d+)\\s+\\d+%"));
    if (!text.contains(QLatin1String("1K")) && !text.contains(QLatin1String("1024")))
        return std::nullopt;
    const auto match = numbers.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    return match.captured(3).toLongLong() * 1024;
}

std::vector<std::pair<QString, QString>> parseSha256(const QString& text) {
    static const QRegularExpression line(QStringLiteral("^([0-9a-f]{64}) [ *](?:\\./)?(.+?)\\r?$"),
                                         QRegularExpression::MultilineOption);
    std::vector<std::pair<QString, QString>> hashes;
    for (auto each = line.globalMatch(text); each.hasNext();) {
        const auto match = each.next();
        hashes.emplace_back(match.captured(2), match.captured(1));
    }
    return hashes;
}

QString adviceFor(DeviceState state) {
    switch (state) {
    case DeviceState::Ready:
        return {};
    case DeviceState::Unauthorized:
        return QStringLiteral("Unlock the device and accept this computer's key in the window that it shows.");
    case DeviceState::Authorizing:
        return QStringLiteral("The device is checking this computer's key; wait, and accept it if a window appears.");
    case DeviceState::Offline:
        return QStringLiteral("The device does not answer; plug it in again or switch USB debugging off and on.");
    case DeviceState::NoPermissions:
        return QStringLiteral("This user may not open the USB device; install the package "
                              "android-sdk-platform-tools-common (udev rules) and plug it in again.");
    case DeviceState::Connecting:
        return QStringLiteral("The connection is being made; wait a few seconds.");
    case DeviceState::Recovery:
        return QStringLiteral("The device runs its recovery system; restart it into Android.");
    case DeviceState::Sideload:
        return QStringLiteral("The device waits for an update; restart it into Android.");
    case DeviceState::Bootloader:
        return QStringLiteral("The device stands in its boot loader; restart it into Android.");
    case DeviceState::AdbMissing:
        return QStringLiteral(
            "Install adb (package \"adb\") or set its path to time phones; this computer needs none.");
    case DeviceState::AdbClash:
        return QStringLiteral("An adb server of another version is running; use that adb's path, "
                              "or end the server yourself once no other tool needs it.");
    case DeviceState::Unsupported:
        return QStringLiteral("There is no runner for this device's processor; arm64-v8a and x86_64 are supported.");
    case DeviceState::Unknown:
        break;
    }
    return QStringLiteral("adb reports a state that is not known here; restart the device and plug it in again.");
}

QString shellQuoted(const QString& argument) {
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_@%+=:,./-]+$"));
    if (plain.match(argument).hasMatch())
        return argument;
    QString quoted = argument;
    quoted.replace(u'\'', QLatin1String("'\\''"));
    return u'\'' + quoted + u'\'';
}

} // namespace kintsugi

#include "devices/device_wording.h"

#include "common/state_chip.h"
#include "common/wording.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringList>
#include <algorithm>
#include <array>
#include <cmath>

namespace kintsugi {

namespace {

struct DeviceTexts {
    Q_DECLARE_TR_FUNCTIONS(DeviceWording)
};

} // namespace

QString notAvailable() {
    return DeviceTexts::tr("not available");
}

int decimalsOf(double milliseconds) {
    const double size = std::abs(milliseconds);
    return size < 10 ? 2 : size < 1000 ? 1 : 0;
}

QString msNumber(const std::optional<double>& milliseconds, bool sign) {
    return milliseconds ? numberText(*milliseconds, decimalsOf(*milliseconds), sign) : notMeasured();
}

QString msText(const std::optional<double>& milliseconds, bool sign) {
    return milliseconds ? DeviceTexts::tr("%1 ms").arg(msNumber(milliseconds, sign)) : notMeasured();
}

QString intervalText(const SampleStatistics& statistics) {
    const int decimals = decimalsOf(statistics.median);
    return DeviceTexts::tr("95 % interval %1 to %2 ms")
        .arg(numberText(statistics.low95, decimals), numberText(statistics.high95, decimals));
}

QString medianText(const SampleStatistics& statistics) {
    const int decimals = decimalsOf(statistics.median);
    return QStringLiteral("%1 ± %2").arg(numberText(statistics.median, decimals),
                                         numberText((statistics.high95 - statistics.low95) / 2, decimals));
}

QString bytesText(double bytes) {
    return bytes < 1e6   ? DeviceTexts::tr("%1 kB").arg(numberText(bytes / 1e3, 0))
           : bytes < 1e9 ? DeviceTexts::tr("%1 MB").arg(numberText(bytes / 1e6, bytes < 1e8 ? 1 : 0))
                         : DeviceTexts::tr("%1 GB").arg(numberText(bytes / 1e9, 2));
}

QString thermalText(int status) {
    const std::array words{DeviceTexts::tr("none"),    DeviceTexts::tr("light"),    DeviceTexts::tr("moderate"),
                           DeviceTexts::tr("severe"),  DeviceTexts::tr("critical"), DeviceTexts::tr("emergency"),
                           DeviceTexts::tr("shutdown")};
    const auto at = static_cast<std::size_t>(status);
    return at < words.size() ? QStringLiteral("%1 %2").arg(status).arg(words[at]) : QString::number(status);
}

QString celsiusText(double value) {
    return DeviceTexts::tr("%1 °C").arg(numberText(value, 1));
}

QString clockText(double khz) {
    return khz < 1e6 ? DeviceTexts::tr("%1 MHz").arg(numberText(khz / 1e3, 0))
                     : DeviceTexts::tr("%1 GHz").arg(numberText(khz / 1e6, 2));
}

QString coresText(const std::vector<int>& cores) {
    std::vector<int> sorted = cores;
    std::sort(sorted.begin(), sorted.end());
    QStringList parts;
    for (std::size_t i = 0; i < sorted.size();) {
        std::size_t end = i;
        while (end + 1 < sorted.size() && sorted[end + 1] == sorted[end] + 1)
            ++end;
        if (end - i < 2)
            for (std::size_t k = i; k <= end; ++k)
                parts << QString::number(sorted[k]);
        else
            parts << QStringLiteral("%1–%2").arg(sorted[i]).arg(sorted[end]);
        i = end + 1;
    }
    return parts.join(QStringLiteral(", "));
}

QString sizeText(int height, int width) {
    return QStringLiteral("%1×%2").arg(height).arg(width);
}

QString startedText(const std::string& iso) {
    QDateTime time = QDateTime::fromString(QString::fromStdString(iso), Qt::ISODate);
    if (!time.isValid())
        return QString::fromStdString(iso);
    time = time.toLocalTime();
    const qint64 days = time.date().daysTo(QDate::currentDate());
    const QLocale locale;
    const QString clock = locale.toString(time.time(), QStringLiteral("HH:mm"));
    if (days == 0)
        return DeviceTexts::tr("today %1").arg(clock);
    if (days > 0 && days < 7)
        return QStringLiteral("%1 %2").arg(locale.dayName(time.date().dayOfWeek(), QLocale::ShortFormat), clock);
    return QStringLiteral("%1 %2").arg(locale.toString(time.date(), QLocale::ShortFormat), clock);
}

QString stateText(DeviceState state) {
    switch (state) {
    case DeviceState::Ready:
        return DeviceTexts::tr("ready");
    case DeviceState::Unauthorized:
        return DeviceTexts::tr("unauthorized");
    case DeviceState::Authorizing:
        return DeviceTexts::tr("authorizing");
    case DeviceState::Offline:
        return DeviceTexts::tr("offline");
    case DeviceState::NoPermissions:
        return DeviceTexts::tr("no permissions");
    case DeviceState::Connecting:
        return DeviceTexts::tr("connecting");
    case DeviceState::Recovery:
        return DeviceTexts::tr("recovery");
    case DeviceState::Sideload:
        return DeviceTexts::tr("sideload");
    case DeviceState::Bootloader:
        return DeviceTexts::tr("bootloader");
    case DeviceState::AdbMissing:
        return DeviceTexts::tr("adb missing");
    case DeviceState::AdbClash:
        return DeviceTexts::tr("two adb versions");
    case DeviceState::Unsupported:
        return DeviceTexts::tr("not supported");
    case DeviceState::Unknown:
        break;
    }
    return DeviceTexts::tr("unknown state");
}

ChipTone stateTone(DeviceState state) {
    switch (state) {
    case DeviceState::Ready:
        return ChipTone::Ok;
    case DeviceState::Authorizing:
    case DeviceState::Connecting:
        return ChipTone::Busy;
    case DeviceState::Unauthorized:
    case DeviceState::Recovery:
    case DeviceState::Sideload:
    case DeviceState::Bootloader:
    case DeviceState::AdbClash:
    case DeviceState::Unknown:
        return ChipTone::Warn;
    case DeviceState::Offline:
    case DeviceState::NoPermissions:
    case DeviceState::AdbMissing:
    case DeviceState::Unsupported:
        break;
    }
    return ChipTone::Error;
}

QString adviceText(const DeviceCard& card) {
    switch (card.state) {
    case DeviceState::Ready:
        return {};
    case DeviceState::Unauthorized:
        return DeviceTexts::tr("Unlock the phone and accept “Allow USB debugging”; it is ready right after that.");
    case DeviceState::Authorizing:
        return DeviceTexts::tr("The phone is checking this computer's key; wait a few seconds.");
    case DeviceState::Offline:
        return DeviceTexts::tr("Reconnect the cable, or switch USB debugging off and on in the phone's settings.");
    case DeviceState::NoPermissions:
        return DeviceTexts::tr("Install the udev rules (Debian: android-sdk-platform-tools-common), then unplug the "
                               "phone and plug it in again.");
    case DeviceState::Connecting:
        return DeviceTexts::tr("adb is connecting; if this lasts, check that the phone is on the same network.");
    case DeviceState::Recovery:
        return DeviceTexts::tr("The phone is in its recovery system; restart it into Android.");
    case DeviceState::Sideload:
        return DeviceTexts::tr("The phone waits for an update by sideload; restart it into Android.");
    case DeviceState::Bootloader:
        return DeviceTexts::tr("The phone is in its bootloader; restart it into Android.");
    case DeviceState::AdbMissing:
        return DeviceTexts::tr("Install adb (Debian: adb) to time phones; this computer can be timed without it.");
    case DeviceState::AdbClash:
        return DeviceTexts::tr(
            "Another version of adb started the running server; let both programs use the same adb.");
    case DeviceState::Unsupported:
        return card.advice.empty()
                   ? DeviceTexts::tr("Only 64-bit Arm (arm64-v8a) and x86-64 devices can be timed; choose another one.")
                   : QString::fromStdString(card.advice);
    case DeviceState::Unknown:
        break;
    }
    return DeviceTexts::tr("adb reports a state that is not known here; unplug the phone and plug it in again.");
}

QString remedyCommand(DeviceState state) {
    switch (state) {
    case DeviceState::NoPermissions:
        return QStringLiteral("sudo apt install android-sdk-platform-tools-common");
    case DeviceState::AdbMissing:
        return QStringLiteral("sudo apt install adb");
    default:
        return {};
    }
}

QString stepText(RunStep step) {
    switch (step) {
    case RunStep::Export:
        return DeviceTexts::tr("Export");
    case RunStep::Check:
        return DeviceTexts::tr("Check");
    case RunStep::Push:
        return DeviceTexts::tr("Push");
    case RunStep::WarmUp:
        return DeviceTexts::tr("Warm-up");
    case RunStep::Measure:
        return DeviceTexts::tr("Measure");
    case RunStep::PerStage:
        return DeviceTexts::tr("Stages");
    case RunStep::Fetch:
        return DeviceTexts::tr("Fetch");
    }
    return {};
}

QString stepStateText(StepState state) {
    switch (state) {
    case StepState::Waiting:
        return DeviceTexts::tr("waiting");
    case StepState::Active:
        return DeviceTexts::tr("running");
    case StepState::Done:
        return DeviceTexts::tr("done");
    case StepState::Failed:
        return DeviceTexts::tr("failed");
    case StepState::Skipped:
        return DeviceTexts::tr("not needed");
    }
    return {};
}

QString orderText(std::size_t models) {
    QStringList letters;
    for (std::size_t i = 0; i < models; ++i)
        letters << placeLetter(i);
    for (std::size_t i = models; i > 0; --i)
        letters << placeLetter(i - 1);
    return letters.join(QLatin1Char(' '));
}

QString placeLetter(std::size_t place) {
    return place < 26 ? QString(QChar(char16_t(u'A' + place))) : QString::number(place + 1);
}

QString breakable(const QString& text) {
    constexpr int longest = 22;
    QString result;
    int run = 0;
    for (const QChar letter : text) {
        run = letter.isSpace() ? 0 : run + 1;
        if (run > longest) {
            result += QChar(0x200B);
            run = 1;
        }
        result += letter;
    }
    return result;
}

// Warnings get the triangle that the rest of the program uses; RunChip's pause sign is for runs.
void paintState(QPainter& painter, const QRect& area, ChipTone tone, const QString& text, const QFont& font,
                const Tokens& tokens) {
    if (tone != ChipTone::Warn)
        return paintChip(painter, area, tone, text, font, tokens);
    QRect place = area;
    place.setWidth(std::min(area.width(), stateWidth(tone, text, font)));
    paintChip(painter, place, {ChipLook::Warning, text, 0}, tokens, font);
}

int stateWidth(ChipTone tone, const QString& text, const QFont& font) {
    return tone == ChipTone::Warn ? chipSize({ChipLook::Warning, text, 0}, font).width() : chipWidth(text, font);
}

QString stageRowText(const std::string& stage) {
    if (stage == "unattributed")
        return DeviceTexts::tr("unattributed");
    if (stage == "base")
        return DeviceTexts::tr("base");
    return QString::fromStdString(stage);
}

} // namespace kintsugi

#include "device/device_heat.h"

#include <QStringList>
#include <fmt/format.h>

namespace kintsugi {

void DeviceHeat::addZone(const std::string& type, double degrees) {
    if (degrees < -40 || degrees > 150)
        return;
    std::string name = type.empty() ? "zone" : type;
    for (int again = 2; celsius.contains(name); ++again)
        name = fmt::format("{}#{}", type, again);
    celsius[name] = degrees;
}

DeviceHeat parseHeat(const QString& text) {
    DeviceHeat heat;
    for (const QString& line : text.split(u'\n')) {
        const QString trimmed = line.trimmed();
        bool isNumber = false;
        if (trimmed.startsWith(QLatin1String("zone="))) {
            const qsizetype space = trimmed.lastIndexOf(u' ');
            const double milli = trimmed.mid(space + 1).toDouble(&isNumber);
            if (space > 0 && isNumber)
                heat.addZone(trimmed.mid(5, space - 5).trimmed().toStdString(), milli / 1000);
        } else if (trimmed.startsWith(QLatin1String("Thermal Status:"))) {
            const int status = trimmed.section(u':', 1).trimmed().toInt(&isNumber);
            if (isNumber && !heat.status)
                heat.status = status;
        }
    }
    return heat;
}

std::string tooHot(const DeviceHeat& heat, double limit) {
    std::string hottest;
    double highest = limit;
    for (const auto& [zone, value] : heat.celsius)
        if (value >= highest) {
            hottest = zone;
            highest = value;
        }
    if (!hottest.empty())
        return fmt::format("{} has {:.0f} °C", hottest, highest);
    return heat.status.value_or(0) > 0 ? fmt::format("its thermal status is {}", *heat.status) : std::string();
}

} // namespace kintsugi

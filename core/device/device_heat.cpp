#include "device/device_heat.h"

#include "base/thermal_zones.h"

#include <QStringList>
#include <fmt/format.h>

namespace kintsugi {

DeviceHeat parseHeat(const QString& text) {
    DeviceHeat heat;
    for (const QString& line : text.split(u'\n')) {
        const QString trimmed = line.trimmed();
        bool isNumber = false;
        if (trimmed.startsWith(QLatin1String("zone="))) {
            const qsizetype space = trimmed.lastIndexOf(u' ');
            const double milli = trimmed.mid(space + 1).toDouble(&isNumber);
            if (space > 0 && isNumber)
                addThermalZone(heat.celsius, trimmed.mid(5, space - 5).trimmed().toStdString(), milli);
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

#pragma once

#include <QString>
#include <map>
#include <optional>
#include <string>

namespace kintsugi {

/// How hot a device is. Unreadable values are absent.
struct DeviceHeat {
    /// Degrees by the thermal zone's type; a type that comes again gets "#2", "#3", ….
    std::map<std::string, double> celsius;
    /// Android's own word, 0 (none) to 6 (about to shut down).
    std::optional<int> status;
};

/// Lines "zone=TYPE MILLIDEGREES", and the "Thermal Status: N" of Android's thermal service.
DeviceHeat parseHeat(const QString& text);

/// Why a device is too hot for honest times, such as "cpu-1 has 52 °C"; empty when it is not, or cannot be read. Hot is
/// a zone of at least @p limit °C, or a thermal status above 0, from which on Android throttles.
std::string tooHot(const DeviceHeat& heat, double limit = 45);

} // namespace kintsugi

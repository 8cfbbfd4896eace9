#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace kintsugi {

/// Adds a zone of Linux's thermal system, given in thousandths of a degree, as degrees. A type that comes again gets
/// "#2", "#3", …. Values that no running machine has are how phones mark absent sensors, and are left out.
inline void addThermalZone(std::map<std::string, double>& celsius, const std::string& type, double milli) {
    if (!(milli >= -40'000 && milli <= 150'000))
        return;
    const std::string known = type.empty() ? "zone" : type;
    std::string name = known;
    for (int again = 2; celsius.contains(name); ++again)
        name = known + "#" + std::to_string(again);
    celsius[name] = milli / 1000;
}

/// The zones of the computer whose files are below @p root; unreadable ones are absent.
inline std::map<std::string, double> readThermalZones(const std::filesystem::path& root = "/") {
    std::map<std::string, double> celsius;
    // A folder's order is chance; zones are counted instead, so that names come out alike each time.
    for (int i = 0; i < 256; ++i) {
        const auto zone = root / "sys/class/thermal" / ("thermal_zone" + std::to_string(i));
        double milli = 0;
        std::string type;
        if (!(std::ifstream(zone / "temp") >> milli))
            continue;
        std::ifstream typeFile(zone / "type");
        std::getline(typeFile, type);
        addThermalZone(celsius, type, milli);
    }
    return celsius;
}

} // namespace kintsugi

#include "machine_state.h"

#include "base/error.h"
#include "base/machine.h"
#include "base/thermal_zones.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sched.h>
#include <string_view>
#include <unistd.h>

namespace kintsugi::runner {

namespace {

namespace fs = std::filesystem;

std::optional<double> numberIn(const fs::path& path) {
    std::ifstream stream(path);
    double value = 0;
    return stream >> value ? std::optional(value) : std::nullopt;
}

bool isProcessorZone(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    return name.find("cpu") != std::string::npos || name.find("soc") != std::string::npos ||
           name.find("x86_pkg_temp") != std::string::npos || name.find("core") != std::string::npos;
}

} // namespace

MachineState::MachineState(fs::path root) : m_root(std::move(root)) {
    const long configured = sysconf(_SC_NPROCESSORS_CONF);
    m_cores = configured < 1 ? 1 : static_cast<int>(configured);
}

std::optional<std::string> MachineState::processor() const {
    return processorUnder(m_root);
}

PerCore MachineState::perCore(const std::string& file) const {
    PerCore values;
    for (int core = 0; core < m_cores; ++core)
        values.push_back(numberIn(m_root / "sys/devices/system/cpu" / ("cpu" + std::to_string(core)) / file));
    return values;
}

PerCore MachineState::capacity() const {
    return perCore("cpu_capacity");
}

PerCore MachineState::maxKhz() const {
    return perCore("cpufreq/cpuinfo_max_freq");
}

PerCore MachineState::khz() const {
    return perCore("cpufreq/scaling_cur_freq");
}

std::optional<double> MachineState::khz(const std::vector<int>& cores) const {
    std::optional<double> highest;
    for (const int core : cores)
        if (const auto now = numberIn(m_root / "sys/devices/system/cpu" / ("cpu" + std::to_string(core)) /
                                      "cpufreq/scaling_cur_freq"))
            highest = std::max(highest.value_or(*now), *now);
    return highest;
}

std::map<std::string, double> MachineState::celsius() const {
    return readThermalZones(m_root);
}

std::optional<double> MachineState::hottest() const {
    std::optional<double> any, processor;
    for (const auto& [name, degrees] : celsius()) {
        any = std::max(any.value_or(degrees), degrees);
        if (isProcessorZone(name))
            processor = std::max(processor.value_or(degrees), degrees);
    }
    return processor ? processor : any;
}

std::optional<std::uint64_t> MachineState::kilobytes(const std::string& file, const std::string& key) const {
    const auto text = fieldOf(m_root / file, key);
    if (!text || !std::isdigit(static_cast<unsigned char>(text->front())))
        return std::nullopt;
    return std::stoull(*text) * 1024;
}

std::optional<std::uint64_t> MachineState::memoryAvailable() const {
    return kilobytes("proc/meminfo", "MemAvailable");
}

std::optional<std::uint64_t> MachineState::peakMemory() const {
    return kilobytes("proc/self/status", "VmHWM");
}

std::vector<int> affinity() {
    cpu_set_t set;
    CPU_ZERO(&set);
    std::vector<int> cores;
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        for (int core = 0; core < CPU_SETSIZE; ++core)
            if (CPU_ISSET(core, &set))
                cores.push_back(core);
    return cores;
}

void setAffinity(const std::vector<int>& cores) {
    cpu_set_t set;
    CPU_ZERO(&set);
    for (const int core : cores)
        CPU_SET(core, &set);
    // The kernel quietly drops cores that are absent or forbidden, as long as one is left.
    if (sched_setaffinity(0, sizeof set, &set) != 0 || affinity() != cores) {
        std::string wanted;
        for (const int core : cores)
            wanted += (wanted.empty() ? "" : ",") + std::to_string(core);
        throw InputError("This machine does not let the cores " + wanted + " be used together; choose others.");
    }
}

} // namespace kintsugi::runner

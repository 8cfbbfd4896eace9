#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kintsugi::runner {

/// One value for each core, in the cores' order; a core that does not tell has none.
using PerCore = std::vector<std::optional<double>>;

/// Reads what the kernel tells of this machine. What cannot be read is absent, never 0.
class MachineState {
public:
    /// @p root is where /sys and /proc are; tests name a folder of their own.
    explicit MachineState(std::filesystem::path root = "/");

    int cores() const { return m_cores; }
    std::optional<std::string> processor() const;

    PerCore capacity() const; ///< relative, 1024 for the fastest; Arm only
    PerCore maxKhz() const;
    PerCore khz() const;
    /// The highest frequency that one of @p cores runs at now.
    std::optional<double> khz(const std::vector<int>& cores) const;

    /// Degrees by the thermal zone's type; a type that comes again gets "#2", "#3", ….
    std::map<std::string, double> celsius() const;
    /// The hottest processor's zone, or the hottest of all where none says that it is one.
    std::optional<double> hottest() const;

    std::optional<std::uint64_t> memoryAvailable() const; ///< bytes
    std::optional<std::uint64_t> peakMemory() const;      ///< bytes of this process

private:
    PerCore perCore(const std::string& file) const;
    std::optional<std::uint64_t> kilobytes(const std::string& file, const std::string& key) const;

    std::filesystem::path m_root;
    int m_cores = 1;
};

/// Cores that the calling thread may run on, as the kernel has them.
std::vector<int> affinity();

/// Moves the calling thread, and threads that it makes later, to @p cores. Throws InputError when this machine does not
/// have or allow all of them.
void setAffinity(const std::vector<int>& cores);

} // namespace kintsugi::runner

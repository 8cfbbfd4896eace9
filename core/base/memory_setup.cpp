#include "base/memory_setup.h"

#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <sys/resource.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace kintsugi {

void setUpMemory() {
#if defined(__GLIBC__)
    // One arena for all threads of the forward pass would serialise them, so the number of arenas is left alone.
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    mallopt(M_TOP_PAD, 256 * 1024 * 1024);
#endif
}

namespace {

/// A line of /proc/self/status that is given in kB; -1 where there is none.
long long statusBytes(const std::string& name) {
    std::ifstream file("/proc/self/status");
    std::string line;
    while (std::getline(file, line))
        if (line.starts_with(name + ":"))
            return std::atoll(line.c_str() + name.size() + 1) * 1024;
    return -1;
}

} // namespace

long long peakResidentBytes() {
    if (const long long peak = statusBytes("VmHWM"); peak >= 0)
        return peak;
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) != 0)
        return 0;
    return static_cast<long long>(usage.ru_maxrss) * 1024;
}

void resetPeakResidentBytes() {
    std::ofstream("/proc/self/clear_refs") << "5"; // see proc(5); without it the peak stays that of the whole run
}

long long availableMemoryBytes() {
    std::ifstream file("/proc/meminfo");
    std::string line;
    while (std::getline(file, line)) {
        long long kib = 0;
        if (std::sscanf(line.c_str(), "MemAvailable: %lld kB", &kib) == 1)
            return kib * 1024;
    }
    return 0;
}

} // namespace kintsugi

#include "base/thread_setup.h"

#include <cstdlib>
#include <filesystem>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <system_error>
#include <unistd.h>

namespace kintsugi {

void makeWaitingPassive(char** argv) {
    constexpr const char* variable = "OMP_WAIT_POLICY";
    if (std::getenv(variable))
        return;
    setenv(variable, "PASSIVE", 1);
    // Not by the link itself, which would become the name that process lists show.
    std::error_code problem;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", problem);
    if (!problem)
        execv(program.c_str(), argv);
    // Where that is not possible the program works all the same, only less smoothly.
}

void yieldToOtherThreads(int niceness) {
    // On Linux niceness is a thread's own, against POSIX, when the thread's number stands for the process's.
    const auto thread = static_cast<id_t>(syscall(SYS_gettid));
    if (getpriority(PRIO_PROCESS, thread) < niceness)
        setpriority(PRIO_PROCESS, thread, niceness);
    // Workers that wake for each small piece of work must not push a window's thread off its core.
    const sched_param none{};
    if (sched_getscheduler(0) == SCHED_OTHER)
        sched_setscheduler(0, SCHED_BATCH, &none);
}

} // namespace kintsugi

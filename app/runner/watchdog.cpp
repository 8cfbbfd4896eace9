#include "watchdog.h"

#include <csignal>
#include <cstring>
#include <filesystem>
#include <pthread.h>
#include <unistd.h>

namespace kintsugi::runner {

namespace {

constexpr auto beatEvery = std::chrono::seconds(3);
constexpr timespec lookEvery{0, 200'000'000};

sigset_t stopSignals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&set, signal);
    return set;
}

} // namespace

Watchdog::Watchdog(RecordStream& records, std::optional<double> maxSeconds)
    : m_records(records), m_maxSeconds(maxSeconds), m_parent(getppid()) {
    const sigset_t signals = stopSignals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    m_thread = std::jthread([this](const std::stop_token& stop) { watch(stop); });
}

Watchdog::~Watchdog() = default;

void Watchdog::removeOnExit(const std::string& folder) {
    const std::scoped_lock lock(m_folderMutex);
    m_folder = folder;
}

void Watchdog::watch(std::stop_token stop) {
    const sigset_t signals = stopSignals();
    auto beaten = m_start;
    while (!stop.stop_requested()) {
        const int signal = sigtimedwait(&signals, nullptr, &lookEvery);
        if (signal > 0)
            end("The run was stopped by a signal (" + std::string(strsignal(signal)) + ").", 128 + signal);
        if (getppid() != m_parent)
            end("The program that started the run is gone.", 1);
        const auto now = std::chrono::steady_clock::now();
        if (m_maxSeconds && std::chrono::duration<double>(now - m_start).count() > *m_maxSeconds)
            end("The run took longer than it may (--max-seconds); time fewer runs or a smaller image.", 124);
        if (now - beaten >= beatEvery) {
            beaten = now;
            m_records.writeIfFree({{"record", "beat"}, {"stage", m_stage.load()}});
        }
    }
}

void Watchdog::end(const std::string& message, int exitCode) {
    m_records.writeLast(m_stage.load(), message);
    const std::scoped_lock lock(m_folderMutex);
    std::error_code ignored;
    if (!m_folder.empty())
        std::filesystem::remove_all(m_folder, ignored);
    _exit(exitCode);
}

} // namespace kintsugi::runner

#pragma once

#include "record_stream.h"

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <thread>

namespace kintsugi::runner {

/// A thread that shows life and ends the program whatever the others do.
///
/// It writes a `beat` record every few seconds, and ends the program with an `error` record when the parent is gone
/// (exit code 1), when the time is over (124), or on SIGTERM, SIGINT and SIGHUP (128 and the signal's number). Make it
/// before any other thread: it blocks those signals in the thread that makes it and so in all later ones.
class Watchdog {
public:
    Watchdog(RecordStream& records, std::optional<double> maxSeconds);
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

    /// @p stage must live as long as the program.
    void setStage(const char* stage) { m_stage = stage; }
    const char* stage() const { return m_stage; }

    /// A folder to remove when the program is ended from here; set once.
    void removeOnExit(const std::string& folder);

private:
    void watch(std::stop_token stop);
    [[noreturn]] void end(const std::string& message, int exitCode);

    RecordStream& m_records;
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
    std::optional<double> m_maxSeconds;
    int m_parent;
    std::atomic<const char*> m_stage = "start";
    std::mutex m_folderMutex;
    std::string m_folder;
    std::jthread m_thread;
};

} // namespace kintsugi::runner

#pragma once

#include <condition_variable>
#include <mutex>

namespace kintsugi {

/// Lets interactive work overtake batch work in one program: batch work calls `yield` between its steps and waits there
/// as long as interactive work is under way. Neither waits for the other in any other place, so there is no deadlock as
/// long as interactive work does not wait for batch work.
class Lanes {
public:
    /// Held while interactive work runs.
    class Interactive {
    public:
        explicit Interactive(Lanes& lanes);
        ~Interactive();
        Interactive(const Interactive&) = delete;
        Interactive& operator=(const Interactive&) = delete;

    private:
        Lanes& m_lanes;
    };

    /// Called by batch work, from any number of threads.
    void yield();

    /// How often `yield` had to wait.
    long waits() const;

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_idle;
    int m_interactive = 0;
    long m_waits = 0;
};

} // namespace kintsugi

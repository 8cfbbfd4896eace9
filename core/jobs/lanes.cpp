#include "jobs/lanes.h"

namespace kintsugi {

Lanes::Interactive::Interactive(Lanes& lanes) : m_lanes(lanes) {
    const std::lock_guard lock(m_lanes.m_mutex);
    ++m_lanes.m_interactive;
}

Lanes::Interactive::~Interactive() {
    {
        const std::lock_guard lock(m_lanes.m_mutex);
        --m_lanes.m_interactive;
    }
    m_lanes.m_idle.notify_all();
}

void Lanes::yield() {
    std::unique_lock lock(m_mutex);
    if (m_interactive == 0)
        return;
    ++m_waits;
    m_idle.wait(lock, [this] { return m_interactive == 0; });
}

long Lanes::waits() const {
    const std::lock_guard lock(m_mutex);
    return m_waits;
}

} // namespace kintsugi

#pragma once

#include "jobs/job.h"

#include <memory>
#include <vector>

namespace kintsugi {

/// The batch lane: jobs that run one after the other on a thread of their own. Any thread may call everything here.
class JobQueue {
public:
    /// Called on the queue's thread or the caller's with every change of a job, one call at a time and for one job
    /// never out of order. It must not call the queue.
    using Observer = std::function<void(const JobInfo&)>;

    /// @p lastId: ids begin above it.
    explicit JobQueue(Observer observer, std::int64_t lastId = 0);
    /// Cancels what runs and waits for it.
    ~JobQueue();

    /// Its id.
    std::int64_t add(const std::string& title, bool pausable, JobWork work);
    /// Each does nothing when the job's state does not allow it (see JobInfo).
    void pause(std::int64_t id);
    void resume(std::int64_t id);
    void cancel(std::int64_t id);
    void cancelAll();

    std::vector<JobInfo> jobs() const;
    /// Waits until no job waits or runs.
    void waitForIdle();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace kintsugi

#include "jobs/job_queue.h"

#include "base/error.h"
#include "base/thread_setup.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace kintsugi {

namespace {

struct Job {
    JobInfo info;
    JobWork work;
    std::stop_source stop;
    bool pausing = false;
};

} // namespace

struct JobQueue::State {
    State(Observer o, std::int64_t last)
        : observer(std::move(o)), lastId(last), thread([this](std::stop_token token) { loop(token); }) {}

    void loop(std::stop_token token);
    void run(const std::shared_ptr<Job>& job);
    void announce(const std::shared_ptr<Job>& job);
    std::shared_ptr<Job> find(std::int64_t id) const;
    template <typename Change> void change(std::int64_t id, const Change& apply);

    Observer observer;
    mutable std::mutex mutex;
    std::mutex announcing; ///< keeps the order of one job's changes; taken before `mutex`
    std::condition_variable_any wake;
    std::condition_variable idle;
    std::deque<std::shared_ptr<Job>> jobs;
    std::int64_t lastId;
    bool busy = false;
    std::jthread thread; ///< last, so that it ends before the rest goes
};

namespace {

class Control : public JobControl {
public:
    Control(Job& job, std::mutex& mutex, std::function<void()> announce)
        : m_job(job), m_mutex(mutex), m_announce(std::move(announce)), m_stop(job.stop.get_token()) {}

    std::stop_token stop() const override { return m_stop; }
    bool isPausing() const override {
        const std::lock_guard lock(m_mutex);
        return m_job.pausing;
    }
    void report(double done, double total, double secondsLeft, const std::string& message) override {
        {
            const std::lock_guard lock(m_mutex);
            m_job.info.done = done;
            m_job.info.total = total;
            m_job.info.secondsLeft = secondsLeft;
            m_job.info.message = message;
        }
        m_announce();
    }

private:
    Job& m_job;
    std::mutex& m_mutex;
    std::function<void()> m_announce;
    std::stop_token m_stop;
};

} // namespace

void JobQueue::State::announce(const std::shared_ptr<Job>& job) {
    const std::lock_guard order(announcing);
    JobInfo info;
    {
        const std::lock_guard lock(mutex);
        info = job->info;
    }
    observer(info);
}

std::shared_ptr<Job> JobQueue::State::find(std::int64_t id) const {
    const auto found = std::find_if(jobs.begin(), jobs.end(), [&](const auto& job) { return job->info.id == id; });
    return found == jobs.end() ? nullptr : *found;
}

template <typename Change> void JobQueue::State::change(std::int64_t id, const Change& apply) {
    std::shared_ptr<Job> job;
    {
        const std::lock_guard lock(mutex);
        job = find(id);
        if (!job || !apply(*job))
            return;
    }
    announce(job);
    wake.notify_all();
    idle.notify_all();
}

void JobQueue::State::loop(std::stop_token token) {
    yieldToOtherThreads(niceForJobs);
    while (!token.stop_requested()) {
        std::shared_ptr<Job> next;
        {
            std::unique_lock lock(mutex);
            const auto waiting = [&] {
                return std::find_if(jobs.begin(), jobs.end(),
                                    [](const auto& job) { return job->info.state == JobState::Waiting; });
            };
            busy = false;
            idle.notify_all();
            if (!wake.wait(lock, token, [&] { return waiting() != jobs.end(); }))
                return;
            next = *waiting();
            next->info.state = JobState::Running;
            next->stop = std::stop_source();
            next->pausing = false;
            busy = true;
        }
        announce(next);
        run(next);
    }
}

void JobQueue::State::run(const std::shared_ptr<Job>& job) {
    Control control(*job, mutex, [&] { announce(job); });
    JobState end = JobState::Finished;
    std::string message;
    try {
        job->work(control);
    } catch (const Interrupted& e) {
        end = control.isPausing() ? JobState::Paused : JobState::Cancelled;
        message = e.what();
    } catch (const std::bad_alloc&) {
        end = JobState::Failed;
        message = "There is not enough memory for this.";
    } catch (const std::exception& e) {
        end = JobState::Failed;
        message = e.what();
        message = message.substr(0, message.find('\n')); // LibTorch appends a stack trace
    }
    {
        const std::lock_guard lock(mutex);
        // A cancel that came after the pause wins.
        job->info.state = end == JobState::Paused && !job->pausing ? JobState::Cancelled : end;
        job->info.secondsLeft = -1;
        if (end != JobState::Finished)
            job->info.message = message;
        if (job->info.isOver())
            job->work = {}; // and what it holds
    }
    announce(job);
}

JobQueue::JobQueue(Observer observer, std::int64_t lastId)
    : m_state(std::make_unique<State>(std::move(observer), lastId)) {}

JobQueue::~JobQueue() {
    cancelAll();
    m_state->thread.request_stop();
    m_state->thread.join();
}

std::int64_t JobQueue::add(const std::string& title, bool pausable, JobWork work) {
    auto job = std::make_shared<Job>();
    {
        const std::lock_guard lock(m_state->mutex);
        job->info.id = ++m_state->lastId;
        job->info.title = title;
        job->info.pausable = pausable;
        job->work = std::move(work);
        // Not before it was announced: `loop` announces the next state.
        job->info.state = JobState::Paused;
        m_state->jobs.push_back(job);
    }
    m_state->change(job->info.id, [](Job& j) {
        if (j.info.state != JobState::Paused) // cancelled already
            return false;
        j.info.state = JobState::Waiting;
        return true;
    });
    return job->info.id;
}

void JobQueue::pause(std::int64_t id) {
    m_state->change(id, [](Job& job) {
        if (!job.info.canPause())
            return false;
        if (job.info.state == JobState::Waiting) {
            job.info.state = JobState::Paused;
            return true;
        }
        job.pausing = true;
        job.info.state = JobState::Pausing;
        job.stop.request_stop();
        return true;
    });
}

void JobQueue::resume(std::int64_t id) {
    m_state->change(id, [](Job& job) {
        if (!job.info.canResume())
            return false;
        job.info.state = JobState::Waiting;
        return true;
    });
}

void JobQueue::cancel(std::int64_t id) {
    m_state->change(id, [](Job& job) {
        if (!job.info.canCancel())
            return false;
        if (job.info.state == JobState::Waiting || job.info.state == JobState::Paused)
            job.info.state = JobState::Cancelled;
        job.pausing = false;
        job.stop.request_stop();
        return true;
    });
}

void JobQueue::cancelAll() {
    for (const JobInfo& info : jobs())
        cancel(info.id);
}

std::vector<JobInfo> JobQueue::jobs() const {
    const std::lock_guard lock(m_state->mutex);
    std::vector<JobInfo> infos;
    for (const auto& job : m_state->jobs)
        infos.push_back(job->info);
    return infos;
}

void JobQueue::waitForIdle() {
    std::unique_lock lock(m_state->mutex);
    m_state->idle.wait(lock, [this] {
        return !m_state->busy && std::none_of(m_state->jobs.begin(), m_state->jobs.end(),
                                              [](const auto& job) { return job->info.state == JobState::Waiting; });
    });
}

} // namespace kintsugi

#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

namespace kintsugi {

enum class JobState { Waiting, Running, Pausing, Paused, Finished, Cancelled, Failed };

/// What is known of a job at a moment; a plain value that crosses threads.
struct JobInfo {
    std::int64_t id = 0;
    std::string title;
    JobState state = JobState::Waiting;
    double done = 0, total = 0; ///< in units of the job; total 0: unknown
    double secondsLeft = -1;    ///< negative: unknown
    std::string message;        ///< what it is at, or why it failed
    bool pausable = false;      ///< whether it can be stopped and goes on later without losing anything

    bool isOver() const {
        return state == JobState::Finished || state == JobState::Cancelled || state == JobState::Failed;
    }
    bool canPause() const { return pausable && (state == JobState::Running || state == JobState::Waiting); }
    bool canResume() const { return state == JobState::Paused; }
    bool canCancel() const { return !isOver(); }
};

/// What a job may do while it runs.
class JobControl {
public:
    virtual ~JobControl() = default;
    virtual std::stop_token stop() const = 0;
    /// Whether the stop is a pause: the work goes on later.
    virtual bool isPausing() const = 0;
    virtual void report(double done, double total, double secondsLeft, const std::string& message) = 0;
};

/// The work. Returns when it is done; throws Interrupted when it obeyed the stop, any other exception when it failed.
/// A job that was paused is run again from the start and must go on where it was.
using JobWork = std::function<void(JobControl& control)>;

} // namespace kintsugi

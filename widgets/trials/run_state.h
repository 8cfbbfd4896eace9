#pragma once

#include <QString>
#include <cstdint>
#include <optional>

namespace kintsugi {

/// What a search is doing, as the interface sees it. Pausing and Stopping last until the trial in flight is done.
enum class RunState { Idle, Running, Pausing, Paused, Stopping, Interrupted, Finished, Failed };

QString runStateText(RunState state);

constexpr bool isActive(RunState state) {
    return state == RunState::Running || state == RunState::Pausing || state == RunState::Paused ||
           state == RunState::Stopping;
}
constexpr bool canStart(RunState state) {
    return !isActive(state);
}
constexpr bool canPause(RunState state) {
    return state == RunState::Running;
}
constexpr bool canResume(RunState state) {
    return state == RunState::Paused || state == RunState::Interrupted;
}
constexpr bool canStop(RunState state) {
    return state == RunState::Running || state == RunState::Pausing || state == RunState::Paused;
}
constexpr bool canExtend(RunState state) {
    return state == RunState::Finished;
}

struct SearchProgress {
    std::int64_t search = 0; ///< its id; 0: none yet
    RunState state = RunState::Idle;
    int done = 0, budget = 0; ///< trials
    std::optional<double> secondsLeft;
    QString message; ///< why it failed
};

} // namespace kintsugi

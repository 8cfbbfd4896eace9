#include "base/stop.h"

#include <atomic>
#include <csignal>
#include <pthread.h>
#include <thread>
#include <unistd.h>

namespace kintsugi {

namespace {

sigset_t stopSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

} // namespace

void blockStopSignals() {
    const sigset_t signals = stopSignals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

std::stop_token installSignalStop() {
    // A stop source may not be touched in a signal handler, so a thread waits for the signals instead. They are
    // blocked in every thread that is started after this call.
    static std::stop_source source;
    static std::atomic<bool> installed{false};
    if (installed.exchange(true))
        return source.get_token();
    blockStopSignals();
    std::thread([signals = stopSignals()] {
        int received = 0;
        sigwait(&signals, &received);
        source.request_stop();
        sigwait(&signals, &received);
        _exit(128 + received);
    }).detach();
    return source.get_token();
}

} // namespace kintsugi

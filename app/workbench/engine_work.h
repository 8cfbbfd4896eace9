#pragma once

#include "engine_bridge.h"

#include "base/thread_setup.h"
#include "jobs/job_queue.h"
#include "jobs/lanes.h"

#include <QMetaObject>
#include <array>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace kintsugi {

/// The threads that serve one open project, and what they are asked for.
struct EngineBridge::Work {
    struct Request {
        std::uint64_t number = 0;
        Architecture architecture;
        std::shared_ptr<const Image> image;
    };

    Work(EngineBridge& owner, const EngineSetup& wanted)
        : bridge(owner), generation(owner.m_generation), setup(wanted) {
        exports.setMaxThreadCount(1);
        setup.yield = [this] { lanes.yield(); };
        jobs = std::make_unique<JobQueue>(
            [this](const JobInfo& info) { post([this, info] { Q_EMIT bridge.jobChanged(info); }); }, owner.m_lastJob);
        previewThread = std::jthread([this](std::stop_token stop) {
            yieldToOtherThreads(niceForAnswers);
            previewLoop(stop);
        });
        for (std::jthread& thread : restoreThreads)
            thread = std::jthread([this](std::stop_token stop) {
                yieldToOtherThreads(niceForAnswers);
                restoreLoop(stop);
            });
    }

    /// Asks everything to stop; the destructor waits until it has.
    void stop() {
        {
            const std::lock_guard lock(mutex);
            measureStop.request_stop();
            restoreStop.request_stop();
            restores.clear();
        }
        previewThread.request_stop();
        exportStop.request_stop();
        for (std::jthread& thread : restoreThreads)
            thread.request_stop();
        jobs->cancelAll();
    }

    ~Work() {
        stop();
        jobs.reset();
        previewThread = {};
        exports.waitForDone();
        for (std::jthread& thread : restoreThreads)
            thread = {};
    }

    /// Calls @p signal on the interface thread; dropped when the project is closed by then.
    template <typename Signal> void post(Signal signal) {
        QMetaObject::invokeMethod(
            &bridge,
            [owner = &bridge, number = generation, signal = std::move(signal)] {
                if (owner->m_generation == number)
                    signal();
            },
            Qt::QueuedConnection);
    }

    std::shared_ptr<Engine> loadedEngine(std::stop_token stop);
    void previewLoop(std::stop_token stop);
    void restoreLoop(std::stop_token stop);
    void runPreview(const Request& request);
    void runMeasure(const Request& request);

    EngineBridge& bridge; ///< outlives this
    const std::uint64_t generation;
    EngineSetup setup;
    Lanes lanes;

    std::mutex mutex;
    std::condition_variable_any wake;
    std::shared_ptr<Engine> engine;
    bool loadFailed = false;
    std::shared_ptr<const Image> newPreviewImage;
    std::optional<Request> preview, reference, measure;
    std::uint64_t unwanted = 0; ///< measurements up to this one
    std::stop_source measureStop, restoreStop, exportStop;
    std::deque<Request> restores;

    std::unique_ptr<JobQueue> jobs;
    std::jthread previewThread;
    QThreadPool exports; ///< of one thread: a newer one waits for the end of what it cancelled
    std::array<std::jthread, 2> restoreThreads;
};

} // namespace kintsugi

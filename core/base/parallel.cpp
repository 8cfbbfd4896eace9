#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace kintsugi {

ParallelFor serialFor() {
    return [](std::int64_t count, const ParallelBody& body) {
        if (count > 0)
            body(0, count);
    };
}

struct ThreadPool::Team {
    std::mutex mutex;
    std::condition_variable wake;
    std::condition_variable done;
    std::vector<std::thread> threads;
    const ParallelBody* body = nullptr;
    std::int64_t count = 0;
    std::atomic<std::int64_t> next{0};
    std::uint64_t generation = 0;
    int working = 0;
    bool stopping = false;
    std::exception_ptr failure;

    void work() {
        try {
            for (std::int64_t i = next.fetch_add(1); i < count; i = next.fetch_add(1))
                (*body)(i, i + 1);
        } catch (...) {
            const std::lock_guard lock(mutex);
            if (!failure)
                failure = std::current_exception();
            next.store(count);
        }
    }

    void loop() {
        std::uint64_t seen = 0;
        std::unique_lock lock(mutex);
        while (true) {
            wake.wait(lock, [&] { return stopping || generation != seen; });
            if (stopping)
                return;
            seen = generation;
            lock.unlock();
            work();
            lock.lock();
            if (--working == 0)
                done.notify_one();
        }
    }
};

ThreadPool::ThreadPool(int threads) : m_team(std::make_unique<Team>()) {
    if (threads < 1)
        threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    for (int i = 1; i < threads; ++i)
        m_team->threads.emplace_back([team = m_team.get()] { team->loop(); });
}

ThreadPool::~ThreadPool() {
    {
        const std::lock_guard lock(m_team->mutex);
        m_team->stopping = true;
    }
    m_team->wake.notify_all();
    for (std::thread& thread : m_team->threads)
        thread.join();
}

int ThreadPool::threads() const {
    return static_cast<int>(m_team->threads.size()) + 1;
}

void ThreadPool::run(std::int64_t count, const ParallelBody& body) {
    if (count <= 0)
        return;
    Team& team = *m_team;
    {
        const std::lock_guard lock(team.mutex);
        team.body = &body;
        team.count = count;
        team.next.store(0);
        team.failure = nullptr;
        team.working = static_cast<int>(team.threads.size());
        ++team.generation;
    }
    team.wake.notify_all();
    team.work();
    std::unique_lock lock(team.mutex);
    team.done.wait(lock, [&] { return team.working == 0; });
    team.body = nullptr;
    if (team.failure)
        std::rethrow_exception(std::exchange(team.failure, nullptr));
}

ParallelFor ThreadPool::parallelFor() {
    return [this](std::int64_t count, const ParallelBody& body) { run(count, body); };
}

} // namespace kintsugi

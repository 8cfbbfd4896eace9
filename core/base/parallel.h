#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace kintsugi {

/// Runs `body(begin, end)` over ranges that together cover [0, count) exactly once, on any number of threads, and
/// returns when all are done. The kernels give the same bits whatever the ranges and threads are.
using ParallelBody = std::function<void(std::int64_t begin, std::int64_t end)>;
using ParallelFor = std::function<void(std::int64_t count, const ParallelBody& body)>;

/// Everything on the calling thread.
ParallelFor serialFor();

/// A fixed team of threads for programs that have no pool of their own. The calling thread works too, so a pool of one
/// starts no thread. One `run` at a time; the first exception of a body is rethrown by `run`.
class ThreadPool {
public:
    /// `threads` counts the calling thread; less than 1 means as many as the machine has.
    explicit ThreadPool(int threads);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    int threads() const;
    void run(std::int64_t count, const ParallelBody& body);
    /// A function that calls `run`; the pool must outlive it.
    ParallelFor parallelFor();

private:
    struct Team;
    std::unique_ptr<Team> m_team;
};

} // namespace kintsugi

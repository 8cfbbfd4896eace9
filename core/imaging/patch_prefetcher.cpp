#include "imaging/patch_prefetcher.h"

#include "base/error.h"

#include <algorithm>
#include <fmt/format.h>

namespace kintsugi {

PatchBatch makeBatch(const PatchSource& source, std::uint64_t number, int batchSize, int size) {
    if (batchSize < 1 || size < 1)
        throw InputError(fmt::format("A batch of {} patches of {} pixels does not exist; both must be at least 1.",
                                     batchSize, size));
    PatchBatch batch{number, batchSize, source.task().channels, size, {}, {}};
    const std::size_t total = static_cast<std::size_t>(batchSize) * static_cast<std::size_t>(batch.channels) *
                              static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
    batch.clean.reserve(total);
    batch.degraded.reserve(total);
    for (int i = 0; i < batchSize; ++i) {
        const PatchPair pair =
            source.patch(number * static_cast<std::uint64_t>(batchSize) + static_cast<std::uint64_t>(i), size);
        batch.clean.insert(batch.clean.end(), pair.clean.values.begin(), pair.clean.values.end());
        batch.degraded.insert(batch.degraded.end(), pair.degraded.values.begin(), pair.degraded.values.end());
    }
    return batch;
}

PatchPrefetcher::PatchPrefetcher(const PatchSource& source, int batchSize, int size, int threads,
                                 std::uint64_t firstBatch, int ahead)
    : m_source(source), m_batchSize(batchSize), m_size(size), m_ahead(static_cast<std::uint64_t>(std::max(ahead, 1))),
      m_toStart(firstBatch), m_toGive(firstBatch) {
    if (batchSize < 1 || size < 1 || threads < 1)
        throw InputError(
            fmt::format("Prefetching {} patches of {} pixels with {} threads is not possible; all must be at least 1.",
                        batchSize, size, threads));
    for (int i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { work(); });
}

PatchPrefetcher::~PatchPrefetcher() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_room.notify_all();
    m_threads.clear(); // joins before the other members go
}

void PatchPrefetcher::work() {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_room.wait(lock, [this] { return m_stopping || m_toStart < m_toGive + m_ahead; });
        if (m_stopping)
            return;
        const std::uint64_t number = m_toStart++;
        lock.unlock();
        Result result;
        try {
            result.batch = makeBatch(m_source, number, m_batchSize, m_size);
        } catch (...) {
            result.failure = std::current_exception();
        }
        lock.lock();
        m_finished.emplace(number, std::move(result));
        m_ready.notify_one();
    }
}

PatchBatch PatchPrefetcher::next() {
    std::unique_lock lock(m_mutex);
    m_ready.wait(lock, [this] { return m_finished.contains(m_toGive); });
    Result result = std::move(m_finished.extract(m_toGive).mapped());
    ++m_toGive;
    lock.unlock();
    m_room.notify_one();
    if (result.failure)
        std::rethrow_exception(result.failure);
    return std::move(result.batch);
}

} // namespace kintsugi

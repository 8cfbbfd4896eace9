#pragma once

#include "imaging/patch_source.h"

#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

namespace kintsugi {

/// Patches of one training step, contiguous batch x channels x size x size.
struct PatchBatch {
    std::uint64_t number = 0;
    int batchSize = 0;
    int channels = 0;
    int size = 0;
    std::vector<float> clean;
    std::vector<float> degraded;
};

/// Patch @p number * @p batchSize + i of the source as the batch's item i.
PatchBatch makeBatch(const PatchSource& source, std::uint64_t number, int batchSize, int size);

/// Fills batches ahead of the consumer. Batches come in order and do not depend on the number of threads; starting at
/// batch n continues a run that stopped before it. The source must outlive the prefetcher.
class PatchPrefetcher {
public:
    /// Throws InputError when a number is below 1.
    PatchPrefetcher(const PatchSource& source, int batchSize, int size, int threads = 1, std::uint64_t firstBatch = 0,
                    int ahead = 4);
    ~PatchPrefetcher();
    PatchPrefetcher(const PatchPrefetcher&) = delete;
    PatchPrefetcher& operator=(const PatchPrefetcher&) = delete;

    /// The next batch, waiting for it if needed. Rethrows what went wrong while filling it.
    PatchBatch next();

private:
    void work();

    struct Result {
        PatchBatch batch;
        std::exception_ptr failure;
    };

    const PatchSource& m_source;
    const int m_batchSize;
    const int m_size;
    const std::uint64_t m_ahead;
    std::mutex m_mutex;
    std::condition_variable m_room;  ///< a worker may start another batch
    std::condition_variable m_ready; ///< a batch is finished
    std::map<std::uint64_t, Result> m_finished;
    std::uint64_t m_toStart;
    std::uint64_t m_toGive;
    bool m_stopping = false;
    std::vector<std::jthread> m_threads;
};

} // namespace kintsugi

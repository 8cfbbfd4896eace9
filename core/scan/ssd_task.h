#pragma once

#include "scan/scan_task.h"
#include "scan/ssd.h"

namespace kintsugi::scan {

/// One batch item of one head.
struct SsdTask {
    const SsdArgs* args = nullptr;
    const SsdGrads* grads = nullptr;
    std::int64_t batch = 0;
    std::int64_t head = 0;
    std::int64_t group = 0;
    /// Where the gradients of B and C of this head go: the caller's tensor, or a partial sum as [step][state] with its
    /// own walk; data null where not wanted.
    float* gradB = nullptr;
    float* gradC = nullptr;
    std::int64_t gradBStride = 0;
    std::int64_t gradCStride = 0;
    bool partialB = false; ///< gradB is indexed by step instead of position
    bool partialC = false;
};

void runSsdForward(const SsdTask& task);
void runSsdBackward(const SsdTask& task);

} // namespace kintsugi::scan

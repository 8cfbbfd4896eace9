#pragma once

#include "base/parallel.h"

namespace kintsugi {

/// Runs ranges on LibTorch's own pool, so that kernels and ATen operations obey one thread setting.
ParallelFor torchParallelFor();

/// Threads that one operation may use, for ATen, OpenBLAS and the kernels alike; for the calling thread (each worker
/// thread of a data-parallel run sets its own).
void setOperationThreads(int threads);

} // namespace kintsugi

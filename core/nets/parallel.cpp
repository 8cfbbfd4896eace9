#include "nets/parallel.h"

#include <ATen/Parallel.h>
#include <algorithm>
#include <dlfcn.h>

namespace kintsugi {

ParallelFor torchParallelFor() {
    return [](std::int64_t count, const ParallelBody& body) {
        if (count <= 0)
            return;
        if (at::get_num_threads() == 1 || count == 1)
            body(0, count);
        else
            at::parallel_for(0, count, 1, body);
    };
}

void setOperationThreads(int threads) {
    threads = std::max(1, threads);
    at::set_num_threads(threads);
    // LibTorch does not pass its setting on to OpenBLAS, and another BLAS may stand in its place.
    using SetThreads = void (*)(int);
    static const auto setBlasThreads = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
    if (setBlasThreads)
        setBlasThreads(threads);
}

} // namespace kintsugi

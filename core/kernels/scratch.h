#pragma once

#include <hwy/aligned_allocator.h>

#include <cstddef>

namespace kintsugi::kernels {

/// Working memory of the calling thread, at least `floats` long and aligned for any vector. It grows and is kept until
/// the thread ends, so that small calls allocate nothing. One user at a time: a kernel does not call another while
/// using it.
inline float* threadScratch(std::size_t floats) {
    struct Buffer {
        hwy::AlignedFreeUniquePtr<float[]> data;
        std::size_t size = 0;
    };
    thread_local Buffer buffer;
    if (buffer.size < floats) {
        buffer.data = hwy::AllocateAligned<float>(floats);
        buffer.size = floats;
    }
    return buffer.data.get();
}

} // namespace kintsugi::kernels

#include <hwy/aligned_allocator.h>

#include <cstdlib>

// Highway's library is not there for other processors; of it the kernels need these two functions only.
namespace hwy {

void* AllocateAlignedBytes(size_t payloadSize, AllocPtr, void*) {
    // A vector may be read past the end of the last element, so whole vectors are allocated.
    const size_t rounded = (payloadSize + HWY_ALIGNMENT - 1) / HWY_ALIGNMENT * HWY_ALIGNMENT;
    return std::aligned_alloc(HWY_ALIGNMENT, rounded + HWY_ALIGNMENT);
}

void FreeAlignedBytes(const void* pointer, FreePtr, void*) {
    std::free(const_cast<void*>(pointer));
}

} // namespace hwy

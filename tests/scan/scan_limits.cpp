#include "scan_limits.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "scan_limits.cpp"
#include <hwy/foreach_target.h>

#include "scan/simd_math-inl.h"

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace kintsugi::scan::HWY_NAMESPACE {

/// Multiply-adds in ten chains, which is more than any processor's latency times its ports needs.
std::int64_t multiplyAdds(std::int64_t rounds, float* sink) {
    Vec v[10];
    for (Vec& x : v)
        x = splat(1.0f);
    const Vec factor = hn::Load(kFloats, sink);
    for (std::int64_t i = 0; i < rounds; ++i)
        for (Vec& x : v)
            x = hn::MulAdd(x, factor, factor);
    Vec sum = v[0];
    for (int i = 1; i < 10; ++i)
        sum = hn::Add(sum, v[i]);
    hn::Store(sum, kFloats, sink);
    return rounds * 10 * kLanes;
}

/// The scan's decays alone, over one chunk of steps and four states, from and to the first-level cache.
std::int64_t decays(std::int64_t rounds, float* buffer) {
    constexpr int steps = 64;
    std::int64_t count = 0;
    for (std::int64_t i = 0; i < rounds; ++i)
        for (int n = 0; n < 4; ++n) {
            const Vec a = hn::Load(kFloats, buffer + n * kLanes);
            for (int s = 0; s < steps; ++s) {
                const Vec d = hn::Load(kFloats, buffer + (4 + s) * kLanes);
                hn::Store(exp2Product<false>(d, a), kFloats, buffer + (4 + steps + s * 4 + n) * kLanes);
            }
            count += steps * kLanes;
        }
    return count;
}

/// The exponential takes 5 with a table and 7 without; then delta u B, the state and the output.
int operationsPerState() {
    return (kHasTable ? 5 : 7) + 3;
}

} // namespace kintsugi::scan::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kintsugi::scan {
HWY_EXPORT(multiplyAdds);
HWY_EXPORT(decays);
HWY_EXPORT(operationsPerState);
} // namespace kintsugi::scan

std::int64_t runMultiplyAdds(std::int64_t rounds, float* sink) {
    return HWY_DYNAMIC_DISPATCH(kintsugi::scan::multiplyAdds)(rounds, sink);
}

std::int64_t runDecays(std::int64_t rounds, float* buffer) {
    return HWY_DYNAMIC_DISPATCH(kintsugi::scan::decays)(rounds, buffer);
}

int multiplierOperationsPerState() {
    return HWY_DYNAMIC_DISPATCH(kintsugi::scan::operationsPerState)();
}
#endif

#include "reference/activations.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "reference/activations.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "kernels/activations-inl.h"

HWY_BEFORE_NAMESPACE();
namespace kintsugi::reference {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
namespace vector = kintsugi::kernels::HWY_NAMESPACE;
using Tag = hn::CappedTag<float, 16>;

template <class F> HWY_INLINE void map(const float* x, float* y, std::int64_t count, const F& op) {
    const Tag d;
    const auto n = static_cast<std::int64_t>(hn::Lanes(d));
    std::int64_t i = 0;
    for (; i + n <= count; i += n)
        hn::StoreU(op(d, hn::LoadU(d, x + i)), d, y + i);
    if (i < count) {
        HWY_ALIGN float tail[16] = {};
        std::copy(x + i, x + count, tail);
        hn::Store(op(d, hn::Load(d, tail)), d, tail);
        std::copy(tail, tail + (count - i), y + i);
    }
}

void erfOf(const float* x, float* y, std::int64_t count) {
    map(x, y, count, [](auto d, auto v) HWY_ATTR {
        // erf(v) = sign(v) (1 - 2 Phi(-|v| sqrt(2)))
        decltype(v) t, density, tail;
        vector::normalTail(d, hn::Mul(v, hn::Set(d, 1.41421356f)), t, density, tail);
        const auto magnitude = hn::NegMulAdd(hn::Set(d, 2.0f), tail, hn::Set(d, 1.0f));
        return hn::IfThenElse(hn::IsNaN(v), v, hn::CopySign(magnitude, v));
    });
}

void sigmoidOf(const float* x, float* y, std::int64_t count) {
    map(x, y, count, [](auto d, auto v) HWY_ATTR {
        const auto one = hn::Set(d, 1.0f);
        return hn::IfThenElse(hn::IsNaN(v), v, hn::Div(one, hn::Add(one, vector::expOfMinus(d, v))));
    });
}

} // namespace
} // namespace HWY_NAMESPACE
} // namespace kintsugi::reference
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kintsugi::reference {

HWY_EXPORT(erfOf);
HWY_EXPORT(sigmoidOf);

void erfOf(const float* x, float* y, std::int64_t count) {
    HWY_DYNAMIC_DISPATCH(erfOf)(x, y, count);
}

void sigmoidOf(const float* x, float* y, std::int64_t count) {
    HWY_DYNAMIC_DISPATCH(sigmoidOf)(x, y, count);
}

} // namespace kintsugi::reference
#endif

#include "kernels/gates.h"

#include "kernels/split.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/gates.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "kernels/activations-inl.h"

#ifndef KINTSUGI_KERNELS_GATES_ONCE
#define KINTSUGI_KERNELS_GATES_ONCE
namespace kintsugi::kernels {
namespace {

/// What a gate reads and writes at one stretch of values; unused pointers are null.
struct Stretch {
    const float* a;
    const float* b;
    const float* dy;
    float* first;
    float* second;
    std::int64_t size;
};

} // namespace
} // namespace kintsugi::kernels
#endif

HWY_BEFORE_NAMESPACE();
namespace kintsugi::kernels {
namespace HWY_NAMESPACE {
namespace {

using Tag = hn::CappedTag<float, 16>;

/// op(d, vectors...) returns one vector. Values after the last full vector go through a padded copy.
template <class F> HWY_INLINE void mapOne(const float* a, float* y, std::int64_t size, const F& op) {
    const Tag d;
    const std::int64_t n = static_cast<std::int64_t>(hn::Lanes(d));
    std::int64_t i = 0;
    for (; i + n <= size; i += n)
        hn::StoreU(op(d, hn::LoadU(d, a + i)), d, y + i);
    if (i < size) {
        HWY_ALIGN float tail[16] = {};
        std::copy(a + i, a + size, tail);
        hn::Store(op(d, hn::Load(d, tail)), d, tail);
        std::copy(tail, tail + (size - i), y + i);
    }
}

template <class F> HWY_INLINE void mapTwo(const float* a, const float* b, float* y, std::int64_t size, const F& op) {
    const Tag d;
    const std::int64_t n = static_cast<std::int64_t>(hn::Lanes(d));
    std::int64_t i = 0;
    for (; i + n <= size; i += n)
        hn::StoreU(op(d, hn::LoadU(d, a + i), hn::LoadU(d, b + i)), d, y + i);
    if (i < size) {
        HWY_ALIGN float tail[2 * 16] = {};
        std::copy(a + i, a + size, tail);
        std::copy(b + i, b + size, tail + 16);
        hn::Store(op(d, hn::Load(d, tail), hn::Load(d, tail + 16)), d, tail);
        std::copy(tail, tail + (size - i), y + i);
    }
}

/// op(d, a, b, dy, da, db) for the backward pass of a gate.
template <class F> HWY_INLINE void mapGate(const Stretch& s, const F& op) {
    const Tag d;
    const std::int64_t n = static_cast<std::int64_t>(hn::Lanes(d));
    std::int64_t i = 0;
    auto da = hn::Zero(d), db = hn::Zero(d);
    for (; i + n <= s.size; i += n) {
        op(d, hn::LoadU(d, s.a + i), hn::LoadU(d, s.b + i), hn::LoadU(d, s.dy + i), da, db);
        if (s.first != nullptr)
            hn::StoreU(da, d, s.first + i);
        if (s.second != nullptr)
            hn::StoreU(db, d, s.second + i);
    }
    if (i < s.size) {
        HWY_ALIGN float tail[3 * 16] = {};
        std::copy(s.a + i, s.a + s.size, tail);
        std::copy(s.b + i, s.b + s.size, tail + 16);
        std::copy(s.dy + i, s.dy + s.size, tail + 32);
        op(d, hn::Load(d, tail), hn::Load(d, tail + 16), hn::Load(d, tail + 32), da, db);
        hn::Store(da, d, tail);
        hn::Store(db, d, tail + 16);
        if (s.first != nullptr)
            std::copy(tail, tail + (s.size - i), s.first + i);
        if (s.second != nullptr)
            std::copy(tail + 16, tail + 16 + (s.size - i), s.second + i);
    }
}

struct Gelu {
    template <class D, class V> HWY_INLINE V operator()(D d, V x) const { return geluOf(d, x); }
};
struct GeluSlope {
    template <class D, class V> HWY_INLINE V operator()(D d, V x, V dy) const {
        V value, slope;
        geluWithSlope(d, x, value, slope);
        return hn::Mul(dy, slope);
    }
};
struct Silu {
    template <class D, class V> HWY_INLINE V operator()(D d, V x) const { return siluOf(d, x); }
};
struct SiluSlope {
    template <class D, class V> HWY_INLINE V operator()(D d, V x, V dy) const {
        V value, slope;
        siluWithSlope(d, x, value, slope);
        return hn::Mul(dy, slope);
    }
};
struct GeluGate {
    template <class D, class V> HWY_INLINE V operator()(D d, V a, V b) const { return hn::Mul(geluOf(d, a), b); }
};
struct GeluGateSlope {
    template <class D, class V> HWY_INLINE void operator()(D d, V a, V b, V dy, V& da, V& db) const {
        V value, slope;
        geluWithSlope(d, a, value, slope);
        da = hn::Mul(hn::Mul(dy, b), slope);
        db = hn::Mul(dy, value);
    }
};
struct SiluGate {
    template <class D, class V> HWY_INLINE V operator()(D d, V a, V b) const { return hn::Mul(a, siluOf(d, b)); }
};
struct SiluGateSlope {
    template <class D, class V> HWY_INLINE void operator()(D d, V a, V b, V dy, V& da, V& db) const {
        V value, slope;
        siluWithSlope(d, b, value, slope);
        da = hn::Mul(dy, value);
        db = hn::Mul(hn::Mul(dy, a), slope);
    }
};
struct Product {
    template <class D, class V> HWY_INLINE V operator()(D, V a, V b) const { return hn::Mul(a, b); }
};
struct ProductSlope {
    template <class D, class V> HWY_INLINE void operator()(D, V a, V b, V dy, V& da, V& db) const {
        da = hn::Mul(dy, b);
        db = hn::Mul(dy, a);
    }
};

void gelu(const Stretch& s) {
    mapOne(s.a, s.first, s.size, Gelu());
}
void geluBack(const Stretch& s) {
    mapTwo(s.a, s.dy, s.first, s.size, GeluSlope());
}
void silu(const Stretch& s) {
    mapOne(s.a, s.first, s.size, Silu());
}
void siluBack(const Stretch& s) {
    mapTwo(s.a, s.dy, s.first, s.size, SiluSlope());
}
void geluGate(const Stretch& s) {
    mapTwo(s.a, s.b, s.first, s.size, GeluGate());
}
void geluGateBack(const Stretch& s) {
    mapGate(s, GeluGateSlope());
}
void siluGate(const Stretch& s) {
    mapTwo(s.a, s.b, s.first, s.size, SiluGate());
}
void siluGateBack(const Stretch& s) {
    mapGate(s, SiluGateSlope());
}
void product(const Stretch& s) {
    mapTwo(s.a, s.b, s.first, s.size, Product());
}
void productBack(const Stretch& s) {
    mapGate(s, ProductSlope());
}

} // namespace
} // namespace HWY_NAMESPACE
} // namespace kintsugi::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kintsugi::kernels {
namespace {

HWY_EXPORT(gelu);
HWY_EXPORT(geluBack);
HWY_EXPORT(silu);
HWY_EXPORT(siluBack);
HWY_EXPORT(geluGate);
HWY_EXPORT(geluGateBack);
HWY_EXPORT(siluGate);
HWY_EXPORT(siluGateBack);
HWY_EXPORT(product);
HWY_EXPORT(productBack);

/// Values per piece of work: 64 KiB of each tensor.
constexpr std::int64_t kPiece = 16384;

template <typename Run>
void overPieces(ConstPlanes a, ConstPlanes b, ConstPlanes dy, Planes first, Planes second, const GateShape& shape,
                const ParallelFor& parallelFor, const Run& run) {
    const std::int64_t size = shape.size;
    const std::int64_t pieces = (size + kPiece - 1) / kPiece;
    const auto at = [size](const auto& planes, std::int64_t sample, std::int64_t offset) {
        return planes.data != nullptr ? planes.sample(sample, size) + offset : nullptr;
    };
    split(parallelFor, shape.batch * pieces, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t item = begin; item < end; ++item) {
            const std::int64_t sample = item / pieces, offset = item % pieces * kPiece;
            run(Stretch{at(a, sample, offset), at(b, sample, offset), at(dy, sample, offset), at(first, sample, offset),
                        at(second, sample, offset), std::min(kPiece, size - offset)});
        }
    });
}

} // namespace

void geluGateForward(ConstPlanes a, ConstPlanes b, Planes y, const GateShape& shape, const ParallelFor& parallelFor) {
    overPieces(a, b, {}, y, {}, shape, parallelFor, [](const Stretch& s) { HWY_DYNAMIC_DISPATCH(geluGate)(s); });
}

void geluGateBackward(ConstPlanes a, ConstPlanes b, ConstPlanes dy, Planes da, Planes db, const GateShape& shape,
                      const ParallelFor& parallelFor) {
    overPieces(a, b, dy, da, db, shape, parallelFor, [](const Stretch& s) { HWY_DYNAMIC_DISPATCH(geluGateBack)(s); });
}

void siluGateForward(ConstPlanes a, ConstPlanes b, Planes y, const GateShape& shape, const ParallelFor& parallelFor) {
    overPieces(a, b, {}, y, {}, shape, parallelFor, [](const Stretch& s) { HWY_DYNAMIC_DISPATCH(siluGate)(s); });
}

void siluGateBackward(ConstPlanes a, ConstPlanes b, ConstPlanes dy, Planes da, Planes db, const GateShape& shape,
                      const ParallelFor& parallelFor) {
    overPieces(a, b, dy, da, db, shape, parallelFor, [](const Stretch& s) { HWY_DYNAMIC_DISPATCH(siluGateBack)(s); });
}

void simpleGateForward(ConstPlanes a, ConstPlanes b, Planes y, const GateShape& shape, const ParallelFor& parallelFor) {
    overPieces(a, b, {}, y, {}, shape, parallelFor, [](const Stretch& s) { HWY_DYNAMIC_DISPATCH(product)(s); });
}

void simpleGateBackward(ConstPlanes a, ConstPlanes b, ConstPlanes dy, Planes da, Planes db, const GateShape& shape,
                        const ParallelFor& parallelFor) {
    overPieces(a, b, dy, da, db, shape, parallelFor, [](const Stretch& s) { HWY_DYNAMIC_DISPATCH(productBack)(s); });
}

void siluForward(ConstPlanes x, Planes y, const GateShape& shape, const ParallelFor& parallelFor) {
    overPieces(x, {}, {}, y, {}, shape, parallelFor, [](const Stretch& s) { HWY_DYNAMIC_DISPATCH(silu)(s); });
}

void siluBackward(ConstPlanes x, ConstPlanes dy, Planes dx, const GateShape& shape, const ParallelFor& parallelFor) {
    overPieces(x, {}, dy, dx, {}, shape, parallelFor, [](const Stretch& s) { HWY_DYNAMIC_DISPATCH(siluBack)(s); });
}

void geluForward(ConstPlanes x, Planes y, const GateShape& shape, const ParallelFor& parallelFor) {
    overPieces(x, {}, {}, y, {}, shape, parallelFor, [](const Stretch& s) { HWY_DYNAMIC_DISPATCH(gelu)(s); });
}

void geluBackward(ConstPlanes x, ConstPlanes dy, Planes dx, const GateShape& shape, const ParallelFor& parallelFor) {
    overPieces(x, {}, dy, dx, {}, shape, parallelFor, [](const Stretch& s) { HWY_DYNAMIC_DISPATCH(geluBack)(s); });
}

} // namespace kintsugi::kernels
#endif

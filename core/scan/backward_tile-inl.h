// The two passes of a tile of channels over one chunk of steps: states recorded forwards, gradients swept backwards.
// Included once for every instruction set.
#if defined(KINTSUGI_SCAN_BACKWARD_TILE_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef KINTSUGI_SCAN_BACKWARD_TILE_INL_H
#undef KINTSUGI_SCAN_BACKWARD_TILE_INL_H
#else
#define KINTSUGI_SCAN_BACKWARD_TILE_INL_H
#endif

#include "scan/pack-inl.h"
#include "scan/scan_task.h"
#include "scan/simd_math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace kintsugi::scan::HWY_NAMESPACE {

#if HWY_TARGET != HWY_SCALAR
/// Adds the four-lane blocks of a vector to four floats.
template <class D, class V> HWY_INLINE void addQuad(D tag, V sums, float* to) {
    if constexpr (hn::MaxLanes(D()) == 4) {
        hn::StoreU(hn::Add(sums, hn::LoadU(tag, to)), tag, to);
    } else {
        constexpr hn::Half<D> half{};
        addQuad(half, hn::Add(hn::LowerHalf(half, sums), hn::UpperHalf(half, sums)), to);
    }
}
#endif

/// Adds the sums over the lanes of four vectors to four neighbouring floats.
HWY_INLINE void addLaneSums(Vec v0, Vec v1, Vec v2, Vec v3, float* to) {
#if HWY_TARGET == HWY_SCALAR
    to[0] += hn::GetLane(v0);
    to[1] += hn::GetLane(v1);
    to[2] += hn::GetLane(v2);
    to[3] += hn::GetLane(v3);
#else
    const auto sum01 = hn::Add(hn::InterleaveLower(kFloats, v0, v1), hn::InterleaveUpper(kFloats, v0, v1));
    const auto sum23 = hn::Add(hn::InterleaveLower(kFloats, v2, v3), hn::InterleaveUpper(kFloats, v2, v3));
    constexpr hn::Repartition<double, Floats> pairs{};
    const auto p01 = hn::BitCast(pairs, sum01);
    const auto p23 = hn::BitCast(pairs, sum23);
    const auto sums = hn::Add(hn::BitCast(kFloats, hn::InterleaveLower(pairs, p01, p23)),
                              hn::BitCast(kFloats, hn::InterleaveUpper(pairs, p01, p23)));
    addQuad(kFloats, sums, to);
#endif
}

/// What one tile of `vectors` vectors of channels works on; every row is `vectors * kLanes` wide.
struct Tile {
    int steps = 0;
    float* delta = nullptr;
    float* deltaU = nullptr;
    float* y = nullptr;
    float* gradY = nullptr;
    float* gradExponent = nullptr; ///< sum over states of A * d/d(delta A), in units of log2(e)
    float* gradDeltaU = nullptr;
    float* states = nullptr; ///< four states before each step, and after the last one
    float* decays = nullptr; ///< exp(delta A) of four states at each step
};

/// Runs four states of vector `v` forward and keeps every state and decay; adds to y what the gate's gradient needs.
template <bool limited, bool constantB, bool constantC, bool needY, int vectors>
HWY_NOINLINE void record(const Tile& tile, int v, const float* tableA, StateTable tableB, StateTable tableC) {
    constexpr int width = vectors * kLanes;
    float* HWY_RESTRICT states = tile.states + v * kLanes;
    float* HWY_RESTRICT decays = tile.decays + v * kLanes;
    const float* HWY_RESTRICT delta = tile.delta + v * kLanes;
    const float* HWY_RESTRICT deltaU = tile.deltaU + v * kLanes;
    float* HWY_RESTRICT y = tile.y + v * kLanes;
    tableA += v * kLanes;
    Vec a[kStateBlock];
    Vec h[kStateBlock];
    for (int k = 0; k < kStateBlock; ++k) {
        a[k] = hn::Load(kFloats, tableA + k * width);
        h[k] = hn::Load(kFloats, states + k * width);
    }
    const float* b = tableB.data + (constantB ? v * kLanes : 0);
    const float* c = tableC.data + (constantC ? v * kLanes : 0);
    for (int s = 0; s < tile.steps; ++s) {
        const Vec d = hn::Load(kFloats, delta + s * width);
        const Vec du = hn::Load(kFloats, deltaU + s * width);
        Vec sum = needY ? hn::Load(kFloats, y + s * width) : hn::Zero(kFloats);
        for (int k = 0; k < kStateBlock; ++k) {
            const Vec e = exp2Product<limited>(d, a[k]);
            hn::Store(e, kFloats, decays + (s * kStateBlock + k) * width);
            h[k] = hn::MulAdd(e, h[k], hn::Mul(du, constantB ? hn::Load(kFloats, b + k * width) : splat(b[k])));
            hn::Store(h[k], kFloats, states + ((s + 1) * kStateBlock + k) * width);
            if constexpr (needY)
                sum = hn::MulAdd(h[k], constantC ? hn::Load(kFloats, c + k * width) : splat(c[k]), sum);
        }
        if constexpr (needY)
            hn::Store(sum, kFloats, y + s * width);
        b += tableB.stepStride;
        c += tableC.stepStride;
    }
}

/// Sums that `sweep` adds to, one row of the tile per state, or per step where B and C vary.
struct StateGrads {
    float* carry = nullptr; ///< gradient of the state that enters the chunk's right border
    float* A = nullptr;
    float* constantB = nullptr;
    float* constantC = nullptr;
    float* stepB = nullptr; ///< [step][padded state]
    float* stepC = nullptr;
    std::int64_t stepStride = 0;
};

/// Four states of one tile backward through the chunk.
template <bool constantB, bool constantC, int vectors>
HWY_NOINLINE void sweep(const Tile& tile, const float* HWY_RESTRICT tableA, StateTable tableB, StateTable tableC,
                        const StateGrads& grads) {
    constexpr int width = vectors * kLanes;
    const float* HWY_RESTRICT states = tile.states;
    const float* HWY_RESTRICT decays = tile.decays;
    float* HWY_RESTRICT carry = grads.carry;
    Vec sumA[kStateBlock * vectors];
    for (Vec& sum : sumA)
        sum = hn::Zero(kFloats);
    for (int s = tile.steps - 1; s >= 0; --s) {
        const float* b = tableB.data + s * tableB.stepStride;
        const float* c = tableC.data + s * tableC.stepStride;
        Vec sumB[kStateBlock];
        Vec sumC[kStateBlock];
        for (int v = 0; v < vectors; ++v) {
            const int at = s * width + v * kLanes;
            const Vec gradY = hn::Load(kFloats, tile.gradY + at);
            const Vec du = hn::Load(kFloats, tile.deltaU + at);
            const Vec d = hn::Load(kFloats, tile.delta + at);
            Vec gradExponent = hn::Load(kFloats, tile.gradExponent + at);
            Vec gradDeltaU = hn::Load(kFloats, tile.gradDeltaU + at);
            for (int k = 0; k < kStateBlock; ++k) {
                const int row = k * width + v * kLanes;
                const int before = s * kStateBlock * width + row;
                const Vec valueB = constantB ? hn::Load(kFloats, b + row) : splat(b[k]);
                const Vec valueC = constantC ? hn::Load(kFloats, c + row) : splat(c[k]);
                const Vec after = hn::Load(kFloats, states + before + kStateBlock * width);
                Vec grad = hn::MulAdd(gradY, valueC, hn::Load(kFloats, carry + row));
                if constexpr (constantC) {
                    float* to = grads.constantC + row;
                    hn::Store(hn::MulAdd(gradY, after, hn::Load(kFloats, to)), kFloats, to);
                } else {
                    sumC[k] = v == 0 ? hn::Mul(gradY, after) : hn::MulAdd(gradY, after, sumC[k]);
                }
                if constexpr (constantB) {
                    float* to = grads.constantB + row;
                    hn::Store(hn::MulAdd(grad, du, hn::Load(kFloats, to)), kFloats, to);
                } else {
                    sumB[k] = v == 0 ? hn::Mul(grad, du) : hn::MulAdd(grad, du, sumB[k]);
                }
                gradDeltaU = hn::MulAdd(grad, valueB, gradDeltaU);
                grad = hn::Mul(grad, hn::Load(kFloats, decays + before));
                hn::Store(grad, kFloats, carry + row);
                const Vec gradProduct = hn::Mul(grad, hn::Load(kFloats, states + before));
                gradExponent = hn::MulAdd(gradProduct, hn::Load(kFloats, tableA + row), gradExponent);
                sumA[k * vectors + v] = hn::MulAdd(gradProduct, d, sumA[k * vectors + v]);
            }
            hn::Store(gradExponent, kFloats, tile.gradExponent + at);
            hn::Store(gradDeltaU, kFloats, tile.gradDeltaU + at);
        }
        if constexpr (!constantB)
            addLaneSums(sumB[0], sumB[1], sumB[2], sumB[3], grads.stepB + s * grads.stepStride);
        if constexpr (!constantC)
            addLaneSums(sumC[0], sumC[1], sumC[2], sumC[3], grads.stepC + s * grads.stepStride);
    }
    for (int k = 0; k < kStateBlock; ++k)
        for (int v = 0; v < vectors; ++v) {
            float* to = grads.A + k * width + v * kLanes;
            hn::Store(hn::Add(hn::Load(kFloats, to), sumA[k * vectors + v]), kFloats, to);
        }
}

using Record = void (*)(const Tile&, int, const float*, StateTable, StateTable);
using Sweep = void (*)(const Tile&, const float*, StateTable, StateTable, const StateGrads&);

template <int vectors, bool needY> Record chooseRecord(bool limited, bool constantB, bool constantC) {
    static constexpr Record kTable[8] = {
        &record<false, false, false, needY, vectors>, &record<false, false, true, needY, vectors>,
        &record<false, true, false, needY, vectors>,  &record<false, true, true, needY, vectors>,
        &record<true, false, false, needY, vectors>,  &record<true, false, true, needY, vectors>,
        &record<true, true, false, needY, vectors>,   &record<true, true, true, needY, vectors>};
    return kTable[(limited ? 4 : 0) + (constantB ? 2 : 0) + (constantC ? 1 : 0)];
}

template <int vectors> Sweep chooseSweep(bool constantB, bool constantC) {
    static constexpr Sweep kTable[4] = {&sweep<false, false, vectors>, &sweep<false, true, vectors>,
                                        &sweep<true, false, vectors>, &sweep<true, true, vectors>};
    return kTable[(constantB ? 2 : 0) + (constantC ? 1 : 0)];
}

} // namespace kintsugi::scan::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

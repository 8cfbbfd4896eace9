// Copies between the caller's strided tensors and dense [step][row] scratch. Included once for every instruction set.
#if defined(KINTSUGI_SCAN_PACK_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef KINTSUGI_SCAN_PACK_INL_H
#undef KINTSUGI_SCAN_PACK_INL_H
#else
#define KINTSUGI_SCAN_PACK_INL_H
#endif

#include "scan/scan_task.h"
#include "scan/simd_math-inl.h"

#include <cmath>

HWY_BEFORE_NAMESPACE();
namespace kintsugi::scan::HWY_NAMESPACE {

/// The positions of one chunk of steps.
struct ChunkSteps {
    std::int64_t position[kChunk];
    int count = 0;
    int direction = 0; ///< 1 or -1 where positions are consecutive, else 0

    void set(const ScanWalk& walk, std::int64_t first) {
        const std::int64_t left = walk.length - first;
        count = static_cast<int>(left < kChunk ? left : kChunk);
        bool up = true;
        bool down = true;
        for (int s = 0; s < count; ++s) {
            position[s] = walk.position(first + s);
            up = up && position[s] == position[0] + s;
            down = down && position[s] == position[0] - s;
        }
        direction = up ? 1 : down ? -1 : 0;
    }
};

#if HWY_TARGET != HWY_SCALAR
using Quad = hn::FixedTag<float, 4>;
inline constexpr Quad kQuad{};

/// Four rows of four values become four steps of four rows.
HWY_INLINE void transposeQuad(hn::Vec<Quad>& r0, hn::Vec<Quad>& r1, hn::Vec<Quad>& r2, hn::Vec<Quad>& r3) {
    const auto even0 = hn::InterleaveLower(kQuad, r0, r2);
    const auto odd0 = hn::InterleaveLower(kQuad, r1, r3);
    const auto even1 = hn::InterleaveUpper(kQuad, r0, r2);
    const auto odd1 = hn::InterleaveUpper(kQuad, r1, r3);
    r0 = hn::InterleaveLower(kQuad, even0, odd0);
    r1 = hn::InterleaveUpper(kQuad, even0, odd0);
    r2 = hn::InterleaveLower(kQuad, even1, odd1);
    r3 = hn::InterleaveUpper(kQuad, even1, odd1);
}
#endif

HWY_INLINE void copyRow(const float* from, float* to, std::int64_t count) {
    std::int64_t i = 0;
    for (; i + kLanes <= count; i += kLanes)
        hn::StoreU(hn::LoadU(kFloats, from + i), kFloats, to + i);
    for (; i < count; ++i)
        to[i] = from[i];
}

/// dense[s * width + r] = data[r * rowStride + position(s) * stepStride] for r < rows, 0 for rows <= r < width.
inline HWY_NOINLINE void pack(const float* data, std::int64_t rowStride, std::int64_t stepStride, const ChunkSteps& steps,
                       std::int64_t rows, std::int64_t width, float* dense) {
    std::int64_t rowsDone = 0;
    if (rowStride == 1) {
        for (int s = 0; s < steps.count; ++s)
            copyRow(data + steps.position[s] * stepStride, dense + s * width, rows);
        rowsDone = rows;
    }
#if HWY_TARGET != HWY_SCALAR
    else if (stepStride == 1 && steps.direction != 0) {
        for (; rowsDone + 4 <= rows; rowsDone += 4) {
            const float* from = data + rowsDone * rowStride;
            int s = 0;
            for (; s + 4 <= steps.count; s += 4) {
                const float* block = from + (steps.direction > 0 ? steps.position[s] : steps.position[s + 3]);
                auto r0 = hn::LoadU(kQuad, block);
                auto r1 = hn::LoadU(kQuad, block + rowStride);
                auto r2 = hn::LoadU(kQuad, block + 2 * rowStride);
                auto r3 = hn::LoadU(kQuad, block + 3 * rowStride);
                transposeQuad(r0, r1, r2, r3);
                float* to = dense + (steps.direction > 0 ? s : s + 3) * width + rowsDone;
                const std::int64_t next = steps.direction > 0 ? width : -width;
                hn::StoreU(r0, kQuad, to);
                hn::StoreU(r1, kQuad, to + next);
                hn::StoreU(r2, kQuad, to + 2 * next);
                hn::StoreU(r3, kQuad, to + 3 * next);
            }
            for (; s < steps.count; ++s)
                for (int r = 0; r < 4; ++r)
                    dense[s * width + rowsDone + r] = from[r * rowStride + steps.position[s]];
        }
    }
#endif
    for (int s = 0; s < steps.count; ++s) {
        const float* from = data + steps.position[s] * stepStride;
        for (std::int64_t r = rowsDone; r < rows; ++r)
            dense[s * width + r] = from[r * rowStride];
        for (std::int64_t r = rows; r < width; ++r)
            dense[s * width + r] = 0.0f;
    }
}

/// The way back: data[r * rowStride + position(s) * stepStride] = dense[s * width + r] for r < rows.
inline HWY_NOINLINE void unpack(const float* dense, std::int64_t width, const ChunkSteps& steps, std::int64_t rows,
                         float* data, std::int64_t rowStride, std::int64_t stepStride) {
    std::int64_t rowsDone = 0;
    if (rowStride == 1) {
        for (int s = 0; s < steps.count; ++s)
            copyRow(dense + s * width, data + steps.position[s] * stepStride, rows);
        return;
    }
#if HWY_TARGET != HWY_SCALAR
    if (stepStride == 1 && steps.direction != 0) {
        for (; rowsDone + 4 <= rows; rowsDone += 4) {
            float* to = data + rowsDone * rowStride;
            int s = 0;
            for (; s + 4 <= steps.count; s += 4) {
                const float* from = dense + (steps.direction > 0 ? s : s + 3) * width + rowsDone;
                const std::int64_t next = steps.direction > 0 ? width : -width;
                auto r0 = hn::LoadU(kQuad, from);
                auto r1 = hn::LoadU(kQuad, from + next);
                auto r2 = hn::LoadU(kQuad, from + 2 * next);
                auto r3 = hn::LoadU(kQuad, from + 3 * next);
                transposeQuad(r0, r1, r2, r3);
                float* block = to + (steps.direction > 0 ? steps.position[s] : steps.position[s + 3]);
                hn::StoreU(r0, kQuad, block);
                hn::StoreU(r1, kQuad, block + rowStride);
                hn::StoreU(r2, kQuad, block + 2 * rowStride);
                hn::StoreU(r3, kQuad, block + 3 * rowStride);
            }
            for (; s < steps.count; ++s)
                for (int r = 0; r < 4; ++r)
                    to[r * rowStride + steps.position[s]] = dense[s * width + rowsDone + r];
        }
    }
#endif
    for (int s = 0; s < steps.count; ++s) {
        float* to = data + steps.position[s] * stepStride;
        for (std::int64_t r = rowsDone; r < rows; ++r)
            to[r * rowStride] = dense[s * width + r];
    }
}

/// table[n * lanes + c] = rows[c * channelStride + n * stateStride] * scale for existing channels and states, else 0.
/// Returns the largest magnitude.
HWY_INLINE float packStates(const float* rows, std::int64_t channelStride, std::int64_t stateStride, float scale,
                            std::int64_t channels, std::int64_t states, std::int64_t lanes, std::int64_t tableStates,
                            float* table) {
    float largest = 0.0f;
    for (std::int64_t n = 0; n < tableStates; ++n)
        for (std::int64_t c = 0; c < lanes; ++c) {
            const bool exists = c < channels && n < states;
            const float value = exists ? rows[c * channelStride + n * stateStride] * scale : 0.0f;
            table[n * lanes + c] = value;
            const float size = value < 0.0f ? -value : value;
            if (!(size <= largest)) // a NaN counts as large
                largest = size == size ? size : HUGE_VALF;
        }
    return largest;
}

/// delta' = softplus(delta + bias) for `width` lanes (a multiple of the vector), in place; `slope`, if not null, gets the
/// derivative of the softplus. Returns the largest |delta'|, infinite if one is not a number.
inline HWY_NOINLINE float prepareDelta(float* delta, const float* bias, bool useSoftplus, int steps, int width, float* slope) {
    Vec largest = hn::Zero(kFloats);
    auto finite = hn::Eq(largest, largest);
    for (int s = 0; s < steps; ++s)
        for (int w = 0; w < width; w += kLanes) {
            float* at = delta + s * width + w;
            Vec x = hn::Add(hn::Load(kFloats, at), hn::Load(kFloats, bias + w));
            if (useSoftplus) {
                const Vec expNegative = expNegativeAbs(x);
                if (slope != nullptr)
                    hn::Store(sigmoid(x, expNegative), kFloats, slope + s * width + w);
                x = softplus(x, expNegative);
            }
            finite = hn::And(finite, hn::Eq(x, x));
            largest = hn::Max(largest, hn::Abs(x));
            hn::Store(x, kFloats, at);
        }
    return hn::AllTrue(kFloats, finite) ? hn::GetLane(hn::MaxOfLanes(kFloats, largest)) : HUGE_VALF;
}

/// What a task needs about B or C of one chunk: values broadcast from [step][state], or one vector per state.
struct StateTable {
    const float* data = nullptr;
    std::int64_t stepStride = 0; ///< padded states, or 0 where constant
};

} // namespace kintsugi::scan::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

// Copies between the caller's strided tensors and dense [step][row] scratch. Included once for every instruction set.
#if defined(KINTSUGI_SCAN_PACK_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef KINTSUGI_SCAN_PACK_INL_H
#undef KINTSUGI_SCAN_PACK_INL_H
#else
#define KINTSUGI_SCAN_PACK_INL_H
#endif

#include "scan/scan_task.h"
#include "scan/simd_math-inl.h"

#include <bit>
#include <cmath>
#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace kintsugi::scan::HWY_NAMESPACE {

/// The positions of one chunk of steps.
struct ChunkSteps {
    std::int64_t position[kChunk];
    std::int64_t index[kChunk]; ///< 0, 1, 2, …
    int count = 0;
    bool uniform = false; ///< neighbouring steps are `stride` positions apart
    std::int64_t stride = 0;
    int direction = 0; ///< 1 or -1 where that is the stride, else 0

    void set(const ScanWalk& walk, std::int64_t first) {
        const std::int64_t left = walk.length - first;
        count = static_cast<int>(left < kChunk ? left : kChunk);
        const std::int64_t start = walk.reversed ? walk.length - 1 - first : first;
        std::int64_t outer = start / walk.inner;
        std::int64_t inner = start % walk.inner;
        for (int s = 0; s < count; ++s) {
            position[s] = outer * walk.outerStep + inner * walk.innerStep;
            index[s] = s;
            if (walk.reversed) {
                if (inner-- == 0) {
                    inner = walk.inner - 1;
                    --outer;
                }
            } else if (++inner == walk.inner) {
                inner = 0;
                ++outer;
            }
        }
        stride = count > 1 ? position[1] - position[0] : 1;
        uniform = true;
        for (int s = 1; s < count; ++s)
            uniform = uniform && position[s] - position[s - 1] == stride;
        direction = uniform && (stride == 1 || stride == -1) ? static_cast<int>(stride) : 0;
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
inline HWY_NOINLINE void pack(const float* data, std::int64_t rowStride, std::int64_t stepStride,
                              const ChunkSteps& steps, std::int64_t rows, std::int64_t width, float* dense) {
    std::int64_t rowsDone = 0;
    if (rowStride == 1) {
        for (int s = 0; s < steps.count; ++s)
            copyRow(data + steps.position[s] * stepStride, dense + s * width, rows);
        if (rows == width)
            return;
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

/// Floats between tables that are walked together: tables a multiple of 4 KiB apart would delay each other's loads.
inline constexpr std::int64_t kApart = 32;

/// Read access to some rows of a sequence tensor, a whole vector at a time: in place where channels are neighbours and
/// fill the vectors, else from a packed copy.
struct Rows {
    const float* data = nullptr;
    std::int64_t stride = 0;
    const std::int64_t* position = nullptr;

    HWY_INLINE Vec load(std::int64_t step, std::int64_t column) const {
        return hn::LoadU(kFloats, data + position[step] * stride + column);
    }
};

/// `copy` has room for kChunk * width floats.
HWY_INLINE Rows rowsOf(const SequenceView<const float>& view, std::int64_t batch, std::int64_t channel,
                       const ChunkSteps& steps, std::int64_t rows, std::int64_t width, float* copy) {
    const float* const from = view.data + batch * view.batchStride + channel * view.channelStride;
    if (view.channelStride == 1 && rows == width)
        return {from, view.stepStride, steps.position};
    pack(from, view.channelStride, view.stepStride, steps, rows, width, copy);
    return {copy, width, steps.index};
}

/// Largest magnitude seen, in a form where anything that is not a number is larger than all numbers.
struct Largest {
    hn::Vec<hn::RebindToSigned<Floats>> bits;

    HWY_INLINE Largest() : bits(hn::Zero(kInts)) {}

    HWY_INLINE void see(Vec x) { bits = hn::Max(bits, hn::BitCast(kInts, hn::Abs(x))); }
    HWY_INLINE float value() const {
        HWY_ALIGN std::int32_t lanes[kLanes];
        hn::Store(bits, kInts, lanes);
        std::int32_t most = 0;
        for (const std::int32_t lane : lanes)
            most = lane > most ? lane : most;
        return std::bit_cast<float>(most);
    }
};

/// What a task needs about B or C of one chunk: values broadcast from [step][state], or one vector per state.
struct StateTable {
    const float* data = nullptr;
    std::int64_t stepStride = 0; ///< 0 where constant

    HWY_INLINE StateTable from(std::int64_t state) const { return {data + state, stepStride}; }
};

/// B or C of one chunk: in place if steps are evenly spaced rows of whole blocks of states, else packed into `copy`,
/// which has room for kChunk * `width` floats.
HWY_INLINE StateTable stateTable(const StateView<const float>& view, std::int64_t batch, std::int64_t group,
                                 const ChunkSteps& steps, std::int64_t states, std::int64_t width, float* copy) {
    if (view.constant)
        return {};
    const float* const from = view.data + batch * view.batchStride + group * view.groupStride;
    if (view.stateStride == 1 && steps.uniform && states == width)
        return {from + steps.position[0] * view.stepStride, steps.stride * view.stepStride};
    pack(from, view.stateStride, view.stepStride, steps, states, width, copy);
    return {copy, width};
}

} // namespace kintsugi::scan::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

// One chunk of the state-space duality, packed. Included once for every instruction set.
#if defined(KINTSUGI_SCAN_SSD_CHUNK_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef KINTSUGI_SCAN_SSD_CHUNK_INL_H
#undef KINTSUGI_SCAN_SSD_CHUNK_INL_H
#else
#define KINTSUGI_SCAN_SSD_CHUNK_INL_H
#endif

#include "scan/matrix-inl.h"
#include "scan/ssd_task.h"

#include <hwy/aligned_allocator.h>

HWY_BEFORE_NAMESPACE();
namespace kintsugi::scan::HWY_NAMESPACE {

/// Zeroed scratch handed out in whole vectors.
class Arena {
public:
    explicit Arena(std::int64_t floats)
        : m_memory(hwy::AllocateAligned<float>(static_cast<std::size_t>(floats))), m_next(m_memory.get()) {
        for (std::int64_t i = 0; i < floats; ++i)
            m_next[i] = 0.0f;
    }
    float* row(std::int64_t count) {
        float* taken = m_next;
        m_next += roundUp(count, kLanes);
        return taken;
    }
    Matrix matrix(std::int64_t rows, std::int64_t columns) {
        const std::int64_t stride = roundUp(columns, kLanes);
        return {row(rows * stride), stride};
    }

private:
    hwy::AlignedFreeUniquePtr<float[]> m_memory;
    float* m_next;
};

/// Sizes of a task. `steps` is the longest chunk.
struct SsdSizes {
    std::int64_t steps, dim, states, chunks;
    std::int64_t stepsWide, dimWide, statesWide;

    explicit SsdSizes(const SsdArgs& args)
        : steps(args.chunk < args.walk.length ? args.chunk : args.walk.length), dim(args.headDim), states(args.states),
          chunks((args.walk.length + steps - 1) / steps), stepsWide(roundUp(steps, kLanes)),
          dimWide(roundUp(dim, kLanes)), statesWide(roundUp(states, kLanes)) {}
};

template <typename T>
HWY_INLINE T* ssdRow(const SsdView<T>& view, std::int64_t batch, std::int64_t head, std::int64_t position) {
    return view.data + batch * view.batchStride + head * view.headStride + position * view.stepStride;
}

struct SsdChunk {
    std::int64_t first = 0;
    std::int64_t count = 0;
    Matrix X;                   ///< step x dim
    Matrix B;                   ///< step x state
    Matrix C;                   ///< step x state
    Matrix turnedB;             ///< state x step
    Matrix decays;              ///< step i x step j: exp(A_{j+1} + … + A_i) for j <= i, else 0
    Matrix products;            ///< step i x step j: C_i . B_j, only j <= i
    Matrix weights;             ///< decays * products
    float* sums = nullptr;      ///< A_first + … + A_i
    float* sumsRest = nullptr;  ///< what rounding took from `sums`
    float* fromStart = nullptr; ///< exp of the sums
    float* toEnd = nullptr;     ///< exp(A_{i+1} + … + A_last)
    float whole = 1.0f;         ///< exp of the last sum

    static std::int64_t floats(const SsdSizes& s) {
        return s.steps * (s.dimWide + 2 * s.statesWide + 3 * s.stepsWide) + s.states * s.stepsWide + 4 * s.stepsWide;
    }
    void allocate(const SsdSizes& s, Arena& arena) {
        X = arena.matrix(s.steps, s.dim);
        B = arena.matrix(s.steps, s.states);
        C = arena.matrix(s.steps, s.states);
        turnedB = arena.matrix(s.states, s.steps);
        decays = arena.matrix(s.steps, s.steps);
        products = arena.matrix(s.steps, s.steps);
        weights = arena.matrix(s.steps, s.steps);
        sums = arena.row(s.steps);
        sumsRest = arena.row(s.steps);
        fromStart = arena.row(s.steps);
        toEnd = arena.row(s.steps);
    }
};

HWY_INLINE Vec exponential(Vec x) {
    return exp2Product<true>(x, splat(kLog2E));
}

/// Packs X, B and the decays that the state update needs.
inline void loadChunk(const SsdTask& task, const SsdSizes& sizes, std::int64_t index, SsdChunk& chunk) {
    const SsdArgs& args = *task.args;
    chunk.first = index * sizes.steps;
    const std::int64_t left = args.walk.length - chunk.first;
    chunk.count = left < sizes.steps ? left : sizes.steps;
    double sum = 0.0;
    for (std::int64_t i = 0; i < chunk.count; ++i) {
        const std::int64_t position = args.walk.position(chunk.first + i);
        copyRow(ssdRow(args.X, task.batch, task.head, position), chunk.X.row(i), sizes.dim);
        copyRow(ssdRow(args.B, task.batch, task.group, position), chunk.B.row(i), sizes.states);
        sum += static_cast<double>(*ssdRow(args.A, task.batch, task.head, position));
        chunk.sums[i] = static_cast<float>(sum);
        chunk.sumsRest[i] = static_cast<float>(sum - static_cast<double>(chunk.sums[i]));
    }
    for (std::int64_t i = chunk.count; i < sizes.stepsWide; ++i)
        chunk.sums[i] = chunk.sumsRest[i] = 0.0f;
    const Vec last = splat(chunk.sums[chunk.count - 1]);
    const Vec lastRest = splat(chunk.sumsRest[chunk.count - 1]);
    for (std::int64_t i = 0; i < sizes.stepsWide; i += kLanes) {
        const Vec s = hn::Load(kFloats, chunk.sums + i);
        const Vec rest = hn::Load(kFloats, chunk.sumsRest + i);
        hn::Store(exponential(hn::Add(s, rest)), kFloats, chunk.fromStart + i);
        hn::Store(exponential(hn::Add(hn::Sub(last, s), hn::Sub(lastRest, rest))), kFloats, chunk.toEnd + i);
    }
    for (std::int64_t i = chunk.count; i < sizes.stepsWide; ++i)
        chunk.fromStart[i] = chunk.toEnd[i] = 0.0f;
    chunk.whole = chunk.fromStart[chunk.count - 1];
    transpose(chunk.B, chunk.count, sizes.states, chunk.turnedB);
}

/// state (state x dim) to that at the end of the chunk; `scratch` is state x step.
inline void advanceState(const SsdSizes& sizes, const SsdChunk& chunk, const Matrix& state, const Matrix& scratch) {
    scaleColumns(chunk.turnedB, chunk.toEnd, sizes.states, scratch);
    const Vec whole = splat(chunk.whole);
    for (std::int64_t i = 0; i < sizes.states * state.stride; i += kLanes)
        hn::Store(hn::Mul(whole, hn::Load(kFloats, state.data + i)), kFloats, state.data + i);
    product(scratch, chunk.X, state, sizes.states, chunk.count, sizes.dimWide, Shape::Full, true);
}

/// Packs C and fills decays, products and weights.
inline void loadWeights(const SsdTask& task, const SsdSizes& sizes, SsdChunk& chunk) {
    const SsdArgs& args = *task.args;
    for (std::int64_t i = 0; i < chunk.count; ++i)
        copyRow(ssdRow(args.C, task.batch, task.group, args.walk.position(chunk.first + i)), chunk.C.row(i),
                sizes.states);
    product(chunk.C, chunk.turnedB, chunk.products, chunk.count, sizes.states, sizes.stepsWide, Shape::LowerResult,
            false);
    for (std::int64_t i = 0; i < chunk.count; ++i) {
        const Vec s = splat(chunk.sums[i]);
        const Vec rest = splat(chunk.sumsRest[i]);
        const Vec index = splat(static_cast<float>(i));
        std::int64_t j = 0;
        for (; j <= i; j += kLanes) {
            const Vec between = hn::Add(hn::Sub(s, hn::Load(kFloats, chunk.sums + j)),
                                        hn::Sub(rest, hn::Load(kFloats, chunk.sumsRest + j)));
            const auto before = hn::Le(hn::Iota(kFloats, static_cast<float>(j)), index);
            const Vec decay = hn::IfThenElseZero(before, exponential(between));
            hn::Store(decay, kFloats, chunk.decays.row(i) + j);
            const Vec weight = hn::IfThenElseZero(before, hn::Mul(decay, hn::Load(kFloats, chunk.products.row(i) + j)));
            hn::Store(weight, kFloats, chunk.weights.row(i) + j);
        }
        for (; j < sizes.stepsWide; j += kLanes) {
            hn::Store(hn::Zero(kFloats), kFloats, chunk.decays.row(i) + j);
            hn::Store(hn::Zero(kFloats), kFloats, chunk.weights.row(i) + j);
        }
    }
}

/// Reads a state (dim x state) of the caller, or zeros, as state x dim.
inline void loadState(const SsdTask& task, const SsdSizes& sizes, const float* states, const Matrix& turned) {
    const SsdArgs& args = *task.args;
    for (std::int64_t n = 0; n < sizes.states; ++n)
        for (std::int64_t p = 0; p < turned.stride; ++p)
            turned.row(n)[p] = states != nullptr && p < sizes.dim
                                   ? states[((task.batch * args.heads + task.head) * sizes.dim + p) * sizes.states + n]
                                   : 0.0f;
}

inline void storeState(const SsdTask& task, const SsdSizes& sizes, const Matrix& turned, float* states) {
    const SsdArgs& args = *task.args;
    if (states != nullptr)
        for (std::int64_t p = 0; p < sizes.dim; ++p)
            for (std::int64_t n = 0; n < sizes.states; ++n)
                states[((task.batch * args.heads + task.head) * sizes.dim + p) * sizes.states + n] = turned.row(n)[p];
}

} // namespace kintsugi::scan::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

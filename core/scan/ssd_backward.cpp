#include "scan/ssd_task.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "scan/ssd_backward.cpp"
#include <hwy/foreach_target.h>

#include "scan/ssd_chunk-inl.h"

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace kintsugi::scan::HWY_NAMESPACE {

inline double dot(const float* a, const float* b, std::int64_t count) {
    Vec sum = hn::Zero(kFloats);
    for (std::int64_t i = 0; i < count; i += kLanes)
        sum = hn::MulAdd(hn::Load(kFloats, a + i), hn::Load(kFloats, b + i), sum);
    return static_cast<double>(hn::GetLane(hn::SumOfLanes(kFloats, sum)));
}

/// Gradients of one chunk, and the scratch for them. Names with `turned` are transposes.
struct SsdBackChunk {
    Matrix gradY, gradX;                          ///< step x dim
    Matrix gradB, gradC;                          ///< step x state
    Matrix turnedX;                               ///< dim x step
    Matrix square, turnedSquare;                  ///< step x step
    Matrix stepDim;                               ///< step x dim
    Matrix stepState;                             ///< step x state
    Matrix turnedC;                               ///< state x step
    Matrix dimState;                              ///< dim x state
    hwy::AlignedFreeUniquePtr<double[]> gradSums; ///< of the sums of A inside the chunk

    static std::int64_t floats(const SsdSizes& s) {
        return s.steps * (3 * s.dimWide + 3 * s.statesWide + 2 * s.stepsWide) + s.dim * s.stepsWide +
               s.states * s.stepsWide + s.dim * s.statesWide;
    }
    void allocate(const SsdSizes& s, Arena& arena) {
        gradSums = hwy::AllocateAligned<double>(static_cast<std::size_t>(s.steps));
        gradY = arena.matrix(s.steps, s.dim);
        gradX = arena.matrix(s.steps, s.dim);
        stepDim = arena.matrix(s.steps, s.dim);
        gradB = arena.matrix(s.steps, s.states);
        gradC = arena.matrix(s.steps, s.states);
        stepState = arena.matrix(s.steps, s.states);
        square = arena.matrix(s.steps, s.steps);
        turnedSquare = arena.matrix(s.steps, s.steps);
        turnedX = arena.matrix(s.dim, s.steps);
        turnedC = arena.matrix(s.states, s.steps);
        dimState = arena.matrix(s.dim, s.states);
    }
};

/// Turns the products gradY_i . X_j in `square` into gradients of the products C_i . B_j, and adds what the decays
/// between i and j contribute to the gradients of the sums.
inline void differentiateWeights(const SsdSizes& sizes, const SsdChunk& chunk, SsdBackChunk& back) {
    double* const gradSums = back.gradSums.get();
    for (std::int64_t i = 0; i < chunk.count; ++i) {
        float* const row = back.square.row(i);
        std::int64_t j = 0;
        double rowSum = 0.0;
        for (; j <= i; j += kLanes) {
            const Vec grad = hn::Load(kFloats, row + j);
            HWY_ALIGN float through[kLanes];
            const auto before = hn::Le(hn::Iota(kFloats, static_cast<float>(j)), splat(static_cast<float>(i)));
            hn::Store(hn::IfThenElseZero(before, hn::Mul(grad, hn::Load(kFloats, chunk.weights.row(i) + j))), kFloats,
                      through);
            for (std::int64_t k = 0; k < kLanes && j + k < i; ++k) {
                rowSum += static_cast<double>(through[k]);
                gradSums[j + k] -= static_cast<double>(through[k]);
            }
            hn::Store(hn::IfThenElseZero(before, hn::Mul(grad, hn::Load(kFloats, chunk.decays.row(i) + j))), kFloats,
                      row + j);
        }
        gradSums[i] += rowSum;
        for (; j < sizes.stepsWide; j += kLanes)
            hn::Store(hn::Zero(kFloats), kFloats, row + j);
    }
}

/// `state` is that before the chunk, `gradState` the gradient of that after it; it becomes that of the former.
inline void backwardChunk(const SsdTask& task, const SsdSizes& sizes, const SsdChunk& chunk, SsdBackChunk& back,
                          const Matrix& state, const Matrix& gradState) {
    const SsdArgs& args = *task.args;
    const SsdGrads& grads = *task.grads;
    const std::int64_t count = chunk.count;
    double* const gradSums = back.gradSums.get();
    for (std::int64_t i = 0; i < count; ++i) {
        copyRow(ssdRow(grads.gradY, task.batch, task.head, args.walk.position(chunk.first + i)), back.gradY.row(i),
                sizes.dim);
        gradSums[i] = 0.0;
    }
    // Gradients of C: through the state before the chunk, whose part also tells the gradient of the decays ...
    scaleRows(back.gradY, chunk.fromStart, count, back.stepDim);
    transpose(state, sizes.states, sizes.dim, back.dimState);
    product(back.stepDim, back.dimState, back.gradC, count, sizes.dim, sizes.statesWide, Shape::Full, false);
    for (std::int64_t i = 0; i < count; ++i)
        gradSums[i] += dot(chunk.C.row(i), back.gradC.row(i), sizes.statesWide);
    // ... and of B through the state after it.
    scaleRows(chunk.X, chunk.toEnd, count, back.stepDim);
    transpose(gradState, sizes.states, sizes.dim, back.dimState);
    product(back.stepDim, back.dimState, back.gradB, count, sizes.dim, sizes.statesWide, Shape::Full, false);
    double lastSum = 0.0;
    for (std::int64_t j = 0; j < count; ++j) {
        const double through = dot(chunk.B.row(j), back.gradB.row(j), sizes.statesWide);
        gradSums[j] -= through;
        lastSum += through;
    }
    for (std::int64_t n = 0; n < sizes.states; ++n)
        lastSum += static_cast<double>(chunk.whole) * dot(state.row(n), gradState.row(n), sizes.dimWide);
    gradSums[count - 1] += lastSum;

    // Inside the chunk.
    transpose(chunk.X, count, sizes.dim, back.turnedX);
    product(back.gradY, back.turnedX, back.square, count, sizes.dim, sizes.stepsWide, Shape::LowerResult, false);
    differentiateWeights(sizes, chunk, back);
    product(back.square, chunk.B, back.gradC, count, count, sizes.statesWide, Shape::Lower, true);
    transpose(back.square, count, count, back.turnedSquare);
    product(back.turnedSquare, chunk.C, back.gradB, count, count, sizes.statesWide, Shape::Upper, true);
    transpose(chunk.weights, count, count, back.turnedSquare);
    product(back.turnedSquare, back.gradY, back.gradX, count, count, sizes.dimWide, Shape::Upper, false);
    scaleRows(chunk.B, chunk.toEnd, count, back.stepState);
    product(back.stepState, gradState, back.gradX, count, sizes.states, sizes.dimWide, Shape::Full, true);

    // The state before the chunk.
    scaleRows(chunk.C, chunk.fromStart, count, back.stepState);
    transpose(back.stepState, count, sizes.states, back.turnedC);
    const Vec whole = splat(chunk.whole);
    for (std::int64_t i = 0; i < sizes.states * gradState.stride; i += kLanes)
        hn::Store(hn::Mul(whole, hn::Load(kFloats, gradState.data + i)), kFloats, gradState.data + i);
    product(back.turnedC, back.gradY, gradState, sizes.states, count, sizes.dimWide, Shape::Full, true);

    double gradA = 0.0;
    for (std::int64_t i = count - 1; i >= 0; --i) {
        const std::int64_t step = chunk.first + i;
        const std::int64_t position = args.walk.position(step);
        gradA += gradSums[i];
        if (grads.A.data != nullptr)
            *ssdRow(grads.A, task.batch, task.head, position) = static_cast<float>(gradA);
        if (grads.X.data != nullptr)
            copyRow(back.gradX.row(i), ssdRow(grads.X, task.batch, task.head, position), sizes.dim);
        if (task.gradB != nullptr)
            copyRow(back.gradB.row(i), task.gradB + (task.partialB ? step : position) * task.gradBStride, sizes.states);
        if (task.gradC != nullptr)
            copyRow(back.gradC.row(i), task.gradC + (task.partialC ? step : position) * task.gradCStride, sizes.states);
    }
}

void ssdBackwardTask(const SsdTask& task) {
    const SsdArgs& args = *task.args;
    const SsdSizes sizes(args);
    const std::int64_t stateSize = sizes.states * sizes.dimWide;
    Arena arena(SsdChunk::floats(sizes) + SsdBackChunk::floats(sizes) + (sizes.chunks + 1) * stateSize +
                sizes.states * sizes.stepsWide);
    SsdChunk chunk;
    chunk.allocate(sizes, arena);
    SsdBackChunk back;
    back.allocate(sizes, arena);
    const Matrix gradState = arena.matrix(sizes.states, sizes.dim);
    const Matrix weightedB = arena.matrix(sizes.states, sizes.steps);
    const Matrix borders = arena.matrix(sizes.chunks * sizes.states, sizes.dim);
    const auto border = [&](std::int64_t index) { return Matrix{borders.row(index * sizes.states), borders.stride}; };
    loadState(task, sizes, args.initialState, border(0));
    for (std::int64_t index = 0; index + 1 < sizes.chunks; ++index) {
        loadChunk(task, sizes, index, chunk);
        const float* from = border(index).data;
        float* to = border(index + 1).data;
        for (std::int64_t i = 0; i < stateSize; ++i)
            to[i] = from[i];
        advanceState(sizes, chunk, border(index + 1), weightedB);
    }
    loadState(task, sizes, task.grads->gradFinalState, gradState);
    for (std::int64_t index = sizes.chunks - 1; index >= 0; --index) {
        loadChunk(task, sizes, index, chunk);
        loadWeights(task, sizes, chunk);
        backwardChunk(task, sizes, chunk, back, border(index), gradState);
    }
    storeState(task, sizes, gradState, task.grads->initialState);
}

} // namespace kintsugi::scan::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kintsugi::scan {
HWY_EXPORT(ssdBackwardTask);

void runSsdBackward(const SsdTask& task) {
    HWY_DYNAMIC_DISPATCH(ssdBackwardTask)(task);
}

} // namespace kintsugi::scan
#endif

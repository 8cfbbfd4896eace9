#include "scan/scan_task.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "scan/selective_scan_backward.cpp"
#include <hwy/foreach_target.h>

#include "scan/backward_tile-inl.h"
#include "scan/pack-inl.h"
#include "scan/simd_math-inl.h"

#include <hwy/aligned_allocator.h>
#include <hwy/cache_control.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace kintsugi::scan::HWY_NAMESPACE {

constexpr int kMostVectors = 2;

/// Tables of a task's channels: state n of tile t, which begins at channel offset `start`, is a row of the tile's
/// width at `start * states + n * width`.
struct TaskTables {
    float* A = nullptr;
    float* B = nullptr;
    float* C = nullptr;
    float* carry = nullptr;
    float* gradA = nullptr;
    float* gradB = nullptr;
    float* gradC = nullptr;
    float* bias = nullptr;
    float* skip = nullptr;
    float* gradBias = nullptr;
    float* gradSkip = nullptr;
};

/// The part of a chunk's scratch that is not Tile.
struct ChunkScratch {
    ChunkSteps steps;
    std::int64_t index = 0;
    StateTable B;
    StateTable C;
    float* stepB = nullptr;
    float* stepC = nullptr;
    float* slope = nullptr;
    float* copies[4] = {};
};

template <typename T> HWY_INLINE T* channelData(const SequenceView<T>& view, std::int64_t batch, std::int64_t channel) {
    return view.data + batch * view.batchStride + channel * view.channelStride;
}

HWY_INLINE void unpackTensor(const float* dense, std::int64_t width, const ChunkSteps& steps, std::int64_t rows,
                             const SequenceView<float>& view, std::int64_t batch, std::int64_t channel) {
    if (view.data != nullptr)
        unpack(dense, width, steps, rows, channelData(view, batch, channel), view.channelStride, view.stepStride);
}

/// Asks for the rows of one tile early where channels are neighbours; rows so far apart are no pattern that the
/// processor would follow by itself.
template <typename T>
HWY_INLINE void prefetchRows(const SequenceView<T>& view, std::int64_t batch, std::int64_t channel,
                             const ChunkSteps& steps, std::int64_t shift) {
    if (view.data == nullptr || view.channelStride != 1)
        return;
    const T* const rows = channelData(view, batch, channel) + shift * view.stepStride;
    for (int s = 0; s < steps.count; ++s)
        hwy::Prefetch(rows + steps.position[s] * view.stepStride);
}

/// One tile of one chunk: inputs in, states forward, gradients backward, sequence gradients out.
template <int vectors>
void backwardTile(const ScanTask& task, const TaskTables& tables, std::int64_t start, float largestA, Tile& tile,
                  ChunkScratch& chunk) {
    constexpr int width = vectors * kLanes;
    const SelectiveScanArgs& args = *task.args;
    const std::int64_t states = paddedStates(args);
    const std::int64_t channel = task.firstChannel + start;
    const std::int64_t left = task.endChannel - channel;
    const std::int64_t here = left < width ? left : width;
    const ChunkSteps& steps = chunk.steps;
    const bool gated = args.z.data != nullptr;
    tile.steps = steps.count;

    const Rows delta = rowsOf(args.delta, task.batch, channel, steps, here, width, chunk.copies[0]);
    const Rows u = rowsOf(args.u, task.batch, channel, steps, here, width, chunk.copies[1]);
    const Rows gradOut = rowsOf(task.grads->gradY, task.batch, channel, steps, here, width, chunk.copies[2]);
    const Rows z = gated ? rowsOf(args.z, task.batch, channel, steps, here, width, chunk.copies[3]) : Rows{};
    // The next tile's inputs, which are the next channels or the previous chunk's first, and this tile's outputs.
    const bool lastTile = channel + width >= task.endChannel;
    if (!lastTile || (steps.uniform && chunk.index > 0)) {
        const std::int64_t nextChannel = lastTile ? task.firstChannel : channel + width;
        const std::int64_t shift = lastTile ? -kChunk * steps.stride : 0;
        prefetchRows(args.u, task.batch, nextChannel, steps, shift);
        prefetchRows(args.delta, task.batch, nextChannel, steps, shift);
        prefetchRows(task.grads->gradY, task.batch, nextChannel, steps, shift);
    }
    prefetchRows(task.grads->u, task.batch, channel, steps, 0);
    prefetchRows(task.grads->delta, task.batch, channel, steps, 0);
    Largest largest;
    for (int s = 0; s < steps.count; ++s)
        for (int w = 0; w < width; w += kLanes) {
            const int i = s * width + w;
            const Vec input = u.load(s, w);
            Vec x = hn::Add(delta.load(s, w), hn::Load(kFloats, tables.bias + start + w));
            if (args.softplus) {
                const Vec expNegative = expNegativeAbs(x);
                hn::Store(sigmoid(x, expNegative), kFloats, chunk.slope + i);
                x = softplus(x, expNegative);
            }
            largest.see(x);
            Vec gradY = gradOut.load(s, w);
            if (gated) {
                const Vec gate = z.load(s, w);
                gradY = hn::Mul(gradY, hn::Mul(gate, sigmoid(gate, expNegativeAbs(gate))));
                hn::Store(hn::Mul(input, hn::Load(kFloats, tables.skip + start + w)), kFloats, tile.y + i);
            }
            hn::Store(x, kFloats, tile.delta + i);
            hn::Store(hn::Mul(input, x), kFloats, tile.deltaU + i);
            hn::Store(gradY, kFloats, tile.gradY + i);
            hn::Store(hn::Zero(kFloats), kFloats, tile.gradExponent + i);
            hn::Store(hn::Zero(kFloats), kFloats, tile.gradDeltaU + i);
        }
    const bool limited = !(largestA * largest.value() < -kLowestExponent);

    const Record forwardBlock = gated ? chooseRecord<vectors, true>(limited, args.B.constant, args.C.constant)
                                      : chooseRecord<vectors, false>(limited, args.B.constant, args.C.constant);
    const Sweep backwardBlock = chooseSweep<vectors>(args.B.constant, args.C.constant);
    const float* checkpoint =
        task.checkpoints + (task.batch * chunkCount(args) + chunk.index) * states * args.dim + channel;
    for (std::int64_t n = 0; n < states; n += kStateBlock) {
        const std::int64_t at = start * states + n * width;
        for (int k = 0; k < kStateBlock; ++k) {
            copyRow(checkpoint + (n + k) * args.dim, tile.states + k * width, here);
            for (std::int64_t c = here; c < width; ++c)
                tile.states[k * width + c] = 0.0f;
        }
        const StateTable b = args.B.constant ? StateTable{tables.B + at, 0} : chunk.B.from(n);
        const StateTable c = args.C.constant ? StateTable{tables.C + at, 0} : chunk.C.from(n);
        for (int v = 0; v < vectors; ++v)
            forwardBlock(tile, v, tables.A + at, b, c);
        StateGrads grads;
        grads.carry = tables.carry + at;
        grads.A = tables.gradA + at;
        grads.constantB = tables.gradB + at;
        grads.constantC = tables.gradC + at;
        grads.stepB = chunk.stepB + n;
        grads.stepC = chunk.stepC + n;
        grads.stepStride = states;
        backwardBlock(tile, tables.A + at, b, c, grads);
    }

    for (int w = 0; w < width; w += kLanes) {
        const Vec skip = hn::Load(kFloats, tables.skip + start + w);
        Vec gradBias = hn::Zero(kFloats);
        Vec gradSkip = hn::Zero(kFloats);
        for (int s = 0; s < steps.count; ++s) {
            const int i = s * width + w;
            const Vec input = u.load(s, w);
            const Vec gradY = hn::Load(kFloats, tile.gradY + i);
            const Vec gradDeltaU = hn::Load(kFloats, tile.gradDeltaU + i);
            Vec gradDelta =
                hn::MulAdd(gradDeltaU, input, hn::Mul(splat(kLn2), hn::Load(kFloats, tile.gradExponent + i)));
            if (args.softplus)
                gradDelta = hn::Mul(gradDelta, hn::Load(kFloats, chunk.slope + i));
            const Vec gradU = hn::MulAdd(gradDeltaU, hn::Load(kFloats, tile.delta + i), hn::Mul(skip, gradY));
            gradBias = hn::Add(gradBias, gradDelta);
            gradSkip = hn::MulAdd(gradY, input, gradSkip);
            hn::Store(gradDelta, kFloats, tile.gradExponent + i);
            hn::Store(gradU, kFloats, tile.gradDeltaU + i);
            if (gated) {
                const Vec gate = z.load(s, w);
                const Vec open = sigmoid(gate, expNegativeAbs(gate));
                const Vec slope = hn::Mul(open, hn::MulAdd(gate, hn::Sub(splat(1.0f), open), splat(1.0f)));
                hn::Store(hn::Mul(hn::Mul(gradOut.load(s, w), hn::Load(kFloats, tile.y + i)), slope), kFloats,
                          tile.y + i);
            }
        }
        float* const toBias = tables.gradBias + start + w;
        float* const toSkip = tables.gradSkip + start + w;
        hn::Store(hn::Add(hn::Load(kFloats, toBias), gradBias), kFloats, toBias);
        hn::Store(hn::Add(hn::Load(kFloats, toSkip), gradSkip), kFloats, toSkip);
    }
    const SelectiveScanGrads& to = *task.grads;
    unpackTensor(tile.gradExponent, width, steps, here, to.delta, task.batch, channel);
    unpackTensor(tile.gradDeltaU, width, steps, here, to.u, task.batch, channel);
    if (gated)
        unpackTensor(tile.y, width, steps, here, to.z, task.batch, channel);
}

void backward(const ScanTask& task) {
    const SelectiveScanArgs& args = *task.args;
    const std::int64_t channels = task.endChannel - task.firstChannel;
    const std::int64_t lanesUsed = roundUp(channels, kLanes);
    const std::int64_t states = paddedStates(args);
    const std::int64_t tableSize = lanesUsed * states;
    constexpr std::int64_t stepsSize = kChunk * kMostVectors * kLanes;
    const std::int64_t total = 7 * tableSize + 4 * lanesUsed + 11 * stepsSize +
                               (2 * kChunk + 1) * kStateBlock * kMostVectors * kLanes + 4 * kChunk * states +
                               30 * kApart;
    const auto scratch = hwy::AllocateAligned<float>(static_cast<std::size_t>(total));
    for (std::int64_t i = 0; i < total; ++i)
        scratch[static_cast<std::size_t>(i)] = 0.0f;
    float* next = scratch.get();
    const auto take = [&next](std::int64_t count) {
        float* taken = next;
        next += count + kApart;
        return taken;
    };
    TaskTables tables;
    for (float** table : {&tables.A, &tables.B, &tables.C, &tables.carry, &tables.gradA, &tables.gradB, &tables.gradC})
        *table = take(tableSize);
    for (float** row : {&tables.bias, &tables.skip, &tables.gradBias, &tables.gradSkip})
        *row = take(lanesUsed);
    Tile tile;
    ChunkScratch chunk;
    for (float** rows : {&tile.delta, &tile.deltaU, &tile.y, &tile.gradY, &tile.gradExponent, &tile.gradDeltaU,
                         &chunk.slope, &chunk.copies[0], &chunk.copies[1], &chunk.copies[2], &chunk.copies[3]})
        *rows = take(stepsSize);
    tile.states = take((kChunk + 1) * kStateBlock * kMostVectors * kLanes);
    tile.decays = take(kChunk * kStateBlock * kMostVectors * kLanes);
    float* const packedB = take(kChunk * states);
    float* const packedC = take(kChunk * states);
    chunk.stepB = take(kChunk * states);
    chunk.stepC = take(kChunk * states);
    float* const ownStepB = chunk.stepB;
    float* const ownStepC = chunk.stepC;

    const auto widthAt = [lanesUsed](std::int64_t start) -> std::int64_t {
        return lanesUsed - start < kMostVectors * kLanes ? kLanes : kMostVectors * kLanes;
    };
    float largestA = 0.0f;
    for (std::int64_t start = 0; start < lanesUsed; start += widthAt(start)) {
        const std::int64_t width = widthAt(start);
        const std::int64_t channel = task.firstChannel + start;
        const std::int64_t left = task.endChannel - channel;
        const std::int64_t at = start * states;
        const float largest = packStates(args.A + channel * args.states, args.states, 1, kLog2E, left, args.states,
                                         width, states, tables.A + at);
        largestA = largest > largestA ? largest : largestA;
        if (args.B.constant)
            packStates(args.B.data + channel * args.B.channelStride, args.B.channelStride, args.B.stateStride, 1.0f,
                       left, args.states, width, states, tables.B + at);
        if (args.C.constant)
            packStates(args.C.data + channel * args.C.channelStride, args.C.channelStride, args.C.stateStride, 1.0f,
                       left, args.states, width, states, tables.C + at);
        if (task.grads->gradLastState != nullptr)
            packStates(task.grads->gradLastState + (task.batch * args.dim + channel) * args.states, args.states, 1,
                       1.0f, left, args.states, width, states, tables.carry + at);
    }
    for (std::int64_t c = 0; c < channels; ++c) {
        tables.bias[c] = args.deltaBias != nullptr ? args.deltaBias[task.firstChannel + c] : 0.0f;
        tables.skip[c] = args.D != nullptr ? args.D[task.firstChannel + c] : 0.0f;
    }

    for (chunk.index = chunkCount(args) - 1; chunk.index >= 0; --chunk.index) {
        chunk.steps.set(args.walk, chunk.index * kChunk);
        chunk.stepB = task.partialB != nullptr ? task.partialB + chunk.index * kChunk * states : ownStepB;
        chunk.stepC = task.partialC != nullptr ? task.partialC + chunk.index * kChunk * states : ownStepC;
        for (std::int64_t i = 0; i < chunk.steps.count * states; ++i) {
            chunk.stepB[i] = 0.0f;
            chunk.stepC[i] = 0.0f;
        }
        chunk.B = stateTable(args.B, task.batch, task.group, chunk.steps, args.states, states, packedB);
        chunk.C = stateTable(args.C, task.batch, task.group, chunk.steps, args.states, states, packedC);
        for (std::int64_t start = 0; start < lanesUsed; start += widthAt(start)) {
            if (widthAt(start) == kLanes)
                backwardTile<1>(task, tables, start, largestA, tile, chunk);
            else
                backwardTile<kMostVectors>(task, tables, start, largestA, tile, chunk);
        }
    }

    const std::int64_t firstRow = task.batch * args.dim + task.firstChannel;
    for (std::int64_t start = 0; start < lanesUsed; start += widthAt(start)) {
        const std::int64_t width = widthAt(start);
        for (std::int64_t c = start; c < start + width && c < channels; ++c) {
            for (std::int64_t n = 0; n < args.states; ++n) {
                const std::int64_t from = start * states + n * width + c - start;
                const std::int64_t to = (firstRow + c) * args.states + n;
                if (task.batchA != nullptr)
                    task.batchA[to] = tables.gradA[from];
                if (task.batchConstB != nullptr)
                    task.batchConstB[to] = tables.gradB[from];
                if (task.batchConstC != nullptr)
                    task.batchConstC[to] = tables.gradC[from];
            }
            if (task.batchD != nullptr)
                task.batchD[firstRow + c] = tables.gradSkip[c];
            if (task.batchBias != nullptr)
                task.batchBias[firstRow + c] = tables.gradBias[c];
        }
    }
}

} // namespace kintsugi::scan::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kintsugi::scan {
HWY_EXPORT(backward);

void runBackward(const ScanTask& task) {
    HWY_DYNAMIC_DISPATCH(backward)(task);
}

} // namespace kintsugi::scan
#endif

#include "scan/scan_task.h"

#undef HWY_DISABLED_TARGETS
#define HWY_DISABLED_TARGETS KINTSUGI_SCAN_DISABLED_TARGETS
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "scan/selective_scan_forward.cpp"
#include <hwy/foreach_target.h>

#include "scan/pack-inl.h"
#include "scan/simd_math-inl.h"

#include <hwy/aligned_allocator.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace kintsugi::scan::HWY_NAMESPACE {

/// Four states of one vector of channels over one chunk; adds their part to y.
template <bool limited, bool constantB, bool constantC>
HWY_NOINLINE void advance(int steps, const float* HWY_RESTRICT delta, const float* HWY_RESTRICT deltaU,
                          const float* HWY_RESTRICT tableA, StateTable tableB, StateTable tableC,
                          float* HWY_RESTRICT state, float* HWY_RESTRICT y) {
    Vec h0 = hn::Load(kFloats, state);
    Vec h1 = hn::Load(kFloats, state + kLanes);
    Vec h2 = hn::Load(kFloats, state + 2 * kLanes);
    Vec h3 = hn::Load(kFloats, state + 3 * kLanes);
    const float* b = tableB.data;
    const float* c = tableC.data;
    const auto valueB = [&](int n) HWY_ATTR {
        return constantB ? hn::Load(kFloats, tableB.data + n * kLanes) : splat(b[n]);
    };
    const auto valueC = [&](int n) HWY_ATTR {
        return constantC ? hn::Load(kFloats, tableC.data + n * kLanes) : splat(c[n]);
    };
    for (int s = 0; s < steps; ++s) {
        const Vec d = hn::Load(kFloats, delta + s * kLanes);
        const Vec du = hn::Load(kFloats, deltaU + s * kLanes);
        const Vec e0 = exp2Product<limited>(d, hn::Load(kFloats, tableA));
        const Vec e1 = exp2Product<limited>(d, hn::Load(kFloats, tableA + kLanes));
        const Vec e2 = exp2Product<limited>(d, hn::Load(kFloats, tableA + 2 * kLanes));
        const Vec e3 = exp2Product<limited>(d, hn::Load(kFloats, tableA + 3 * kLanes));
        h0 = hn::MulAdd(e0, h0, hn::Mul(du, valueB(0)));
        h1 = hn::MulAdd(e1, h1, hn::Mul(du, valueB(1)));
        h2 = hn::MulAdd(e2, h2, hn::Mul(du, valueB(2)));
        h3 = hn::MulAdd(e3, h3, hn::Mul(du, valueB(3)));
        Vec sum = hn::MulAdd(h0, valueC(0), hn::Load(kFloats, y + s * kLanes));
        Vec other = hn::Mul(h1, valueC(1));
        sum = hn::MulAdd(h2, valueC(2), sum);
        other = hn::MulAdd(h3, valueC(3), other);
        hn::Store(hn::Add(sum, other), kFloats, y + s * kLanes);
        b += tableB.stepStride;
        c += tableC.stepStride;
    }
    hn::Store(h0, kFloats, state);
    hn::Store(h1, kFloats, state + kLanes);
    hn::Store(h2, kFloats, state + 2 * kLanes);
    hn::Store(h3, kFloats, state + 3 * kLanes);
}

using Advance = void (*)(int, const float*, const float*, const float*, StateTable, StateTable, float*, float*);

Advance chooseAdvance(bool limited, bool constantB, bool constantC) {
    static constexpr Advance kTable[8] = {
        &advance<false, false, false>, &advance<false, false, true>, &advance<false, true, false>,
        &advance<false, true, true>,   &advance<true, false, false>, &advance<true, false, true>,
        &advance<true, true, false>,   &advance<true, true, true>};
    return kTable[(limited ? 4 : 0) + (constantB ? 2 : 0) + (constantC ? 1 : 0)];
}

void forward(const ScanTask& task) {
    const SelectiveScanArgs& args = *task.args;
    const std::int64_t channels = task.endChannel - task.firstChannel;
    const std::int64_t tiles = (channels + kLanes - 1) / kLanes;
    const std::int64_t states = paddedStates(args);
    const std::int64_t tableSize = tiles * states * kLanes;
    constexpr std::int64_t stepsSize = kChunk * kLanes;
    const auto scratch = hwy::AllocateAligned<float>(
        static_cast<std::size_t>(4 * tableSize + 5 * stepsSize + 2 * kChunk * states + 2 * tiles * kLanes));
    float* next = scratch.get();
    const auto take = [&next](std::int64_t count) {
        float* taken = next;
        next += count;
        return taken;
    };
    float* tableA = take(tableSize);
    float* state = take(tableSize);
    float* constantB = take(tableSize);
    float* constantC = take(tableSize);
    float* delta = take(stepsSize);
    float* u = take(stepsSize);
    float* deltaU = take(stepsSize);
    float* y = take(stepsSize);
    float* z = take(stepsSize);
    float* bias = take(tiles * kLanes);
    float* skip = take(tiles * kLanes);
    float* packedB = take(kChunk * states);
    float* packedC = take(kChunk * states);

    float largestA = 0.0f;
    for (std::int64_t t = 0; t < tiles; ++t) {
        const std::int64_t channel = task.firstChannel + t * kLanes;
        const std::int64_t here = task.endChannel - channel;
        const std::int64_t at = t * states * kLanes;
        const float largest = packStates(args.A + channel * args.states, args.states, 1, kLog2E, here, args.states,
                                         kLanes, states, tableA + at);
        largestA = largest > largestA ? largest : largestA;
        if (args.B.constant)
            packStates(args.B.data + channel * args.B.channelStride, args.B.channelStride, args.B.stateStride, 1.0f,
                       here, args.states, kLanes, states, constantB + at);
        if (args.C.constant)
            packStates(args.C.data + channel * args.C.channelStride, args.C.channelStride, args.C.stateStride, 1.0f,
                       here, args.states, kLanes, states, constantC + at);
        for (std::int64_t c = 0; c < kLanes; ++c) {
            bias[t * kLanes + c] = args.deltaBias != nullptr && c < here ? args.deltaBias[channel + c] : 0.0f;
            skip[t * kLanes + c] = args.D != nullptr && c < here ? args.D[channel + c] : 0.0f;
        }
    }
    for (std::int64_t i = 0; i < tableSize; ++i)
        state[i] = 0.0f;

    ChunkSteps steps;
    const std::int64_t chunks = chunkCount(args);
    for (std::int64_t chunk = 0; chunk < chunks; ++chunk) {
        steps.set(args.walk, chunk * kChunk);
        if (!args.B.constant)
            pack(args.B.data + task.batch * args.B.batchStride + task.group * args.B.groupStride, args.B.stateStride,
                 args.B.stepStride, steps, args.states, states, packedB);
        if (!args.C.constant)
            pack(args.C.data + task.batch * args.C.batchStride + task.group * args.C.groupStride, args.C.stateStride,
                 args.C.stepStride, steps, args.states, states, packedC);
        for (std::int64_t t = 0; t < tiles; ++t) {
            const std::int64_t channel = task.firstChannel + t * kLanes;
            const std::int64_t left = task.endChannel - channel;
            const std::int64_t here = left < kLanes ? left : kLanes;
            float* tileState = state + t * states * kLanes;
            if (task.checkpoints != nullptr) {
                float* to = task.checkpoints + (task.batch * chunks + chunk) * states * args.dim + channel;
                for (std::int64_t n = 0; n < states; ++n)
                    copyRow(tileState + n * kLanes, to + n * args.dim, here);
            }
            pack(args.delta.data + task.batch * args.delta.batchStride + channel * args.delta.channelStride,
                 args.delta.channelStride, args.delta.stepStride, steps, here, kLanes, delta);
            pack(args.u.data + task.batch * args.u.batchStride + channel * args.u.channelStride,
                 args.u.channelStride, args.u.stepStride, steps, here, kLanes, u);
            const float largestDelta =
                prepareDelta(delta, bias + t * kLanes, args.softplus, steps.count, kLanes, nullptr);
            const Vec skipTile = hn::Load(kFloats, skip + t * kLanes);
            for (int s = 0; s < steps.count; ++s) {
                const Vec uHere = hn::Load(kFloats, u + s * kLanes);
                hn::Store(hn::Mul(uHere, hn::Load(kFloats, delta + s * kLanes)), kFloats, deltaU + s * kLanes);
                hn::Store(hn::Mul(uHere, skipTile), kFloats, y + s * kLanes);
            }
            const bool limited = !(largestA * largestDelta < -kLowestExponent);
            const Advance run = chooseAdvance(limited, args.B.constant, args.C.constant);
            for (std::int64_t n = 0; n < states; n += kStateBlock) {
                const std::int64_t at = (t * states + n) * kLanes;
                const StateTable b = args.B.constant ? StateTable{constantB + at, 0} : StateTable{packedB + n, states};
                const StateTable c = args.C.constant ? StateTable{constantC + at, 0} : StateTable{packedC + n, states};
                run(steps.count, delta, deltaU, tableA + at, b, c, tileState + n * kLanes, y);
            }
            if (!task.writeOutput)
                continue;
            if (args.z.data != nullptr) {
                pack(args.z.data + task.batch * args.z.batchStride + channel * args.z.channelStride,
                     args.z.channelStride, args.z.stepStride, steps, here, kLanes, z);
                for (int s = 0; s < steps.count; ++s) {
                    const Vec gate = hn::Load(kFloats, z + s * kLanes);
                    const Vec silu = hn::Mul(gate, sigmoid(gate, expNegativeAbs(gate)));
                    hn::Store(hn::Mul(silu, hn::Load(kFloats, y + s * kLanes)), kFloats, y + s * kLanes);
                }
            }
            unpack(y, kLanes, steps, here,
                   args.y.data + task.batch * args.y.batchStride + channel * args.y.channelStride,
                   args.y.channelStride, args.y.stepStride);
        }
    }
    if (args.lastState != nullptr && task.writeOutput)
        for (std::int64_t c = 0; c < channels; ++c)
            for (std::int64_t n = 0; n < args.states; ++n)
                args.lastState[(task.batch * args.dim + task.firstChannel + c) * args.states + n] =
                    state[((c / kLanes) * states + n) * kLanes + c % kLanes];
}

int lanes() {
    return kLanes;
}

const char* targetName() {
    return hwy::TargetName(HWY_TARGET);
}

} // namespace kintsugi::scan::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kintsugi::scan {
HWY_EXPORT(forward);
HWY_EXPORT(lanes);
HWY_EXPORT(targetName);

int vectorChannels() {
    return HWY_DYNAMIC_DISPATCH(lanes)();
}

void runForward(const ScanTask& task) {
    HWY_DYNAMIC_DISPATCH(forward)(task);
}

} // namespace kintsugi::scan

const char* kintsugi::scanInstructionSet() {
    return HWY_DYNAMIC_DISPATCH(kintsugi::scan::targetName)();
}
#endif

#include "scan/scan_task.h"

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
    const auto valueB = [&](int n)
                            HWY_ATTR { return constantB ? hn::Load(kFloats, tableB.data + n * kLanes) : splat(b[n]); };
    const auto valueC = [&](int n)
                            HWY_ATTR { return constantC ? hn::Load(kFloats, tableC.data + n * kLanes) : splat(c[n]); };
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
    static constexpr Advance kTable[8] = {&advance<false, false, false>, &advance<false, false, true>,
                                          &advance<false, true, false>,  &advance<false, true, true>,
                                          &advance<true, false, false>,  &advance<true, false, true>,
                                          &advance<true, true, false>,   &advance<true, true, true>};
    return kTable[(limited ? 4 : 0) + (constantB ? 2 : 0) + (constantC ? 1 : 0)];
}

/// delta' = softplus(delta + bias), delta' * u, and y = D * u for one vector of channels. Returns the largest delta'.
HWY_NOINLINE float prepare(int steps, const Rows& delta, const Rows& u, const float* bias, const float* skip,
                           bool useSoftplus, float* HWY_RESTRICT stepSize, float* HWY_RESTRICT stepInput,
                           float* HWY_RESTRICT y) {
    const Vec biasHere = hn::Load(kFloats, bias);
    const Vec skipHere = hn::Load(kFloats, skip);
    Largest largest;
    // Two loops, because the chain from delta to softplus is too long for the processor to overlap many steps of it.
    for (int s = 0; s < steps; ++s) {
        const Vec x = hn::Add(delta.load(s, 0), biasHere);
        hn::Store(x, kFloats, stepSize + s * kLanes);
        if (useSoftplus)
            hn::Store(expNegativeAbs(x), kFloats, stepInput + s * kLanes);
    }
    for (int s = 0; s < steps; ++s) {
        Vec x = hn::Load(kFloats, stepSize + s * kLanes);
        if (useSoftplus)
            x = softplus(x, hn::Load(kFloats, stepInput + s * kLanes));
        largest.see(x);
        const Vec input = u.load(s, 0);
        hn::Store(x, kFloats, stepSize + s * kLanes);
        hn::Store(hn::Mul(input, x), kFloats, stepInput + s * kLanes);
        hn::Store(hn::Mul(input, skipHere), kFloats, y + s * kLanes);
    }
    return largest.value();
}

void forward(const ScanTask& task) {
    const SelectiveScanArgs& args = *task.args;
    const std::int64_t channels = task.endChannel - task.firstChannel;
    const std::int64_t tiles = (channels + kLanes - 1) / kLanes;
    const std::int64_t states = paddedStates(args);
    const std::int64_t tableSize = tiles * states * kLanes;
    constexpr std::int64_t stepsSize = kChunk * kLanes;
    const auto scratch = hwy::AllocateAligned<float>(static_cast<std::size_t>(
        4 * tableSize + 5 * stepsSize + 2 * kChunk * states + 2 * tiles * kLanes + 13 * kApart));
    float* next = scratch.get();
    const auto take = [&next](std::int64_t count) {
        float* taken = next;
        next += count + kApart;
        return taken;
    };
    float* tableA = take(tableSize);
    float* state = take(tableSize);
    float* constantB = take(tableSize);
    float* constantC = take(tableSize);
    float* const copies[2] = {take(stepsSize), take(stepsSize)};
    float* stepSize = take(stepsSize);
    float* stepInput = take(stepsSize);
    float* y = take(stepsSize);
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
        const StateTable tableB = stateTable(args.B, task.batch, task.group, steps, args.states, states, packedB);
        const StateTable tableC = stateTable(args.C, task.batch, task.group, steps, args.states, states, packedC);
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
            const Rows delta = rowsOf(args.delta, task.batch, channel, steps, here, kLanes, copies[0]);
            const Rows u = rowsOf(args.u, task.batch, channel, steps, here, kLanes, copies[1]);
            const float largestStep = prepare(steps.count, delta, u, bias + t * kLanes, skip + t * kLanes,
                                              args.softplus, stepSize, stepInput, y);
            const bool limited = !(largestA * largestStep < -kLowestExponent);
            const Advance run = chooseAdvance(limited, args.B.constant, args.C.constant);
            for (std::int64_t n = 0; n < states; n += kStateBlock) {
                const std::int64_t at = (t * states + n) * kLanes;
                const StateTable b = args.B.constant ? StateTable{constantB + at, 0} : tableB.from(n);
                const StateTable c = args.C.constant ? StateTable{constantC + at, 0} : tableC.from(n);
                run(steps.count, stepSize, stepInput, tableA + at, b, c, tileState + n * kLanes, y);
            }
            if (!task.writeOutput)
                continue;
            if (args.z.data != nullptr) {
                const Rows z = rowsOf(args.z, task.batch, channel, steps, here, kLanes, copies[0]);
                for (int s = 0; s < steps.count; ++s) {
                    const Vec gate = z.load(s, 0);
                    const Vec silu = hn::Mul(gate, sigmoid(gate, expNegativeAbs(gate)));
                    hn::Store(hn::Mul(silu, hn::Load(kFloats, y + s * kLanes)), kFloats, y + s * kLanes);
                }
            }
            float* const to = args.y.data + task.batch * args.y.batchStride + channel * args.y.channelStride;
            if (args.y.channelStride == 1 && here == kLanes) {
                for (int s = 0; s < steps.count; ++s)
                    hn::StoreU(hn::Load(kFloats, y + s * kLanes), kFloats, to + steps.position[s] * args.y.stepStride);
            } else {
                unpack(y, kLanes, steps, here, to, args.y.channelStride, args.y.stepStride);
            }
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

// Where one instruction set is compiled only, the name must be seen from inside the namespace.
const char* instructionSet() {
    return HWY_DYNAMIC_DISPATCH(targetName)();
}

} // namespace kintsugi::scan

const char* kintsugi::scanInstructionSet() {
    return scan::instructionSet();
}
#endif

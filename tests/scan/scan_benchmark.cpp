// Times the selective scan. Minima over many repetitions, so that other work on the machine matters little.
#include "base/memory_setup.h"
#include "scan/selective_scan.h"
#include "scan_limits.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <hwy/targets.h>
#include <random>
#include <span>
#include <vector>

using namespace kintsugi;

namespace {

std::vector<float> randomFloats(std::int64_t count, float scale, float shift, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    std::vector<float> values(static_cast<std::size_t>(count));
    for (float& value : values)
        value = shift + scale * normal(random);
    return values;
}

double bestMs(int repetitions, const std::function<void()>& work) {
    double best = 1e30;
    for (int i = 0; i < repetitions; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
        best = std::min(best, took.count());
    }
    return best;
}

struct Setup {
    std::int64_t dim, states, length;
    bool channelsLast;
    bool gate = false;
    ScanWalk walk;
    std::size_t scans = 1; ///< at once, over the same input
};

double measure(const char* name, const Setup& s, int threads, int repetitions) {
    const std::int64_t sequence = s.dim * s.length;
    const std::int64_t varying = s.states * s.length;
    auto u = randomFloats(sequence, 1.0f, 0.0f, 1);
    auto delta = randomFloats(sequence, 0.5f, -4.0f, 2);
    auto z = randomFloats(sequence, 1.0f, 0.0f, 3);
    auto A = randomFloats(s.dim * s.states, 0.0f, 0.0f, 4);
    for (std::size_t i = 0; i < A.size(); ++i)
        A[i] = -static_cast<float>(i % static_cast<std::size_t>(s.states) + 1);
    auto B = randomFloats(varying, 1.0f, 0.0f, 5);
    auto C = randomFloats(varying, 1.0f, 0.0f, 6);
    auto D = randomFloats(s.dim, 1.0f, 0.0f, 7);
    auto bias = randomFloats(s.dim, 0.1f, 0.0f, 8);
    auto gradY = randomFloats(sequence, 1.0f, 0.0f, 9);
    std::vector<float> y(u.size()), gradU(u.size()), gradDelta(u.size()), gradZ(u.size()), gradA(A.size());
    std::vector<float> gradB(B.size()), gradC(C.size()), gradD(D.size()), gradBias(D.size());
    const auto view = [&]<typename T>(T* data) {
        return s.channelsLast ? SequenceView<T>{data, sequence, 1, s.dim}
                              : SequenceView<T>{data, sequence, s.length, 1};
    };
    const auto stateView = [&]<typename T>(T* data) {
        return s.channelsLast ? StateView<T>{data, false, varying, varying, 0, 1, s.states}
                              : StateView<T>{data, false, varying, varying, 0, s.length, 1};
    };
    SelectiveScanArgs args;
    args.walk = s.walk;
    args.batch = 1;
    args.dim = s.dim;
    args.states = s.states;
    args.u = view(static_cast<const float*>(u.data()));
    args.delta = view(static_cast<const float*>(delta.data()));
    args.A = A.data();
    args.B = stateView(static_cast<const float*>(B.data()));
    args.C = stateView(static_cast<const float*>(C.data()));
    args.D = D.data();
    if (s.gate)
        args.z = view(static_cast<const float*>(z.data()));
    args.deltaBias = bias.data();
    args.softplus = true;
    args.y = view(y.data());
    std::vector<float> checkpoints(static_cast<std::size_t>(selectiveScanCheckpointSize(args)));
    SelectiveScanGrads grads;
    grads.gradY = view(static_cast<const float*>(gradY.data()));
    grads.u = view(gradU.data());
    grads.delta = view(gradDelta.data());
    if (s.gate)
        grads.z = view(gradZ.data());
    grads.A = gradA.data();
    grads.B = stateView(gradB.data());
    grads.C = stateView(gradC.data());
    grads.D = gradD.data();
    grads.deltaBias = gradBias.data();

    ThreadPool pool(threads);
    const ParallelFor parallel = pool.parallelFor();
    if (s.scans > 1) {
        std::vector<std::vector<float>> outputs(s.scans, y);
        std::vector<SelectiveScanArgs> all(s.scans, args);
        for (std::size_t i = 0; i < s.scans; ++i)
            all[i].y = view(outputs[i].data());
        const double ms = bestMs(repetitions, [&] { selectiveScanForward(all, parallel); });
        const double made = static_cast<double>(s.dim * s.states * s.length) * static_cast<double>(s.scans);
        std::printf("%-34s %2lld states %d threads: forward %6.3f ms (%5.2f states/ns)\n", name,
                    static_cast<long long>(s.states), threads, ms, made / ms * 1e-6);
        return made / ms * 1e-6;
    }
    const double forward = bestMs(repetitions, [&] { selectiveScanForward({&args, 1}, parallel); });
    args.checkpoints = checkpoints.data();
    const double training = bestMs(repetitions, [&] { selectiveScanForward({&args, 1}, parallel); });
    const double backward = bestMs(repetitions, [&] { selectiveScanBackward({&args, 1}, {&grads, 1}, parallel); });
    const double count = static_cast<double>(s.dim * s.states * s.length);
    std::printf("%-34s %2lld states %d threads: forward %6.3f ms (%5.2f states/ns), with checkpoints %6.3f, backward "
                "%6.3f (x%.2f)\n",
                name, static_cast<long long>(s.states), threads, forward, count / forward * 1e-6, training, backward,
                backward / forward);
    return count / forward * 1e-6;
}

/// How far the kernel is from what the processor could do: from its multipliers, from its own exponentials alone, and
/// from copying what a scan reads and writes.
void reportLimits(int repetitions) {
    alignas(64) float sink[16];
    for (float& value : sink)
        value = 0.5f;
    alignas(64) static float buffer[324 * 16];
    for (float& value : buffer)
        value = -0.3f;
    // Copying between arrays of a scan's size: 2/3 of its traffic, which is two sequences read and one written.
    const std::int64_t sequence = 96 * 4096;
    const auto from = randomFloats(sequence, 1.0f, 0.0f, 1);
    std::vector<float> to(from.size());
    double multiplyAdds = 0, decays = 0, copied = 0;
    for (int i = 0; i < 20; ++i) {
        std::int64_t made = 0;
        const double adds = bestMs(20, [&] { made = runMultiplyAdds(2000, sink); });
        multiplyAdds = std::max(multiplyAdds, static_cast<double>(made) / adds * 1e-6);
        const double exps = bestMs(20, [&] { made = runDecays(200, buffer); });
        decays = std::max(decays, static_cast<double>(made) / exps * 1e-6);
        const double copy = bestMs(5, [&] { std::memcpy(to.data(), from.data(), from.size() * sizeof(float)); });
        copied = std::max(copied, 2.0 * static_cast<double>(sequence) * sizeof(float) / copy * 1e-6);
    }
    const double cached =
        measure("channels last, in cache", {96, 16, 256, true, false, ScanWalk::line(256)}, 1, repetitions * 8);
    const double streamed = measure("channels last", {96, 16, 4096, true, false, ScanWalk::line(4096)}, 1, repetitions);
    const double bound = multiplyAdds / multiplierOperationsPerState();
    const double traffic = 3.0 * sizeof(float) / 16; // bytes a state
    std::printf("multipliers: %.1f operations/ns, %d a state: at most %.2f states/ns\n", multiplyAdds,
                multiplierOperationsPerState(), bound);
    std::printf("exponentials alone, in cache: %.2f states/ns\n", decays);
    std::printf("copying arrays of this size: %.1f GB/s; the scan moves %.1f GB/s\n", copied, streamed * traffic);
    std::printf("so the kernel reaches %.0f %% of the multipliers' bound in cache, %.0f %% on 4096 steps\n\n",
                100 * cached / bound, 100 * streamed / bound);
}

} // namespace

int main(int argc, char** argv) {
    setUpMemory(); // as the program does
    const int repetitions = argc > 1 ? std::atoi(argv[1]) : 200;
    if (argc > 2 && std::strcmp(argv[2], "AVX2") == 0) // on a processor that has more
        hwy::DisableTargets(HWY_AVX2 - 1);
    std::printf("instruction set %s; D = 96, L = 4096; best of %d\n", scanInstructionSet(), repetitions);
    reportLimits(repetitions);
    for (const std::int64_t states : {16, 8, 4}) {
        const auto setup = [&](bool last, bool gate, const ScanWalk& walk) {
            return Setup{96, states, 4096, last, gate, walk};
        };
        const ScanWalk line = ScanWalk::line(4096);
        measure("channels last", setup(true, false, line), 1, repetitions);
        measure("channels last, gate", setup(true, true, line), 1, repetitions);
        measure("channels last, columns reversed", setup(true, false, ScanWalk::columnMajor(64, 64, true)), 1,
                repetitions);
        measure("channels first", setup(false, false, line), 1, repetitions);
        measure("channels first, reversed", setup(false, false, ScanWalk::line(4096, true)), 1, repetitions);
        measure("channels first, columns", setup(false, false, ScanWalk::columnMajor(64, 64)), 1, repetitions);
        measure("channels last", setup(true, false, line), 2, repetitions);
        measure("channels first", setup(false, false, line), 2, repetitions);
        for (const int threads : {1, 2}) {
            Setup four = setup(true, false, line);
            four.scans = 4;
            measure("channels last, four scans", four, threads, repetitions);
        }
    }
}

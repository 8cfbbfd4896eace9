#include "scan/selective_scan.h"

#include "base/error.h"
#include "scan/scan_task.h"

#include <algorithm>
#include <string>
#include <vector>

namespace kintsugi {

namespace {

using scan::ScanTask;

void require(bool good, const std::string& what) {
    if (!good)
        throw InputError("A selective scan cannot run: " + what + ".");
}

void check(const SelectiveScanArgs& args, bool forward) {
    require(args.batch >= 1 && args.dim >= 1 && args.states >= 1 && args.walk.length >= 1,
            "batch, channels, states and length must be at least 1");
    require(args.walk.inner >= 1, "the walk needs rows of at least 1 step");
    require(args.groups >= 1 && args.dim % args.groups == 0,
            std::to_string(args.groups) + " groups do not divide " + std::to_string(args.dim) + " channels");
    require(args.u.data != nullptr && args.delta.data != nullptr && args.A != nullptr && args.B.data != nullptr &&
                args.C.data != nullptr,
            "u, delta, A, B and C must be given");
    require(!forward || args.y.data != nullptr, "there is no place for the output y");
}

/// Channels per task of the backward pass. Small enough to keep several threads busy, large enough to share the packing
/// of B and C; never more than eight tasks a group, which bounds their partial sums.
std::int64_t backwardChannels(std::int64_t groupChannels) {
    constexpr std::int64_t kComfortable = 24;
    constexpr std::int64_t kMostTasks = 8;
    const std::int64_t tasks = std::min(kMostTasks, (groupChannels + kComfortable - 1) / kComfortable);
    return scan::roundUp((groupChannels + tasks - 1) / tasks, scan::vectorChannels());
}

/// Channels per task of the forward pass: few, so that any number of threads gets its even share. A thread that is
/// given neighbouring tasks does them as one.
std::int64_t forwardChannels(std::int64_t groupChannels) {
    constexpr std::int64_t kMostTasks = 16;
    return scan::roundUp((groupChannels + kMostTasks - 1) / kMostTasks, scan::vectorChannels());
}

void appendTasks(const SelectiveScanArgs& args, std::int64_t block, std::vector<ScanTask>& tasks) {
    const std::int64_t groupChannels = args.dim / args.groups;
    for (std::int64_t batch = 0; batch < args.batch; ++batch)
        for (std::int64_t group = 0; group < args.groups; ++group)
            for (std::int64_t first = 0; first < groupChannels; first += block) {
                ScanTask task;
                task.args = &args;
                task.batch = batch;
                task.group = group;
                task.firstChannel = group * groupChannels + first;
                task.endChannel = group * groupChannels + std::min(first + block, groupChannels);
                task.checkpoints = args.checkpoints;
                tasks.push_back(task);
            }
}

void runForward(const std::vector<ScanTask>& tasks, const ParallelFor& parallel) {
    parallel(static_cast<std::int64_t>(tasks.size()), [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end;) {
            ScanTask joined = tasks[static_cast<std::size_t>(i)];
            for (++i; i < end; ++i) {
                const ScanTask& next = tasks[static_cast<std::size_t>(i)];
                if (next.args != joined.args || next.batch != joined.batch || next.group != joined.group)
                    break;
                joined.endChannel = next.endChannel;
            }
            scan::runForward(joined);
        }
    });
}

/// One by one: each task has its place for partial sums, so that sums do not depend on the threads.
void runBackward(const std::vector<ScanTask>& tasks, const ParallelFor& parallel) {
    parallel(static_cast<std::int64_t>(tasks.size()), [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i)
            scan::runBackward(tasks[static_cast<std::size_t>(i)]);
    });
}

} // namespace

std::int64_t selectiveScanCheckpointSize(const SelectiveScanArgs& args) {
    return args.batch * scan::chunkCount(args) * scan::paddedStates(args) * args.dim;
}

void selectiveScanForward(std::span<const SelectiveScanArgs> scans, const ParallelFor& parallel) {
    std::vector<ScanTask> tasks;
    for (const SelectiveScanArgs& args : scans) {
        check(args, true);
        appendTasks(args, forwardChannels(args.dim / args.groups), tasks);
    }
    runForward(tasks, parallel);
}

namespace {

/// Memory that the backward pass of one scan needs between its two halves, running the tasks and adding their sums.
struct BackwardSums {
    std::vector<float> checkpoints;
    std::vector<float> B; ///< [task][step][padded state]
    std::vector<float> C;
    std::vector<float> A; ///< [batch][channel][state]
    std::vector<float> constB;
    std::vector<float> constC;
    std::vector<float> D; ///< [batch][channel]
    std::vector<float> bias;
    std::int64_t tasksPerGroup = 0;
};

float* sized(std::vector<float>& values, std::int64_t count) {
    values.resize(static_cast<std::size_t>(count));
    return values.data();
}

void giveSums(const SelectiveScanArgs& args, const SelectiveScanGrads& grads, std::span<ScanTask> tasks,
              BackwardSums& sums) {
    const std::int64_t table = args.batch * args.dim * args.states;
    const std::int64_t rows = args.walk.length * scan::paddedStates(args);
    const auto taskCount = static_cast<std::int64_t>(tasks.size());
    sums.tasksPerGroup = taskCount / (args.batch * args.groups);
    const bool wantsB = grads.B.data != nullptr;
    const bool wantsC = grads.C.data != nullptr;
    float* const partialB = wantsB && !args.B.constant ? sized(sums.B, taskCount * rows) : nullptr;
    float* const partialC = wantsC && !args.C.constant ? sized(sums.C, taskCount * rows) : nullptr;
    float* const batchConstB = wantsB && args.B.constant ? sized(sums.constB, table) : nullptr;
    float* const batchConstC = wantsC && args.C.constant ? sized(sums.constC, table) : nullptr;
    float* const batchA = grads.A != nullptr ? sized(sums.A, table) : nullptr;
    float* const batchD = grads.D != nullptr ? sized(sums.D, args.batch * args.dim) : nullptr;
    float* const batchBias = grads.deltaBias != nullptr ? sized(sums.bias, args.batch * args.dim) : nullptr;
    for (std::int64_t i = 0; i < taskCount; ++i) {
        ScanTask& task = tasks[static_cast<std::size_t>(i)];
        task.grads = &grads;
        task.partialB = partialB != nullptr ? partialB + i * rows : nullptr;
        task.partialC = partialC != nullptr ? partialC + i * rows : nullptr;
        task.batchA = batchA;
        task.batchConstB = batchConstB;
        task.batchConstC = batchConstC;
        task.batchD = batchD;
        task.batchBias = batchBias;
    }
}

/// to[i] = sum over batch of values[b * count + i].
void addBatches(const std::vector<float>& values, std::int64_t batch, std::int64_t count, float* to) {
    for (std::int64_t i = 0; i < count; ++i) {
        float sum = 0.0f;
        for (std::int64_t b = 0; b < batch; ++b)
            sum += values[static_cast<std::size_t>(b * count + i)];
        to[i] = sum;
    }
}

void addBatches(const std::vector<float>& values, const SelectiveScanArgs& args, const StateView<float>& to) {
    std::vector<float> sum(static_cast<std::size_t>(args.dim * args.states));
    addBatches(values, args.batch, args.dim * args.states, sum.data());
    for (std::int64_t c = 0; c < args.dim; ++c)
        for (std::int64_t n = 0; n < args.states; ++n)
            to.data[c * to.channelStride + n * to.stateStride] = sum[static_cast<std::size_t>(c * args.states + n)];
}

constexpr std::int64_t kSumSteps = 256;

/// Adds the tasks' sums of B or C for one batch item, one group and up to kSumSteps steps, and writes the tensor.
void addTasks(const std::vector<float>& partial, std::int64_t tasksPerGroup, const SelectiveScanArgs& args,
              const StateView<float>& to, std::int64_t batchGroup, std::int64_t firstStep) {
    const std::int64_t states = scan::paddedStates(args);
    const std::int64_t rows = args.walk.length * states;
    const std::int64_t count = std::min(kSumSteps, args.walk.length - firstStep);
    const float* from = partial.data() + batchGroup * tasksPerGroup * rows + firstStep * states;
    std::vector<float> sum(from, from + count * states);
    for (std::int64_t t = 1; t < tasksPerGroup; ++t)
        for (std::int64_t i = 0; i < count * states; ++i)
            sum[static_cast<std::size_t>(i)] += from[t * rows + i];
    std::int64_t position[kSumSteps];
    for (std::int64_t s = 0; s < count; ++s)
        position[s] = args.walk.position(firstStep + s) * to.stepStride;
    float* const base =
        to.data + (batchGroup / args.groups) * to.batchStride + (batchGroup % args.groups) * to.groupStride;
    if (to.stateStride == 1) {
        for (std::int64_t s = 0; s < count; ++s)
            std::copy_n(sum.data() + s * states, args.states, base + position[s]);
        return;
    }
    for (std::int64_t n = 0; n < args.states; ++n)
        for (std::int64_t s = 0; s < count; ++s)
            base[n * to.stateStride + position[s]] = sum[static_cast<std::size_t>(s * states + n)];
}

} // namespace

void selectiveScanBackward(std::span<const SelectiveScanArgs> scans, std::span<const SelectiveScanGrads> grads,
                           const ParallelFor& parallel) {
    require(scans.size() == grads.size(), "there must be one set of gradients for every scan");
    std::vector<ScanTask> tasks;
    std::vector<ScanTask> recomputed;
    std::vector<BackwardSums> sums(scans.size());
    std::vector<std::size_t> firstTask;
    for (std::size_t i = 0; i < scans.size(); ++i) {
        const SelectiveScanArgs& args = scans[i];
        check(args, false);
        require(grads[i].gradY.data != nullptr, "the gradient of y must be given");
        firstTask.push_back(tasks.size());
        appendTasks(args, backwardChannels(args.dim / args.groups), tasks);
        const std::span<ScanTask> own = std::span(tasks).subspan(firstTask.back());
        giveSums(args, grads[i], own, sums[i]);
        if (args.checkpoints == nullptr) {
            float* const checkpoints = sized(sums[i].checkpoints, selectiveScanCheckpointSize(args));
            for (ScanTask& task : own) {
                task.checkpoints = checkpoints;
                recomputed.push_back(task);
                recomputed.back().writeOutput = false;
            }
        }
    }
    if (!recomputed.empty())
        runForward(recomputed, parallel);
    runBackward(tasks, parallel);

    struct Sum {
        std::size_t scan;
        std::int64_t batchGroup;
        std::int64_t firstStep;
    };
    std::vector<Sum> pieces;
    for (std::size_t i = 0; i < scans.size(); ++i) {
        const SelectiveScanArgs& args = scans[i];
        if (!sums[i].B.empty() || !sums[i].C.empty())
            for (std::int64_t bg = 0; bg < args.batch * args.groups; ++bg)
                for (std::int64_t step = 0; step < args.walk.length; step += kSumSteps)
                    pieces.push_back({i, bg, step});
        if (grads[i].A != nullptr)
            addBatches(sums[i].A, args.batch, args.dim * args.states, grads[i].A);
        if (grads[i].D != nullptr)
            addBatches(sums[i].D, args.batch, args.dim, grads[i].D);
        if (grads[i].deltaBias != nullptr)
            addBatches(sums[i].bias, args.batch, args.dim, grads[i].deltaBias);
        if (!sums[i].constB.empty())
            addBatches(sums[i].constB, args, grads[i].B);
        if (!sums[i].constC.empty())
            addBatches(sums[i].constC, args, grads[i].C);
    }
    parallel(static_cast<std::int64_t>(pieces.size()), [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t p = begin; p < end; ++p) {
            const auto& [i, batchGroup, firstStep] = pieces[static_cast<std::size_t>(p)];
            if (!sums[i].B.empty())
                addTasks(sums[i].B, sums[i].tasksPerGroup, scans[i], grads[i].B, batchGroup, firstStep);
            if (!sums[i].C.empty())
                addTasks(sums[i].C, sums[i].tasksPerGroup, scans[i], grads[i].C, batchGroup, firstStep);
        }
    });
}

} // namespace kintsugi

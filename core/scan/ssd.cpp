#include "scan/ssd.h"

#include "base/error.h"
#include "scan/ssd_task.h"

#include <algorithm>
#include <string>
#include <vector>

namespace kintsugi {

namespace {

using scan::SsdTask;

void require(bool good, const std::string& what) {
    if (!good)
        throw InputError("A state-space duality scan cannot run: " + what + ".");
}

std::int64_t groupsOf(const SsdArgs& args) {
    return args.groups == 0 ? args.heads : args.groups;
}

void check(const SsdArgs& args, bool forward) {
    require(args.batch >= 1 && args.heads >= 1 && args.headDim >= 1 && args.states >= 1 && args.walk.length >= 1,
            "batch, heads, head dimension, states and length must be at least 1");
    require(args.walk.inner >= 1, "the walk needs rows of at least 1 step");
    require(args.chunk >= 1, "a chunk needs at least 1 step");
    require(args.groups >= 0 && args.heads % groupsOf(args) == 0,
            std::to_string(args.groups) + " groups do not divide " + std::to_string(args.heads) + " heads");
    require(args.X.data != nullptr && args.A.data != nullptr && args.B.data != nullptr && args.C.data != nullptr,
            "X, A, B and C must be given");
    require(!forward || args.Y.data != nullptr, "there is no place for the output Y");
}

void appendTasks(const SsdArgs& args, std::vector<SsdTask>& tasks) {
    for (std::int64_t batch = 0; batch < args.batch; ++batch)
        for (std::int64_t head = 0; head < args.heads; ++head) {
            SsdTask task;
            task.args = &args;
            task.batch = batch;
            task.head = head;
            task.group = head / (args.heads / groupsOf(args));
            tasks.push_back(task);
        }
}

void runAll(const std::vector<SsdTask>& tasks, void (*kernel)(const SsdTask&), const ParallelFor& parallel) {
    parallel(static_cast<std::int64_t>(tasks.size()), [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i)
            kernel(tasks[static_cast<std::size_t>(i)]);
    });
}

/// The sums of B or C of all heads, [batch][head][step][state], where several heads share a gradient.
std::vector<float> sharedSums(const SsdArgs& args, const SsdView<float>& grad) {
    const bool shared = grad.data != nullptr && groupsOf(args) != args.heads;
    return std::vector<float>(
        static_cast<std::size_t>(shared ? args.batch * args.heads * args.walk.length * args.states : 0));
}

void addHeads(const SsdArgs& args, const std::vector<float>& sums, const SsdView<float>& grad, std::int64_t batch,
              std::int64_t group) {
    if (sums.empty())
        return;
    const std::int64_t perGroup = args.heads / groupsOf(args);
    const std::int64_t size = args.walk.length * args.states;
    const float* const from = sums.data() + (batch * args.heads + group * perGroup) * size;
    for (std::int64_t l = 0; l < args.walk.length; ++l) {
        float* const to =
            grad.data + batch * grad.batchStride + group * grad.headStride + args.walk.position(l) * grad.stepStride;
        for (std::int64_t n = 0; n < args.states; ++n) {
            float sum = 0.0f;
            for (std::int64_t h = 0; h < perGroup; ++h)
                sum += from[h * size + l * args.states + n];
            to[n] = sum;
        }
    }
}

} // namespace

void ssdForward(std::span<const SsdArgs> scans, const ParallelFor& parallel) {
    std::vector<SsdTask> tasks;
    for (const SsdArgs& args : scans) {
        check(args, true);
        appendTasks(args, tasks);
    }
    runAll(tasks, &scan::runSsdForward, parallel);
}

void ssdBackward(std::span<const SsdArgs> scans, std::span<const SsdGrads> grads, const ParallelFor& parallel) {
    require(scans.size() == grads.size(), "there must be one set of gradients for every scan");
    struct Sums {
        std::vector<float> B, C;
    };
    std::vector<Sums> sums(scans.size());
    std::vector<SsdTask> tasks;
    for (std::size_t i = 0; i < scans.size(); ++i) {
        const SsdArgs& args = scans[i];
        const SsdGrads& to = grads[i];
        check(args, false);
        require(to.gradY.data != nullptr, "the gradient of Y must be given");
        sums[i] = {sharedSums(args, to.B), sharedSums(args, to.C)};
        const std::size_t first = tasks.size();
        appendTasks(args, tasks);
        for (SsdTask& task : std::span(tasks).subspan(first)) {
            task.grads = &to;
            const auto place = [&](const SsdView<float>& view, std::vector<float>& shared, float*& data,
                                   std::int64_t& stride, bool& partial) {
                partial = !shared.empty();
                stride = partial ? args.states : view.stepStride;
                if (partial)
                    data = shared.data() + (task.batch * args.heads + task.head) * args.walk.length * args.states;
                else if (view.data != nullptr)
                    data = view.data + task.batch * view.batchStride + task.head * view.headStride;
            };
            place(to.B, sums[i].B, task.gradB, task.gradBStride, task.partialB);
            place(to.C, sums[i].C, task.gradC, task.gradCStride, task.partialC);
        }
    }
    runAll(tasks, &scan::runSsdBackward, parallel);

    struct Piece {
        std::size_t scan;
        std::int64_t batch;
        std::int64_t group;
    };
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < scans.size(); ++i)
        if (!sums[i].B.empty() || !sums[i].C.empty())
            for (std::int64_t batch = 0; batch < scans[i].batch; ++batch)
                for (std::int64_t group = 0; group < groupsOf(scans[i]); ++group)
                    pieces.push_back({i, batch, group});
    parallel(static_cast<std::int64_t>(pieces.size()), [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t p = begin; p < end; ++p) {
            const auto& [i, batch, group] = pieces[static_cast<std::size_t>(p)];
            addHeads(scans[i], sums[i].B, grads[i].B, batch, group);
            addHeads(scans[i], sums[i].C, grads[i].C, batch, group);
        }
    });
}

} // namespace kintsugi

#include "scan/ssd_task.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "scan/ssd_forward.cpp"
#include <hwy/foreach_target.h>

#include "scan/ssd_chunk-inl.h"

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace kintsugi::scan::HWY_NAMESPACE {

void ssdForwardTask(const SsdTask& task) {
    const SsdArgs& args = *task.args;
    const SsdSizes sizes(args);
    Arena arena(SsdChunk::floats(sizes) + sizes.states * (sizes.dimWide + sizes.stepsWide) +
                sizes.steps * (sizes.dimWide + sizes.statesWide));
    SsdChunk chunk;
    chunk.allocate(sizes, arena);
    const Matrix state = arena.matrix(sizes.states, sizes.dim);
    const Matrix weightedB = arena.matrix(sizes.states, sizes.steps);
    const Matrix out = arena.matrix(sizes.steps, sizes.dim);
    const Matrix weightedC = arena.matrix(sizes.steps, sizes.states);
    loadState(task, sizes, args.initialState, state);
    for (std::int64_t index = 0; index < sizes.chunks; ++index) {
        loadChunk(task, sizes, index, chunk);
        loadWeights(task, sizes, chunk);
        product(chunk.weights, chunk.X, out, chunk.count, chunk.count, sizes.dimWide, Shape::Lower, false);
        scaleRows(chunk.C, chunk.fromStart, chunk.count, weightedC);
        product(weightedC, state, out, chunk.count, sizes.states, sizes.dimWide, Shape::Full, true);
        for (std::int64_t i = 0; i < chunk.count; ++i)
            copyRow(out.row(i), ssdRow(args.Y, task.batch, task.head, args.walk.position(chunk.first + i)), sizes.dim);
        advanceState(sizes, chunk, state, weightedB);
    }
    storeState(task, sizes, state, args.finalState);
}

} // namespace kintsugi::scan::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kintsugi::scan {
HWY_EXPORT(ssdForwardTask);

void runSsdForward(const SsdTask& task) {
    HWY_DYNAMIC_DISPATCH(ssdForwardTask)(task);
}

} // namespace kintsugi::scan
#endif

#pragma once

#include "base/parallel.h"
#include "base/random.h"
#include "imaging/patch_prefetcher.h"
#include "nets/hybrid.h"
#include "space/architecture.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

namespace kintsugi {

/// A block boundary of a stage; 0 is the stage's input.
using Boundary = std::pair<StageId, int>;

/// A batch and what a frozen network makes of it. Internal to the distiller.
struct Features {
    at::Tensor clean, degraded;
    std::map<Boundary, at::Tensor> boundaries;
    StageOutputs outputs;
};

/// One pass without gradients that keeps the features at the @p wanted boundaries and at all stages' ends. It runs
/// sample by sample, so the bits do not depend on the threads.
Features frozenPass(const PatchBatch& batch, const HybridUNet& net, const std::set<Boundary>& wanted, ThreadPool& pool);

/// A path that at every boundary takes one of the library's edges from there, or the teacher's block, all equally
/// likely.
Architecture randomPath(const Stages& stages, const std::vector<PlacedEdge>& library, RandomStream& random);

} // namespace kintsugi

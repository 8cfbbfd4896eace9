#include "distill/frozen_pass.h"

#include "nets/parallel.h"

#include <ATen/ATen.h>
#include <torch/types.h>
#include <torch/utils.h>

namespace kintsugi {

Features frozenPass(const PatchBatch& batch, const HybridUNet& net, const std::set<Boundary>& wanted,
                    ThreadPool& pool) {
    const auto tensor = [&](const std::vector<float>& values) {
        return torch::from_blob(const_cast<float*>(values.data()),
                                {batch.batchSize, batch.channels, batch.size, batch.size}, torch::kFloat32)
            .clone();
    };
    Features all;
    all.clean = tensor(batch.clean);
    all.degraded = tensor(batch.degraded);
    std::vector<Features> samples(static_cast<std::size_t>(batch.batchSize));
    pool.run(batch.batchSize, [&](std::int64_t first, std::int64_t last) {
        const torch::NoGradGuard noGrad;
        setOperationThreads(1);
        for (auto i = first; i < last; ++i) {
            Features& sample = samples[static_cast<std::size_t>(i)];
            net.forwardFrom(StageId::enc1, sample.outputs, all.degraded.narrow(0, i, 1),
                            [&](StageId stage, int boundary, const at::Tensor& x) {
                                if (wanted.count({stage, boundary}))
                                    sample.boundaries[{stage, boundary}] = x;
                            });
        }
    });
    const auto joined = [&](const auto& select) {
        std::vector<at::Tensor> parts;
        for (const Features& sample : samples)
            parts.push_back(select(sample));
        return at::cat(parts, 0);
    };
    for (const Boundary& boundary : wanted)
        all.boundaries[boundary] = joined([&](const Features& f) { return f.boundaries.at(boundary); });
    for (std::size_t s = 0; s < stageCount; ++s)
        all.outputs[s] = joined([&](const Features& f) { return f.outputs[s]; });
    return all;
}

Architecture randomPath(const Stages& stages, const std::vector<PlacedEdge>& library, RandomStream& random) {
    Architecture path;
    for (const StageInfo& stage : stages) {
        Architecture::StageEdges edges;
        for (int at = 0; at < stage.blocks; at += edges.back().covers) {
            std::vector<Edge> choices{Edge{}};
            for (const PlacedEdge& placed : library)
                if (placed.span.stage == stage.id && placed.span.begin == at)
                    choices.push_back(placed.edge);
            edges.push_back(choices[random.below(choices.size())]);
        }
        path.setEdges(stage.id, std::move(edges));
    }
    return path;
}

} // namespace kintsugi

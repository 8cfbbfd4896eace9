#include "nets/hybrid.h"

#include "base/error.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

namespace kintsugi {

HybridUNet::HybridUNet(std::shared_ptr<UNet> teacher, HybridPath path)
    : m_teacher(std::move(teacher)), m_path(std::move(path)) {
    for (int s = 0; s < stageCount; ++s) {
        const auto stage = static_cast<StageId>(s);
        const int blocks = static_cast<int>(m_teacher->blocks(stage).size());
        int at = 0;
        for (const HybridEdge& edge : m_path[static_cast<std::size_t>(s)]) {
            if (edge.begin != at || edge.end <= edge.begin || edge.end > blocks)
                throw InputError(
                    fmt::format("Stage {} cannot be assembled: an edge spans blocks {} to {}, but the next one must "
                                "start at {} and end by {}.",
                                std::string(stageName(stage)), edge.begin, edge.end, at, blocks));
            at = edge.end;
        }
        if (at != blocks)
            throw InputError(fmt::format("Stage {} cannot be assembled: its edges cover {} of {} blocks.",
                                         std::string(stageName(stage)), at, blocks));
    }
}

HybridPath HybridUNet::allTeacherPath(const UNet& teacher) {
    HybridPath path;
    for (int s = 0; s < stageCount; ++s) {
        const auto& blocks = teacher.blocks(static_cast<StageId>(s));
        for (int i = 0; i < static_cast<int>(blocks.size()); ++i)
            path[static_cast<std::size_t>(s)].push_back({i, i + 1, {blocks[static_cast<std::size_t>(i)]}});
    }
    return path;
}

at::Tensor HybridUNet::runStage(StageId stage, const at::Tensor& input, const BoundaryProbe& probe) const {
    at::Tensor x = input;
    if (probe)
        probe(stage, 0, x);
    for (const HybridEdge& edge : m_path[static_cast<std::size_t>(stage)]) {
        for (const BlockPtr& block : edge.blocks)
            x = block->forward(x);
        if (probe)
            probe(stage, edge.end, x);
    }
    return x;
}

at::Tensor HybridUNet::forwardFrom(StageId first, StageOutputs& outputs, const at::Tensor& image,
                                   const BoundaryProbe& probe) const {
    m_teacher->checkImage(image);
    for (int s = 0; s < static_cast<int>(first); ++s)
        if (!outputs[static_cast<std::size_t>(s)].defined())
            throw InputError(fmt::format("The network cannot be entered at {}: the features of {} are missing.",
                                         stageName(first), stageName(static_cast<StageId>(s))));
    for (int s = static_cast<int>(first); s < stageCount; ++s) {
        const auto stage = static_cast<StageId>(s);
        outputs[static_cast<std::size_t>(s)] = runStage(stage, m_teacher->stageInput(stage, outputs, image), probe);
    }
    return m_teacher->finish(outputs, image);
}

at::Tensor HybridUNet::forward(const at::Tensor& image, const BoundaryProbe& probe) const {
    StageOutputs outputs;
    return forwardFrom(StageId::enc1, outputs, image, probe);
}

} // namespace kintsugi

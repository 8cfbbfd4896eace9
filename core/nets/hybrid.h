#pragma once

#include "nets/unet.h"

namespace kintsugi {

/// One edge of a path as something that runs: blocks that stand between boundaries @p begin and @p end of a stage.
/// No blocks means that the features pass unchanged (`skip`).
struct HybridEdge {
    int begin = 0;
    int end = 0;
    std::vector<BlockPtr> blocks;
};

using HybridPath = std::array<std::vector<HybridEdge>, stageCount>;

/// A network assembled along one path: the teacher's borders, and in every stage the teacher's blocks or what replaces
/// them. Shares the blocks with its teacher; an all-teacher path computes the teacher to the last bit.
class HybridUNet {
public:
    /// Throws InputError naming the stage when its edges do not follow each other from 0 to the stage's block count.
    HybridUNet(std::shared_ptr<UNet> teacher, HybridPath path);

    static HybridPath allTeacherPath(const UNet& teacher);

    /// See UNet::forward. @p probe is called at the boundaries between edges.
    at::Tensor forward(const at::Tensor& image, const BoundaryProbe& probe = {}) const;

    /// Enters the network at @p first with the outputs of all earlier stages already in @p outputs, and fills in the
    /// rest, so that paths with a common prefix share its work. Throws InputError when an earlier output is missing.
    at::Tensor forwardFrom(StageId first, StageOutputs& outputs, const at::Tensor& image,
                           const BoundaryProbe& probe = {}) const;

    /// Output of one stage for its input features.
    at::Tensor runStage(StageId stage, const at::Tensor& input, const BoundaryProbe& probe = {}) const;

    const HybridPath& path() const { return m_path; }
    const UNet& teacher() const { return *m_teacher; }

private:
    std::shared_ptr<UNet> m_teacher;
    HybridPath m_path;
};

} // namespace kintsugi

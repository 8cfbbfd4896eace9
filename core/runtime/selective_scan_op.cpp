#include "runtime/selective_scan_op.h"

#include "scan/image_scan.h"

#include <algorithm>
#include <exception>
#include <mutex>

namespace kintsugi {

namespace {

/// The session's pool as the kernels want it. Its bodies are called from C, which no exception may cross.
ParallelFor poolOf(const Ort::KernelContext& context) {
    return [&context](std::int64_t count, const ParallelBody& body) {
        struct Work {
            const ParallelBody* body;
            std::mutex mutex;
            std::exception_ptr failure;
        } work{&body, {}, {}};
        const auto one = [](void* data, std::size_t i) {
            auto& mine = *static_cast<Work*>(data);
            try {
                (*mine.body)(static_cast<std::int64_t>(i), static_cast<std::int64_t>(i) + 1);
            } catch (...) {
                const std::scoped_lock lock(mine.mutex);
                mine.failure = std::current_exception();
            }
        };
        context.ParallelFor(one, static_cast<std::size_t>(count), 0, &work);
        if (work.failure)
            std::rethrow_exception(work.failure);
    };
}

/// Runs @p body and turns what it throws into a status.
template <typename Body> OrtStatusPtr guarded(const Body& body) {
    try {
        body();
        return nullptr;
    } catch (const std::exception& error) {
        return Ort::Status(error.what(), ORT_FAIL).release();
    }
}

} // namespace

SelectiveScanNode::SelectiveScanNode(const OrtKernelInfo* info) {
    const Ort::ConstKernelInfo attributes(info);
    m_walks = attributes.GetAttributes<std::int64_t>("walks");
    m_merge = attributes.GetAttribute<std::int64_t>("merge");
    ImageScan::checkAttributes(m_walks, m_merge);
}

OrtStatusPtr SelectiveScanNode::ComputeV2(OrtKernelContext* context) const {
    return guarded([&] { compute(context); });
}

void SelectiveScanNode::compute(OrtKernelContext* rawContext) const {
    const Ort::KernelContext context(rawContext);
    std::vector<std::vector<std::int64_t>> shapes;
    for (std::size_t i = 0; i < context.GetInputCount(); ++i)
        shapes.push_back(context.GetInput(i).GetTensorTypeAndShapeInfo().GetShape());
    ImageScan scan = ImageScan::of(m_walks, m_merge, shapes);
    for (std::size_t i = 0; i < scan.inputs.size(); ++i)
        scan.inputs[i] = context.GetInput(i).GetTensorData<float>();
    scan.y = context.GetOutput(0, shapes[0]).GetTensorMutableData<float>();
    const auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
    auto allocator = context.GetAllocator(*memory.GetConst());
    auto scratch = allocator.GetAllocation(static_cast<std::size_t>(scan.scratchSize()) * sizeof(float));
    scan.run(static_cast<float*>(scratch.get()), poolOf(context));
}

OrtStatusPtr SelectiveScanOp::CreateKernelV2(const OrtApi&, const OrtKernelInfo* info, void** kernel) const {
    return guarded([&] { *kernel = new SelectiveScanNode(info); });
}

OrtStatusPtr SelectiveScanOp::InferOutputShape(Ort::ShapeInferContext& context) {
    return guarded([&] {
        if (context.GetInputCount() != 7 || context.GetInputShape(0).size() != 4)
            return;
        // An extent that is free and has no name comes as -1, and would go back as a number like any other.
        const auto& shape = context.GetInputShape(0);
        if (std::all_of(shape.begin(), shape.end(), [](const auto& dim) { return !dim.IsInt() || dim.AsInt() >= 0; }))
            Ort::ThrowOnError(context.SetOutputShape(0, shape));
    });
}

} // namespace kintsugi

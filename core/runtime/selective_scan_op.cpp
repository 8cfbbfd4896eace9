#include "runtime/selective_scan_op.h"

#include "base/error.h"
#include "scan/selective_scan.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <string>
#include <utility>

namespace kintsugi {

namespace {

using Shape = std::vector<std::int64_t>;

void require(bool good, const std::string& what) {
    if (!good)
        throw InputError("SelectiveScan cannot run: " + what + "; export the model again.");
}

std::string text(const Shape& shape) {
    std::string out = "[";
    for (const auto extent : shape)
        out += (out.size() > 1 ? ", " : "") + std::to_string(extent);
    return out + "]";
}

ScanWalk walkOf(std::int64_t walk, std::int64_t height, std::int64_t width) {
    const bool reversed = walk >= 2;
    return walk % 2 == 0 ? ScanWalk::rowMajor(height, width, reversed) : ScanWalk::columnMajor(height, width, reversed);
}

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
    const auto merge = attributes.GetAttribute<std::int64_t>("merge");
    require(!m_walks.empty(), "it has no walks");
    for (const auto walk : m_walks)
        require(walk >= 0 && walk <= 3, "there is no walk " + std::to_string(walk));
    require(merge == 0 || merge == 1, "there is no merge " + std::to_string(merge));
    m_sums = merge == 1;
}

OrtStatusPtr SelectiveScanNode::ComputeV2(OrtKernelContext* context) const {
    return guarded([&] { compute(context); });
}

void SelectiveScanNode::compute(OrtKernelContext* rawContext) const {
    const Ort::KernelContext context(rawContext);
    const auto shapeOf = [&](std::size_t i) { return context.GetInput(i).GetTensorTypeAndShapeInfo().GetShape(); };
    const auto dataOf = [&](std::size_t i) { return context.GetInput(i).GetTensorData<float>(); };

    const Shape uShape = shapeOf(0), aShape = shapeOf(2);
    require(uShape.size() == 4 && aShape.size() == 2, "u must have four dimensions and A two");
    const auto batch = uShape[0], dim = uShape[1], height = uShape[2], width = uShape[3], length = height * width;
    const auto walks = static_cast<std::int64_t>(m_walks.size()), states = aShape[1];
    const auto rows = m_sums ? walks * dim : dim; // E
    require(m_sums || dim % walks == 0,
            std::to_string(walks) + " walks do not divide " + std::to_string(dim) + " channels");
    const std::pair<const char*, Shape> wanted[] = {{"u", uShape},
                                                    {"delta", {batch, rows, height, width}},
                                                    {"A", {rows, states}},
                                                    {"b", {batch, walks, states, length}},
                                                    {"c", {batch, walks, states, length}},
                                                    {"d", {rows}},
                                                    {"delta_bias", {rows}}};
    for (std::size_t i = 0; i < std::size(wanted); ++i)
        require(shapeOf(i) == wanted[i].second, std::string("the shape of ") + wanted[i].first + " is " +
                                                    text(shapeOf(i)) + " and should be " + text(wanted[i].second));

    const float *u = dataOf(0), *delta = dataOf(1), *a = dataOf(2), *b = dataOf(3), *c = dataOf(4), *d = dataOf(5),
                *bias = dataOf(6);
    float* y = context.GetOutput(0, uShape).GetTensorMutableData<float>();
    const std::int64_t size = batch * dim * length;
    if (size == 0)
        return;

    // A sum's first walk writes the output itself, the others write beside it.
    const auto asideCount = m_sums ? (walks - 1) * size : 0;
    const auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
    auto allocator = context.GetAllocator(*memory.GetConst());
    auto aside = allocator.GetAllocation(static_cast<std::size_t>(asideCount) * sizeof(float));
    auto* parts = static_cast<float*>(aside.get());

    const std::int64_t scanDim = m_sums ? dim : dim / walks;
    std::vector<SelectiveScanArgs> scans;
    for (std::int64_t k = 0; k < walks; ++k) {
        const auto first = k * scanDim;
        SelectiveScanArgs args;
        args.walk = walkOf(m_walks[static_cast<std::size_t>(k)], height, width);
        args.batch = batch;
        args.dim = scanDim;
        args.states = states;
        args.u = {u + (m_sums ? 0 : first * length), dim * length, length, 1};
        args.delta = {delta + first * length, rows * length, length, 1};
        args.A = a + first * states;
        const auto group = [&](const float* data) {
            StateView<const float> view;
            view.data = data + k * states * length;
            view.batchStride = walks * states * length;
            view.stateStride = length;
            view.stepStride = 1;
            return view;
        };
        args.B = group(b);
        args.C = group(c);
        args.D = d + first;
        args.deltaBias = bias + first;
        args.softplus = true;
        if (!m_sums)
            args.y = {y + first * length, dim * length, length, 1};
        else
            args.y = {k == 0 ? y : parts + (k - 1) * size, dim * length, length, 1};
        scans.push_back(args);
    }
    const ParallelFor pool = poolOf(context);
    selectiveScanForward(scans, pool);

    if (asideCount == 0)
        return;
    constexpr std::int64_t piece = 1 << 14;
    pool((size + piece - 1) / piece, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t k = 0; k + 1 < walks; ++k)
            for (std::int64_t i = begin * piece; i < std::min(size, end * piece); ++i)
                y[i] += parts[k * size + i];
    });
}

OrtStatusPtr SelectiveScanOp::CreateKernelV2(const OrtApi&, const OrtKernelInfo* info, void** kernel) const {
    return guarded([&] { *kernel = new SelectiveScanNode(info); });
}

OrtStatusPtr SelectiveScanOp::InferOutputShape(Ort::ShapeInferContext& context) {
    return guarded([&] {
        if (context.GetInputCount() == 7 && context.GetInputShape(0).size() == 4)
            Ort::ThrowOnError(context.SetOutputShape(0, context.GetInputShape(0)));
    });
}

} // namespace kintsugi

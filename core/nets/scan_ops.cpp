#include "nets/scan_ops.h"

#include "base/error.h"
#include "nets/ops.h"
#include "nets/optional_tensor.h"
#include "nets/parallel.h"
#include "scan/selective_scan.h"

#include <ATen/ATen.h>
#include <optional>
#include <torch/autograd.h>
#include <torch/types.h>

namespace kintsugi {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

ScanWalk walkOf(Walk walk, std::int64_t height, std::int64_t width) {
    switch (walk) {
    case Walk::RowMajor:
        return ScanWalk::rowMajor(height, width);
    case Walk::ColumnMajor:
        return ScanWalk::columnMajor(height, width);
    case Walk::RowMajorReversed:
        return ScanWalk::rowMajor(height, width, true);
    case Walk::ColumnMajorReversed:
        return ScanWalk::columnMajor(height, width, true);
    }
    throw InputError("No such walk.");
}

/// View of channels [first, …) of a tensor (batch, channels, length) whose last dimension is dense.
SequenceView<const float> readView(const at::Tensor& t, std::int64_t first = 0) {
    return {t.data_ptr<float>() + first * t.stride(1), t.stride(0), t.stride(1), t.stride(2)};
}
SequenceView<float> writeView(const at::Tensor& t, std::int64_t first = 0) {
    return {t.data_ptr<float>() + first * t.stride(1), t.stride(0), t.stride(1), t.stride(2)};
}

/// View of B or C: (batch, N, L), (batch, G, N, L) or constant (D, N).
template <typename T> StateView<T> stateView(const at::Tensor& t) {
    StateView<T> view;
    view.data = t.data_ptr<float>();
    if (t.dim() == 2) {
        view.constant = true;
        view.channelStride = t.stride(0);
        view.stateStride = t.stride(1);
    } else if (t.dim() == 3) {
        view.batchStride = t.stride(0);
        view.stateStride = t.stride(1);
        view.stepStride = t.stride(2);
    } else {
        view.batchStride = t.stride(0);
        view.groupStride = t.stride(1);
        view.stateStride = t.stride(2);
        view.stepStride = t.stride(3);
    }
    return view;
}

/// One group of a (batch, G, N, L) tensor as a scan with a single group sees it.
template <typename T> StateView<T> groupView(const at::Tensor& t, std::int64_t group) {
    StateView<T> view = stateView<T>(t);
    view.data += group * t.stride(1);
    view.groupStride = 0;
    return view;
}

/// Last dimension dense, as the walks need equal step strides in all tensors; other strides are free.
at::Tensor denseSteps(const at::Tensor& t) {
    return t.defined() && t.stride(-1) != 1 ? t.contiguous() : t;
}

at::Tensor dense(const at::Tensor& t) {
    return t.defined() ? t.contiguous() : t;
}

/// ---- the general scan -------------------------------------------------------------------------------------------

SelectiveScanArgs generalArgs(const at::Tensor& u, const at::Tensor& delta, const at::Tensor& a, const at::Tensor& b,
                              const at::Tensor& c, const at::Tensor& d, const at::Tensor& z,
                              const at::Tensor& deltaBias, bool softplus) {
    SelectiveScanArgs args;
    args.walk = ScanWalk::line(u.size(2));
    args.batch = u.size(0);
    args.dim = u.size(1);
    args.states = a.size(1);
    args.groups = b.dim() == 4 ? b.size(1) : c.dim() == 4 ? c.size(1) : 1;
    args.u = readView(u);
    args.delta = readView(delta);
    args.A = a.data_ptr<float>();
    args.B = stateView<const float>(b);
    args.C = stateView<const float>(c);
    args.D = pointer(d);
    if (z.defined())
        args.z = readView(z);
    args.deltaBias = pointer(deltaBias);
    args.softplus = softplus;
    return args;
}

class GeneralScan : public torch::autograd::Function<GeneralScan> {
public:
    static variable_list forward(AutogradContext* context, at::Tensor u, at::Tensor delta, at::Tensor a, at::Tensor b,
                                 at::Tensor c, const OptionalTensor& maybeD, const OptionalTensor& maybeZ,
                                 const OptionalTensor& maybeBias, bool softplus, bool keeps) {
        u = dense(u), delta = dense(delta), a = dense(a), b = dense(b), c = dense(c);
        const at::Tensor d = dense(maybeD.value_or(at::Tensor())), z = dense(maybeZ.value_or(at::Tensor()));
        const at::Tensor deltaBias = dense(maybeBias.value_or(at::Tensor()));
        SelectiveScanArgs args = generalArgs(u, delta, a, b, c, d, z, deltaBias, softplus);
        const at::Tensor y = at::empty_like(u);
        const at::Tensor last = at::empty({u.size(0), u.size(1), a.size(1)}, u.options());
        at::Tensor checkpoints;
        if (keeps)
            checkpoints = at::empty({selectiveScanCheckpointSize(args)}, u.options());
        args.y = writeView(y);
        args.lastState = last.data_ptr<float>();
        args.checkpoints = mutablePointer(checkpoints);
        selectiveScanForward(std::span(&args, 1), torchParallelFor());
        context->save_for_backward({u, delta, a, b, c, d, z, deltaBias, checkpoints});
        context->saved_data["softplus"] = softplus;
        return {y, last};
    }

    static variable_list backward(AutogradContext* context, variable_list incoming) {
        const auto saved = context->get_saved_variables();
        const auto &u = saved[0], &delta = saved[1], &a = saved[2], &b = saved[3], &c = saved[4], &d = saved[5],
                   &z = saved[6], &bias = saved[7], &checkpoints = saved[8];
        SelectiveScanArgs args = generalArgs(u, delta, a, b, c, d, z, bias, context->saved_data["softplus"].toBool());
        args.checkpoints = mutablePointer(checkpoints);
        const at::Tensor gradY = incoming[0].defined() ? incoming[0].contiguous() : at::zeros_like(u);
        const at::Tensor gradLast = dense(incoming[1]);
        const auto like = [](const at::Tensor& t) { return t.defined() ? at::empty_like(t) : at::Tensor(); };
        const at::Tensor gu = like(u), gdelta = like(delta), ga = like(a), gb = like(b), gc = like(c), gd = like(d),
                         gz = like(z), gbias = like(bias);
        SelectiveScanGrads grads;
        grads.gradY = readView(gradY);
        grads.gradLastState = pointer(gradLast);
        grads.u = writeView(gu);
        grads.delta = writeView(gdelta);
        grads.A = mutablePointer(ga);
        grads.B = stateView<float>(gb);
        grads.C = stateView<float>(gc);
        grads.D = mutablePointer(gd);
        if (gz.defined())
            grads.z = writeView(gz);
        grads.deltaBias = mutablePointer(gbias);
        selectiveScanBackward(std::span(&args, 1), std::span(&grads, 1), torchParallelFor());
        return {gu, gdelta, ga, gb, gc, gd, gz, gbias, {}, {}};
    }
};

/// ---- several walks over one image -------------------------------------------------------------------------------

/// Scans that share an image. Scan s reads channels [uFirst[s], +dim) of u, and channels [s dim, (s+1) dim) of
/// everything else; group s of B and C.
struct WalkPlan {
    std::vector<Walk> walks;
    std::int64_t dim = 0;
    bool sharedU = false; ///< all scans read the same channels of u

    std::int64_t uFirst(std::size_t s) const { return sharedU ? 0 : static_cast<std::int64_t>(s) * dim; }
};

/// u (batch, D or S D, H, W); delta (batch, S D, HW); y (batch, S D, HW).
std::vector<SelectiveScanArgs> walkArgs(const WalkPlan& plan, const at::Tensor& u, std::int64_t height,
                                        std::int64_t width, const at::Tensor& delta, const at::Tensor& a,
                                        const at::Tensor& b, const at::Tensor& c, const at::Tensor& d,
                                        const at::Tensor& bias) {
    std::vector<SelectiveScanArgs> scans;
    for (std::size_t s = 0; s < plan.walks.size(); ++s) {
        const auto first = static_cast<std::int64_t>(s) * plan.dim;
        SelectiveScanArgs args;
        args.walk = walkOf(plan.walks[s], height, width);
        args.batch = u.size(0);
        args.dim = plan.dim;
        args.states = a.size(1);
        args.u = readView(u, plan.uFirst(s));
        args.delta = readView(delta, first);
        args.A = a.data_ptr<float>() + first * a.size(1);
        args.B = groupView<const float>(b, static_cast<std::int64_t>(s));
        args.C = groupView<const float>(c, static_cast<std::int64_t>(s));
        args.D = d.data_ptr<float>() + first;
        args.deltaBias = bias.data_ptr<float>() + first;
        args.softplus = true;
        scans.push_back(args);
    }
    return scans;
}

class WalkScan : public torch::autograd::Function<WalkScan> {
public:
    static at::Tensor forward(AutogradContext* context, at::Tensor u, at::Tensor delta, at::Tensor a, at::Tensor b,
                              at::Tensor c, at::Tensor d, at::Tensor bias, std::vector<std::int64_t> walks,
                              bool sharedU, std::int64_t height, std::int64_t width, bool keeps) {
        u = denseSteps(u), delta = denseSteps(delta), a = dense(a), b = denseSteps(b), c = denseSteps(c), d = dense(d),
        bias = dense(bias);
        const WalkPlan plan = makePlan(walks, sharedU, delta.size(1));
        auto scans = walkArgs(plan, u, height, width, delta, a, b, c, d, bias);
        const at::Tensor y = at::empty({delta.size(0), delta.size(1), delta.size(2)}, delta.options());
        at::Tensor checkpoints;
        const auto checkpointSize = selectiveScanCheckpointSize(scans.front());
        if (keeps)
            checkpoints = at::empty({static_cast<std::int64_t>(scans.size()) * checkpointSize}, u.options());
        for (std::size_t s = 0; s < scans.size(); ++s) {
            scans[s].y = writeView(y, static_cast<std::int64_t>(s) * plan.dim);
            if (keeps)
                scans[s].checkpoints = checkpoints.data_ptr<float>() + static_cast<std::int64_t>(s) * checkpointSize;
        }
        selectiveScanForward(scans, torchParallelFor());
        context->save_for_backward({u, delta, a, b, c, d, bias, checkpoints});
        context->saved_data["walks"] = walks;
        context->saved_data["sharedU"] = sharedU;
        context->saved_data["height"] = height;
        context->saved_data["width"] = width;
        return y;
    }

    static variable_list backward(AutogradContext* context, variable_list incoming) {
        const auto saved = context->get_saved_variables();
        const auto &u = saved[0], &delta = saved[1], &a = saved[2], &b = saved[3], &c = saved[4], &d = saved[5],
                   &bias = saved[6], &checkpoints = saved[7];
        const bool sharedU = context->saved_data["sharedU"].toBool();
        const WalkPlan plan = makePlan(context->saved_data["walks"].toIntVector(), sharedU, delta.size(1));
        auto scans = walkArgs(plan, u, context->saved_data["height"].toInt(), context->saved_data["width"].toInt(),
                              delta, a, b, c, d, bias);
        const at::Tensor gradY = incoming[0].contiguous();
        const auto fresh = [](const at::Tensor& t) { return at::empty(t.sizes(), t.options()); };
        // With shared features every scan writes a gradient of its own and they are summed afterwards, in a fixed
        // order.
        const at::Tensor gu = at::empty({delta.size(0), delta.size(1), delta.size(2)}, u.options());
        const at::Tensor gdelta = fresh(delta), ga = fresh(a), gb = fresh(b), gc = fresh(c), gd = fresh(d),
                         gbias = fresh(bias);
        std::vector<SelectiveScanGrads> grads(scans.size());
        const auto checkpointSize = selectiveScanCheckpointSize(scans.front());
        for (std::size_t s = 0; s < scans.size(); ++s) {
            const auto index = static_cast<std::int64_t>(s), first = index * plan.dim;
            if (checkpoints.defined())
                scans[s].checkpoints = checkpoints.data_ptr<float>() + index * checkpointSize;
            grads[s].gradY = readView(gradY, first);
            grads[s].u = writeView(gu, first);
            grads[s].delta = writeView(gdelta, first);
            grads[s].A = ga.data_ptr<float>() + first * a.size(1);
            grads[s].B = groupView<float>(gb, index);
            grads[s].C = groupView<float>(gc, index);
            grads[s].D = gd.data_ptr<float>() + first;
            grads[s].deltaBias = gbias.data_ptr<float>() + first;
        }
        selectiveScanBackward(scans, grads, torchParallelFor());
        const at::Tensor gradU =
            sharedU ? gu.view({u.size(0), static_cast<std::int64_t>(scans.size()), plan.dim, u.size(2)}).sum(1) : gu;
        return {gradU, gdelta, ga, gb, gc, gd, gbias, {}, {}, {}, {}, {}};
    }

private:
    static WalkPlan makePlan(const std::vector<std::int64_t>& walks, bool sharedU, std::int64_t totalDim) {
        WalkPlan plan;
        for (const auto walk : walks)
            plan.walks.push_back(static_cast<Walk>(walk));
        plan.dim = totalDim / static_cast<std::int64_t>(walks.size());
        plan.sharedU = sharedU;
        return plan;
    }
};

/// Pixels of the last dimension (HW, row-major) in the order of a walk, and back.
at::Tensor inWalkOrder(const at::Tensor& t, Walk walk, std::int64_t height, std::int64_t width) {
    at::Tensor x = t;
    if (walk == Walk::ColumnMajor || walk == Walk::ColumnMajorReversed)
        x = x.unflatten(-1, {height, width}).transpose(-1, -2).flatten(-2);
    if (walk == Walk::RowMajorReversed || walk == Walk::ColumnMajorReversed)
        x = x.flip({-1});
    return x;
}

at::Tensor fromWalkOrder(const at::Tensor& t, Walk walk, std::int64_t height, std::int64_t width) {
    at::Tensor x = t;
    if (walk == Walk::RowMajorReversed || walk == Walk::ColumnMajorReversed)
        x = x.flip({-1});
    if (walk == Walk::ColumnMajor || walk == Walk::ColumnMajorReversed)
        x = x.unflatten(-1, {width, height}).transpose(-1, -2).flatten(-2);
    return x;
}

/// The same as WalkScan from ATen operations, for other devices.
at::Tensor walkScanStepwise(const at::Tensor& u, const at::Tensor& delta, const at::Tensor& a, const at::Tensor& b,
                            const at::Tensor& c, const at::Tensor& d, const at::Tensor& bias,
                            const std::vector<Walk>& walks, bool sharedU, std::int64_t height, std::int64_t width) {
    const auto count = static_cast<std::int64_t>(walks.size()), dim = delta.size(1) / count;
    std::vector<at::Tensor> parts;
    for (std::int64_t s = 0; s < count; ++s) {
        const Walk walk = walks[static_cast<std::size_t>(s)];
        const auto order = [&](const at::Tensor& t) { return inWalkOrder(t, walk, height, width); };
        const at::Tensor y =
            selectiveScanStepwise(order(sharedU ? u : u.narrow(1, s * dim, dim)), order(delta.narrow(1, s * dim, dim)),
                                  a.narrow(0, s * dim, dim), order(b.select(1, s)), order(c.select(1, s)),
                                  d.narrow(0, s * dim, dim), {}, bias.narrow(0, s * dim, dim), true)
                .y;
        parts.push_back(fromWalkOrder(y, walk, height, width));
    }
    return at::cat(parts, 1);
}

at::Tensor walkScan(const at::Tensor& u, const at::Tensor& delta, const at::Tensor& a, const at::Tensor& b,
                    const at::Tensor& c, const at::Tensor& d, const at::Tensor& bias, const std::vector<Walk>& walks,
                    bool sharedU, std::int64_t height, std::int64_t width) {
    if (!ops::runsKernels(u))
        return walkScanStepwise(u, delta, a, b, c, d, bias, walks, sharedU, height, width);
    std::vector<std::int64_t> numbers;
    for (const Walk walk : walks)
        numbers.push_back(static_cast<std::int64_t>(walk));
    return WalkScan::apply(u, delta, a, b, c, d, bias, numbers, sharedU, height, width, at::GradMode::is_enabled());
}

} // namespace

std::vector<Walk> walksFor(int directions) {
    switch (directions) {
    case 1:
        return {Walk::RowMajor};
    case 2:
        return {Walk::RowMajor, Walk::RowMajorReversed};
    default:
        return {Walk::RowMajor, Walk::ColumnMajor, Walk::RowMajorReversed, Walk::ColumnMajorReversed};
    }
}

ScanOutput selectiveScanStepwise(const at::Tensor& u, const at::Tensor& delta, const at::Tensor& a, const at::Tensor& b,
                                 const at::Tensor& c, const at::Tensor& d, const at::Tensor& z,
                                 const at::Tensor& deltaBias, bool deltaSoftplus) {
    const auto batch = u.size(0), dim = u.size(1), length = u.size(2), states = a.size(1);
    at::Tensor step = deltaBias.defined() ? delta + deltaBias.view({1, -1, 1}) : delta;
    if (deltaSoftplus)
        step = at::softplus(step);
    const auto perChannel = [&](const at::Tensor& t, std::int64_t l) { // (batch or 1, dim, N) at step l
        if (t.dim() == 2)
            return t.unsqueeze(0);
        if (t.dim() == 3)
            return t.select(2, l).unsqueeze(1);
        return t.select(3, l).repeat_interleave(dim / t.size(1), 1);
    };
    at::Tensor state = at::zeros({batch, dim, states}, u.options());
    std::vector<at::Tensor> outputs;
    for (std::int64_t l = 0; l < length; ++l) {
        const at::Tensor now = step.select(2, l).unsqueeze(2); // batch, dim, 1
        state = at::exp(now * a.unsqueeze(0)) * state + now * perChannel(b, l) * u.select(2, l).unsqueeze(2);
        outputs.push_back((state * perChannel(c, l)).sum(-1));
    }
    at::Tensor y = at::stack(outputs, 2);
    if (d.defined())
        y = y + u * d.view({1, -1, 1});
    if (z.defined())
        y = y * at::silu(z);
    return {y, state};
}

ScanOutput selectiveScan(const at::Tensor& u, const at::Tensor& delta, const at::Tensor& a, const at::Tensor& b,
                         const at::Tensor& c, const at::Tensor& d, const at::Tensor& z, const at::Tensor& deltaBias,
                         bool deltaSoftplus) {
    if (!ops::runsKernels(u))
        return selectiveScanStepwise(u, delta, a, b, c, d, z, deltaBias, deltaSoftplus);
    // Where one of B and C has groups, the other that varies gets as many: its gradient is then a sum over them, which
    // autograd makes of the expansion.
    const std::int64_t groups = std::max(b.dim() == 4 ? b.size(1) : 1, c.dim() == 4 ? c.size(1) : 1);
    const auto grouped = [groups](const at::Tensor& t) {
        if (groups == 1 || t.dim() == 2 || (t.dim() == 4 && t.size(1) == groups))
            return t;
        return (t.dim() == 3 ? t.unsqueeze(1) : t).expand({-1, groups, -1, -1});
    };
    const auto result = GeneralScan::apply(u, delta, a, grouped(b), grouped(c), optional(d), optional(z),
                                           optional(deltaBias), deltaSoftplus, at::GradMode::is_enabled());
    return {result[0], result[1]};
}

at::Tensor scanFourDirections(const at::Tensor& u, const at::Tensor& delta, const at::Tensor& a, const at::Tensor& b,
                              const at::Tensor& c, const at::Tensor& d, const at::Tensor& deltaBias,
                              const Probe& probe) {
    const std::vector<Walk> walks{Walk::RowMajor, Walk::ColumnMajor, Walk::RowMajorReversed, Walk::ColumnMajorReversed};
    const auto batch = u.size(0), dim = u.size(1), height = u.size(2), width = u.size(3), length = height * width;
    const at::Tensor flatU = u.reshape({batch, dim, length});
    const at::Tensor flatDelta = delta.reshape({batch, 4 * dim, length});
    const at::Tensor y = walkScan(flatU, flatDelta, a, b, c, d, deltaBias.reshape({-1}), walks, true, height, width);
    if (probe) {
        const auto walked = [&](const at::Tensor& t,
                                bool shared) { // (batch, 4 x channels, …, L) in the order of each walk
            std::vector<at::Tensor> parts;
            for (std::size_t s = 0; s < walks.size(); ++s) {
                const auto part = shared ? t : t.chunk(4, 1)[s];
                parts.push_back(inWalkOrder(part, walks[s], height, width));
            }
            return at::cat(parts, 1);
        };
        probe("scan.u", walked(flatU, true));
        probe("scan.delta", walked(flatDelta, false));
        probe("scan.B", walked(b, false));
        probe("scan.C", walked(c, false));
        probe("scan.out", walked(y, false));
    }
    return y.view({batch, 4, dim, length}).sum(1);
}

at::Tensor scanChannelGroups(const at::Tensor& u, const at::Tensor& delta, const at::Tensor& a, const at::Tensor& b,
                             const at::Tensor& c, const at::Tensor& d, const at::Tensor& deltaBias,
                             const std::vector<Walk>& directions) {
    const auto height = u.size(2), width = u.size(3);
    return walkScan(u.flatten(2), delta.flatten(2), a, b, c, d, deltaBias, directions, false, height, width)
        .unflatten(2, {height, width});
}

} // namespace kintsugi

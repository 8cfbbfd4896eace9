#include "onnx/block_writer.h"

#include "base/error.h"
#include "nets/lite_block.h"
#include "nets/mambair_block.h"
#include "nets/restormer_block.h"
#include "onnx/scan_writer.h"

#include <ATen/ATen.h>
#include <torch/utils.h>

namespace kintsugi {

namespace {

at::Tensor find(const ParameterMap& parameters, const std::string& name) {
    const auto found = parameters.find(name);
    return found == parameters.end() ? at::Tensor() : found->second;
}

at::Tensor perChannel(const at::Tensor& values) {
    return values.view({1, -1, 1, 1});
}

} // namespace

ParameterMap parametersOf(const torch::nn::Module& module) {
    ParameterMap parameters;
    for (const auto& item : module.named_parameters())
        parameters[item.key()] = item.value();
    return parameters;
}

std::string BlockWriter::write(const Block& block, const std::string& x) {
    const torch::NoGradGuard noGrad;
    if (dynamic_cast<const RestormerBlock*>(&block))
        return restormer(block, x);
    if (const auto* light = dynamic_cast<const LiteBlock*>(&block))
        return lite(*light, x);
    if (dynamic_cast<const MambaIrBlock*>(&block))
        return mambaIr(block, x);
    throw InputError("A block of this network cannot be written as ONNX; only restormer, lite, gated and mambair can.");
}

std::string BlockWriter::normalise(const std::string& name, const std::string& x, bool biasFree) {
    GraphWriter& g = m_graph;
    const OnnxAttributes overChannels{{"axes", Ints{1}}, {"keepdims", 1}};
    const std::string mean = g.node("ReduceMean", name + ".mean", {x}, overChannels);
    const std::string centred = g.node("Sub", name + ".centred", {x, mean});
    const std::string variance =
        g.node("ReduceMean", name + ".variance", {g.multiply(name + ".squares", centred, centred)}, overChannels);
    const std::string deviation =
        g.node("Sqrt", name + ".deviation", {g.add(name + ".safe", variance, g.scalar(1e-5f))});
    return g.multiply(name, biasFree ? x : centred, g.node("Reciprocal", name + ".scale", {deviation}));
}

std::string BlockWriter::normThenPointwise(const std::string& normName, const std::string& convName,
                                           const std::string& x, const ParameterMap& p, const std::string& normPrefix,
                                           const std::string& convPrefix) {
    const at::Tensor scale = p.at(normPrefix + ".weight"), offset = find(p, normPrefix + ".bias");
    const at::Tensor matrix = p.at(convPrefix + ".weight").flatten(1).to(at::kDouble);
    at::Tensor bias = find(p, convPrefix + ".bias");
    if (offset.defined()) {
        const at::Tensor moved = matrix.mv(offset.to(at::kDouble));
        bias = bias.defined() ? bias.to(at::kDouble) + moved : moved;
    }
    const at::Tensor weight = (matrix * scale.to(at::kDouble).view({1, -1})).view({matrix.size(0), -1, 1, 1});
    return m_graph.convolution(convName, normalise(normName, x, !offset.defined()), weight, bias);
}

std::string BlockWriter::attention(const ParameterMap& p, const std::string& x) {
    GraphWriter& g = m_graph;
    const at::Tensor temperature = p.at("attn.temperature"), out = p.at("attn.project_out.weight");
    const std::int64_t channels = out.size(0), heads = temperature.size(0), perHead = channels / heads;
    std::string qkv = normThenPointwise("norm1", "attn.qkv", x, p, "norm1.body", "attn.qkv");
    qkv = g.convolution("attn.qkv_dwconv", qkv, p.at("attn.qkv_dwconv.weight"), find(p, "attn.qkv_dwconv.bias"),
                        3 * channels);
    const auto parts = g.split("attn.split", qkv, {channels, channels, channels}, 1);
    const std::string q = g.reshape("attn.q", parts[0], {1, heads, perHead, -1}),
                      k = g.reshape("attn.k", parts[1], {1, heads, perHead, -1}),
                      v = g.reshape("attn.v", parts[2], {1, channels, -1});
    // As in core/nets, the norms of q and k divide their small product instead of themselves.
    const auto norm = [&](const char* name, const std::string& of) {
        const std::string length =
            g.node("ReduceL2", name, {of}, {{"axes", Ints{-1}}, {"keepdims", 1}}); // 1, heads, perHead, 1
        return g.node("Max", std::string(name) + ".safe", {length, g.scalar(1e-12f)});
    };
    const std::string norms = g.multiply("attn.norms", norm("attn.q.norm", q),
                                         g.reshape("attn.k.norm.row", norm("attn.k.norm", k), {1, heads, 1, perHead}));
    std::string scores = g.node("MatMul", "attn.scores", {q, g.transpose("attn.k.turned", k, {0, 1, 3, 2})});
    scores = g.multiply("attn.warm", g.node("Div", "attn.cosines", {scores, norms}),
                        g.constant("attn.temperature", temperature));
    const std::string attn = g.node("Softmax", "attn.softmax", {scores}, {{"axis", -1}});
    const std::string project =
        g.constant("attn.project_out.weight", out.view({channels, heads, perHead}).permute({1, 0, 2}).unsqueeze(0));
    const std::string folded = g.node("MatMul", "attn.folded", {project, attn}); // 1, heads, channels, perHead
    const std::string weights =
        g.reshape("attn.weights", g.transpose("attn.weights.heads", folded, {0, 2, 1, 3}), {1, channels, channels});
    std::string y = g.node("MatMul", "attn.project_out", {weights, v});
    y = m_plane.toImage(g, "attn.image", y, {1, channels});
    if (const at::Tensor bias = find(p, "attn.project_out.bias"); bias.defined())
        y = g.add("attn.biased", y, g.constant("attn.project_out.bias", perChannel(bias)));
    return y;
}

std::string BlockWriter::restormer(const Block& block, const std::string& x) {
    GraphWriter& g = m_graph;
    const ParameterMap p = parametersOf(block);
    const std::string mid = g.add("attn.residual", x, attention(p, x));
    std::string y = normThenPointwise("norm2", "ffn.project_in", mid, p, "norm2.body", "ffn.project_in");
    const at::Tensor depthwise = p.at("ffn.dwconv.weight");
    const std::int64_t hidden = depthwise.size(0) / 2;
    y = g.convolution("ffn.dwconv", y, depthwise, find(p, "ffn.dwconv.bias"), 2 * hidden);
    const auto halves = g.split("ffn.split", y, {hidden, hidden}, 1);
    y = g.multiply("ffn.gate", g.gelu("ffn.gelu", halves[0]), halves[1]);
    y = g.convolution("ffn.project_out", y, p.at("ffn.project_out.weight"), find(p, "ffn.project_out.bias"));
    return g.add("ffn.residual", mid, y);
}

std::string BlockWriter::liteScan(const LiteBlock& block, const ParameterMap& p, const std::string& u) {
    GraphWriter& g = m_graph;
    const std::int64_t groups = block.options().directions, n = block.options().dState;
    const at::Tensor dtProj = p.at("mixer.dt_proj"); // groups, inner / groups, rank
    const std::int64_t rank = dtProj.size(2), inner = dtProj.size(0) * dtProj.size(1);
    // All groups' rows of one sort beside each other, so that one split serves them.
    const at::Tensor rows = p.at("mixer.x_proj.weight").view({groups, rank + 2 * n, inner});
    const auto sort = [&](std::int64_t first, std::int64_t count) {
        return rows.narrow(1, first, count).reshape({groups * count, inner, 1, 1});
    };
    const at::Tensor weight = at::cat({sort(0, rank), sort(rank, n), sort(rank + n, n)});
    const auto parts =
        g.split("x_proj.split", g.convolution("x_proj", u, weight, {}), {groups * rank, groups * n, groups * n}, 1);
    ScanToWrite scan;
    scan.walks = walksFor(block.options().directions);
    scan.u = u;
    scan.delta = g.convolution("dt_proj", parts[0], dtProj.reshape({inner, rank, 1, 1}), {}, groups);
    scan.b = parts[1];
    scan.c = parts[2];
    scan.a = -at::exp(p.at("mixer.A_log"));
    scan.d = p.at("mixer.D");
    scan.deltaBias = p.at("mixer.dt_bias");
    return ScanWriter(g, m_plane).write(scan, m_scan);
}

std::string BlockWriter::liteSsd(const LiteBlock& block, const ParameterMap& p, const std::string& u) {
    GraphWriter& g = m_graph;
    const std::int64_t groups = block.options().directions, n = block.options().dState;
    const at::Tensor aLog = p.at("mixer.A_log"), all = p.at("mixer.x_proj.weight");
    const std::int64_t heads = aLog.size(0), inner = all.size(1);
    const at::Tensor rows = all.narrow(0, heads, groups * 2 * n).view({groups, 2 * n, inner});
    const auto sort = [&](std::int64_t first) { return rows.narrow(1, first, n).reshape({groups * n, inner, 1, 1}); };
    const at::Tensor weight = at::cat({all.narrow(0, 0, heads), sort(0), sort(n)});
    const auto parts =
        g.split("x_proj.split", g.convolution("x_proj", u, weight, {}), {heads, groups * n, groups * n}, 1);
    SsdToWrite scan;
    scan.walks = walksFor(block.options().directions);
    scan.headDim = block.options().headDim;
    scan.u = u;
    scan.delta = parts[0];
    scan.b = parts[1];
    scan.c = parts[2];
    scan.states = block.options().dState;
    scan.a = -at::exp(aLog);
    scan.d = p.at("mixer.D");
    scan.deltaBias = p.at("mixer.dt_bias");
    return ScanWriter(g, m_plane).write(scan, m_scan);
}

std::string BlockWriter::lite(const LiteBlock& block, const std::string& x) {
    GraphWriter& g = m_graph;
    const ParameterMap p = parametersOf(block);
    const std::int64_t inner = p.at("mixer.dwconv.weight").size(0);
    const std::string xz = normThenPointwise("norm1", "in_proj", x, p, "norm1.body", "mixer.in_proj");
    const auto halves = g.split("in_proj.split", xz, {inner, inner}, 1);
    std::string y = g.convolution("dwconv", halves[0], p.at("mixer.dwconv.weight"), p.at("mixer.dwconv.bias"), inner);
    y = g.sigmoidGate("silu", y);
    if (block.options().scan == LiteOptions::Scan::Selective)
        y = liteScan(block, p, y);
    else if (block.options().scan == LiteOptions::Scan::Ssd)
        y = liteSsd(block, p, y);
    y = g.multiply("gate", y, g.sigmoidGate("gate.silu", halves[1]));
    const std::string mid =
        g.add("residual", x, g.convolution("out_proj", y, p.at("mixer.out_proj.weight"), at::Tensor()));
    if (!p.contains("ffn.project_in.weight"))
        return mid;
    const at::Tensor depthwise = p.at("ffn.dwconv.weight");
    const std::int64_t hidden = depthwise.size(0) / 2;
    y = normThenPointwise("norm2", "ffn.project_in", mid, p, "norm2.body", "ffn.project_in");
    y = g.convolution("ffn.dwconv", y, depthwise, {}, 2 * hidden);
    const auto ffn = g.split("ffn.split", y, {hidden, hidden}, 1);
    y = g.convolution("ffn.project_out", g.multiply("ffn.gate", ffn[0], ffn[1]), p.at("ffn.project_out.weight"), {});
    return g.add("ffn.residual", mid, y);
}

std::string BlockWriter::mambaIr(const Block& block, const std::string& x) {
    GraphWriter& g = m_graph;
    const ParameterMap p = parametersOf(block);
    const auto ss2d = [&](const std::string& name) { return p.at("self_attention." + name); };
    const at::Tensor dtProj = ss2d("dt_projs_weight"), aLogs = ss2d("A_logs"); // walks, inner, rank; walks inner, N
    const std::int64_t walks = dtProj.size(0), inner = dtProj.size(1), rank = dtProj.size(2), n = aLogs.size(1);

    const std::string xz = normThenPointwise("ln_1", "in_proj", x, p, "ln_1", "self_attention.in_proj");
    const auto halves = g.split("in_proj.split", xz, {inner, inner}, 1);
    const std::string u =
        g.sigmoidGate("silu", g.convolution("conv2d", halves[0], ss2d("conv2d.weight"), ss2d("conv2d.bias"), inner));
    const auto sort = [&](std::int64_t first, std::int64_t count) {
        return ss2d("x_proj_weight").narrow(1, first, count).reshape({walks * count, inner, 1, 1});
    };
    const at::Tensor rows = at::cat({sort(0, rank), sort(rank, n), sort(rank + n, n)});
    const auto parts =
        g.split("x_proj.split", g.convolution("x_proj", u, rows, {}), {walks * rank, walks * n, walks * n}, 1);
    ScanToWrite scan;
    scan.walks = {Walk::RowMajor, Walk::ColumnMajor, Walk::RowMajorReversed, Walk::ColumnMajorReversed};
    scan.sumWalks = true;
    scan.u = u;
    scan.delta = g.convolution("dt_projs", parts[0], dtProj.reshape({walks * inner, rank, 1, 1}), {}, walks);
    scan.b = parts[1];
    scan.c = parts[2];
    scan.a = -at::exp(aLogs);
    scan.d = ss2d("Ds");
    scan.deltaBias = ss2d("dt_projs_bias").reshape({-1});
    std::string y = ScanWriter(g, m_plane).write(scan, m_scan);
    const auto affine = [&](const std::string& name, const std::string& of, const at::Tensor& weight,
                            const at::Tensor& bias) {
        const std::string scaled =
            g.multiply(name + ".scaled", normalise(name, of, false), g.constant(name + ".weight", perChannel(weight)));
        return g.add(name + ".moved", scaled, g.constant(name + ".bias", perChannel(bias)));
    };
    y = affine("out_norm", y, ss2d("out_norm.weight"), ss2d("out_norm.bias"));
    y = g.multiply("gate", y, g.sigmoidGate("gate.silu", halves[1]));
    const at::Tensor out = ss2d("out_proj.weight");
    y = g.convolution("out_proj", y, out.view({out.size(0), out.size(1), 1, 1}), {});
    const auto scaledBy = [&](const std::string& name, const std::string& of) {
        return g.multiply(name, of, g.constant(name + ".weight", perChannel(p.at(name))));
    };
    const std::string mid = g.add("residual", scaledBy("skip_scale", x), y);

    const auto cab = [&](const std::string& name, const std::string& of) {
        return g.convolution("conv_blk." + name, of, p.at("conv_blk.cab." + name + ".weight"),
                             p.at("conv_blk.cab." + name + ".bias"));
    };
    y = cab("2", g.gelu("conv_blk.gelu", cab("0", affine("ln_2", mid, p.at("ln_2.weight"), p.at("ln_2.bias")))));
    std::string attention = g.node("GlobalAveragePool", "conv_blk.pool", {y});
    attention = g.node("Relu", "conv_blk.relu", {cab("3.attention.1", attention)});
    attention = g.node("Sigmoid", "conv_blk.sigmoid", {cab("3.attention.3", attention)});
    return g.add("conv_blk.residual", scaledBy("skip_scale2", mid), g.multiply("conv_blk", y, attention));
}

} // namespace kintsugi

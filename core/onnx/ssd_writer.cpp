#include "onnx/scan_writer.h"

#include <ATen/ATen.h>
#include <algorithm>
#include <iterator>

namespace kintsugi {

namespace {

constexpr std::int64_t chunkLength = 32;

/// For every channel its head.
Ints headOfChannel(std::int64_t channels, std::int64_t headDim) {
    Ints heads;
    for (std::int64_t c = 0; c < channels; ++c)
        heads.push_back(c / headDim);
    return heads;
}

} // namespace

std::string ScanWriter::write(const SsdToWrite& scan, OnnxScan form) {
    if (form == OnnxScan::Standard)
        return chunked(scan);
    // The operator knows a decay per channel and state; here those of a head are all the same.
    const Ints heads = headOfChannel(scan.d.size(0), scan.headDim);
    ScanToWrite wide;
    wide.walks = scan.walks;
    wide.u = scan.u;
    wide.delta = m_graph.node("Gather", "delta", {scan.delta, m_graph.ints(heads)}, {{"axis", 1}});
    wide.b = scan.b;
    wide.c = scan.c;
    const at::Tensor a = scan.a.repeat_interleave(scan.headDim);
    wide.a = a.view({-1, 1}).expand({a.size(0), scan.states});
    wide.d = scan.d;
    wide.deltaBias = scan.deltaBias.repeat_interleave(scan.headDim);
    return custom(wide);
}

std::string ScanWriter::chunked(const SsdToWrite& scan) {
    GraphWriter& g = m_graph;
    const std::int64_t walks = std::ssize(scan.walks), channels = scan.d.size(0), n = scan.states,
                       rows = channels / walks, headDim = scan.headDim, heads = rows / headDim; // of one walk
    const auto perWalk = [&](const std::string& name, const std::string& x, std::int64_t count) {
        return walked(name, g.split(name + ".split", x, Ints(scan.walks.size(), count), 1), scan.walks, count);
    };
    const std::string step =
        g.node("Softplus", "step",
               {g.add("step.bias", scan.delta, g.constant("scan.delta_bias", scan.deltaBias.view({1, -1, 1, 1})))});
    const std::string decay = g.multiply("log_decay", step, g.constant("scan.A", scan.a.view({1, -1, 1, 1})));
    const std::string wideStep =
        g.node("Gather", "step.channels", {step, g.ints(headOfChannel(channels, headDim))}, {{"axis", 1}});
    std::string x = perWalk("x", g.multiply("x", scan.u, wideStep), rows);
    std::string a = perWalk("log_decay", decay, heads), b = perWalk("b", scan.b, n), c = perWalk("c", scan.c, n);

    // Zero inputs with no decay change nothing that comes before them.
    const std::int64_t length = m_plane.pixels(), q = length > 0 ? std::min(chunkLength, length) : chunkLength;
    std::string lengthValue;
    if (length < 0)
        lengthValue = g.node("Shape", "length", {x}, {{"start", 2}, {"end", 3}});
    const bool padded = length < 0 || length % q != 0;
    if (padded) {
        std::string pads;
        if (length < 0) {
            const std::string missing =
                g.node("Mod", "missing", {g.node("Neg", "length.negative", {lengthValue}), g.ints({q})});
            pads = g.concat("pads", {g.ints({0, 0, 0, 0, 0}), missing}, 0);
        } else {
            pads = g.ints({0, 0, 0, 0, 0, q - length % q});
        }
        for (std::string* sequence : {&x, &a, &b, &c})
            *sequence = g.node("Pad", "pad", {*sequence, pads});
    }
    const auto chunks = [&](const std::string& name, const std::string& sequence, std::int64_t groups,
                            std::int64_t width) { // (K, groups width, L) as (K, groups, chunks, q, width)
        return g.transpose(name + ".chunks", g.reshape(name + ".cut", sequence, {walks, groups, width, -1, q}),
                           {0, 1, 3, 4, 2});
    };
    const std::string xc = chunks("x", x, heads, headDim), bc = chunks("b", b, 1, n), cc = chunks("c", c, 1, n);
    const std::string ac = g.reshape("log_decay.chunks", a, {walks, heads, -1, q});

    // Sums of log decays over ranges of steps, each as a product with a matrix of zeros and ones: no differences of
    // large sums, so strong decay loses nothing.
    const at::Tensor index = at::arange(q), from = index.view({-1, 1, 1}), i = index.view({1, -1, 1}),
                     j = index.view({1, 1, -1});
    const at::Tensor between = at::logical_and(from.gt(j), from.le(i)).to(at::kFloat).view({q, q * q});
    const at::Tensor allowed = index.view({-1, 1}).ge(index.view({1, -1})).to(at::kFloat);
    const at::Tensor untilNow = index.view({-1, 1}).le(index.view({1, -1})).to(at::kFloat);
    const at::Tensor afterNow = index.view({-1, 1}).gt(index.view({1, -1})).to(at::kFloat);
    const auto decays = [&](const std::string& name, const at::Tensor& ranges) {
        return g.node("Exp", name,
                      {g.node("MatMul", name + ".sums", {ac, g.constant("scan." + name + ".ranges", ranges)})});
    };
    // Within a chunk.
    const std::string inside =
        g.multiply("inside.causal", g.reshape("inside.square", decays("inside", between), {walks, heads, -1, q, q}),
                   g.constant("scan.causal", allowed));
    const std::string scores = g.node("MatMul", "scores", {cc, g.transpose("b.turned", bc, {0, 1, 2, 4, 3})});
    const std::string within = g.node("MatMul", "within", {g.multiply("scores.decayed", scores, inside), xc});
    // What each chunk adds to the state by its end, and what the state before it adds to its outputs.
    const auto column = [&](const std::string& name, const std::string& rowsOfSteps) {
        return g.reshape(name + ".column", rowsOfSteps, {walks, heads, -1, q, 1});
    };
    const std::string toEnd = g.multiply("x.to_end", xc, column("to_end", decays("to_end", afterNow)));
    const std::string added = g.node(
        "MatMul", "added", {g.transpose("x.turned", toEnd, {0, 1, 2, 4, 3}), bc}); // K, heads, chunks, headDim, N
    const std::string whole = g.reshape("whole.cell", decays("whole", at::ones({q, 1})), {walks, heads, -1, 1, 1});

    onnx::GraphProto body;
    body.set_name("chunk");
    GraphWriter inner(body);
    inner.setScope(g.scope() + "/chunk");
    const auto input = [&](const char* name, const Ints& shape) {
        GraphWriter::declare(*body.add_input(), g.scope() + "/chunk/" + name, shape);
        return g.scope() + "/chunk/" + name;
    };
    const Ints stateShape{walks, heads, headDim, n};
    const std::string state = input("state", stateShape), addedIn = input("added", stateShape),
                      wholeIn = input("whole", {walks, heads, 1, 1});
    const std::string before = inner.node("Identity", "before", {state});
    const std::string next = inner.add("next", inner.multiply("kept", state, wholeIn), addedIn);
    GraphWriter::declare(*body.add_output(), next, stateShape);
    GraphWriter::declare(*body.add_output(), before, stateShape);
    const std::string start = g.constant("scan.start", at::zeros(stateShape));
    const std::string states = g.nodes(
        "Scan", "states", {start, added, whole}, 2,
        {{"body", body}, {"num_scan_inputs", 2}, {"scan_input_axes", Ints{2, 2}}, {"scan_output_axes", Ints{2}}})[1];
    const std::string read = g.multiply("c.decayed", cc, column("until_now", decays("until_now", untilNow)));
    const std::string across =
        g.node("MatMul", "across", {read, g.transpose("states.turned", states, {0, 1, 2, 4, 3})});

    std::string y = g.transpose("y.rows", g.add("y.chunks", within, across), {0, 1, 4, 2, 3});
    y = g.reshape("y.line", y, {walks, rows, -1});
    if (padded)
        y = g.node("Slice", "y.unpadded", {y, g.ints({0}), length < 0 ? lengthValue : g.ints({length}), g.ints({2})});
    return g.add("y", g.concat("y.groups", unwalked("y", y, scan.walks, rows), 1),
                 g.multiply("y.direct", scan.u, g.constant("scan.D", scan.d.view({1, -1, 1, 1}))));
}

} // namespace kintsugi

#include "onnx/scan_writer.h"

#include <ATen/ATen.h>
#include <limits>

namespace kintsugi {

namespace {

bool isColumnMajor(Walk walk) {
    return walk == Walk::ColumnMajor || walk == Walk::ColumnMajorReversed;
}

bool isReversed(Walk walk) {
    return walk == Walk::RowMajorReversed || walk == Walk::ColumnMajorReversed;
}

/// The numbers of the operator's attribute `walks`.
Ints walkNumbers(const std::vector<Walk>& walks) {
    Ints numbers;
    for (const Walk walk : walks)
        numbers.push_back(walk == Walk::RowMajor           ? 0
                          : walk == Walk::ColumnMajor      ? 1
                          : walk == Walk::RowMajorReversed ? 2
                                                           : 3);
    return numbers;
}

} // namespace

std::string ScanWriter::reversed(const std::string& name, const std::string& sequence) {
    return m_graph.node("Slice", name,
                        {sequence, m_graph.ints({-1}), m_graph.ints({std::numeric_limits<std::int64_t>::min()}),
                         m_graph.ints({2}), m_graph.ints({-1})});
}

std::string ScanWriter::walked(const std::string& name, const std::vector<std::string>& images,
                               const std::vector<Walk>& walks, std::int64_t rows) {
    std::vector<std::string> parts;
    for (std::size_t k = 0; k < walks.size(); ++k) {
        std::string x = images[k];
        if (isColumnMajor(walks[k]))
            x = m_graph.transpose(name + ".columns", x, {0, 1, 3, 2});
        x = m_graph.reshape(name + ".line", x, {1, rows, -1});
        parts.push_back(isReversed(walks[k]) ? reversed(name + ".reversed", x) : x);
    }
    return m_graph.concat(name + ".walks", parts, 0);
}

std::vector<std::string> ScanWriter::unwalked(const std::string& name, const std::string& sequences,
                                              const std::vector<Walk>& walks, std::int64_t rows) {
    std::vector<std::string> parts = m_graph.split(name + ".walks", sequences, Ints(walks.size(), 1), 0);
    for (std::size_t k = 0; k < walks.size(); ++k) {
        std::string& x = parts[k];
        if (isReversed(walks[k]))
            x = reversed(name + ".reversed", x);
        x = m_plane.toImage(m_graph, name + ".image", x, {1, rows}, isColumnMajor(walks[k]));
        if (isColumnMajor(walks[k]))
            x = m_graph.transpose(name + ".columns", x, {0, 1, 3, 2});
    }
    return parts;
}

std::string ScanWriter::write(const ScanToWrite& scan, OnnxScan form) {
    return form == OnnxScan::Custom ? custom(scan) : stepwise(scan);
}

std::string ScanWriter::custom(const ScanToWrite& scan) {
    const auto walks = static_cast<std::int64_t>(scan.walks.size()), states = scan.a.size(1);
    const auto perWalk = [&](const char* name, const std::string& x) {
        return m_graph.reshape(name, x, {1, walks, states, -1});
    };
    const std::string y = m_graph.node(
        "SelectiveScan", "scan",
        {scan.u, scan.delta, m_graph.constant("scan.A", scan.a), perWalk("scan.b", scan.b), perWalk("scan.c", scan.c),
         m_graph.constant("scan.D", scan.d), m_graph.constant("scan.delta_bias", scan.deltaBias)},
        {{"walks", walkNumbers(scan.walks)}, {"merge", scan.sumWalks ? 1 : 0}}, "kintsugi");
    const std::int64_t channels = scan.sumWalks ? scan.d.size(0) / walks : scan.d.size(0);
    // Nothing else tells a runtime the shape of a foreign operator's result.
    GraphWriter::declare(*m_graph.graph().add_value_info(), y, {1, channels, m_plane.height(), m_plane.width()});
    return y;
}

std::string ScanWriter::stepwise(const ScanToWrite& scan) {
    const auto walks = static_cast<std::int64_t>(scan.walks.size()), states = scan.a.size(1),
               rows = scan.a.size(0) / walks; // channels that one walk sees
    GraphWriter& g = m_graph;
    const auto perWalk = [&](const std::string& name, const std::string& x, std::int64_t count) {
        return walked(name, g.split(name + ".split", x, Ints(scan.walks.size(), count), 1), scan.walks, count);
    };
    std::string step =
        g.node("Softplus", "step",
               {g.add("step.bias", scan.delta, g.constant("scan.delta_bias", scan.deltaBias.view({1, -1, 1, 1})))});
    step = perWalk("step", step, rows);
    const std::string u = scan.sumWalks
                              ? walked("u", std::vector<std::string>(scan.walks.size(), scan.u), scan.walks, rows)
                              : perWalk("u", scan.u, rows);
    // Pixels first, as ONNX's Scan walks along the first axis.
    const auto pixelsFirst = [&](const std::string& name, const std::string& x, const Ints& shape) {
        return g.reshape(name + ".steps", g.transpose(name + ".pixels", x, {2, 0, 1}), shape);
    };
    const std::string steps = pixelsFirst("step", step, {-1, walks, rows, 1});
    const std::string update = pixelsFirst("update", g.multiply("update", step, u), {-1, walks, rows, 1});
    const std::string b = pixelsFirst("b", perWalk("b", scan.b, states), {-1, walks, 1, states});
    const std::string c = pixelsFirst("c", perWalk("c", scan.c, states), {-1, walks, 1, states});
    const std::string a = g.constant("scan.A", scan.a.view({walks, rows, states}));

    onnx::GraphProto body;
    body.set_name("step");
    GraphWriter inner(body);
    inner.setScope(g.scope() + "/scan");
    const auto input = [&](const char* name, const Ints& shape) {
        GraphWriter::declare(*body.add_input(), g.scope() + "/scan/" + name, shape);
        return g.scope() + "/scan/" + name;
    };
    const std::string state = input("state", {walks, rows, states}), stepIn = input("step", {walks, rows, 1}),
                      updateIn = input("update", {walks, rows, 1}), bIn = input("b", {walks, 1, states}),
                      cIn = input("c", {walks, 1, states});
    const std::string decay = inner.node("Exp", "decay", {inner.multiply("exponent", stepIn, a)});
    const std::string next =
        inner.add("next", inner.multiply("kept", decay, state), inner.multiply("added", updateIn, bIn));
    const std::string y =
        inner.node("ReduceSum", "y", {inner.multiply("read", next, cIn), g.ints({2})}, {{"keepdims", 0}});
    GraphWriter::declare(*body.add_output(), next, {walks, rows, states});
    GraphWriter::declare(*body.add_output(), y, {walks, rows});

    const std::string start = g.constant("scan.start", at::zeros({walks, rows, states}));
    const std::string sequence =
        g.nodes("Scan", "scan", {start, steps, update, b, c}, 2, {{"body", body}, {"num_scan_inputs", 4}})[1];
    const auto images = unwalked("y", g.transpose("y.rows", sequence, {1, 2, 0}), scan.walks, rows);
    if (scan.sumWalks) {
        const at::Tensor d = scan.d.view({walks, rows}).sum(0);
        return g.add("y", images.size() == 1 ? images.front() : g.node("Sum", "y.sum", images),
                     g.multiply("y.direct", scan.u, g.constant("scan.D", d.view({1, -1, 1, 1}))));
    }
    return g.add("y", g.concat("y.groups", images, 1),
                 g.multiply("y.direct", scan.u, g.constant("scan.D", scan.d.view({1, -1, 1, 1}))));
}

} // namespace kintsugi

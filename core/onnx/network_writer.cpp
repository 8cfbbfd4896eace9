#include "onnx/network_writer.h"

#include "base/error.h"
#include "nets/lite_block.h"
#include "nets/mambair_block.h"
#include "nets/restormer_block.h"

#include <ATen/ATen.h>
#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace kintsugi {

namespace {

constexpr int opset = 17, irVersion = 8, customOpset = 1;

/// The order of torch's pixel_unshuffle (channel, row, column) from that of ONNX's SpaceToDepth (row, column, channel).
Ints unshuffleOrder(std::int64_t channels) {
    Ints order;
    for (std::int64_t c = 0; c < channels; ++c)
        for (std::int64_t cell = 0; cell < 4; ++cell)
            order.push_back(cell * channels + c);
    return order;
}

bool isKind(const Block& block, BlockKind kind) {
    const auto* light = dynamic_cast<const LiteBlock*>(&block);
    const bool scans = light && light->options().scan != LiteOptions::Scan::None;
    switch (kind) {
    case BlockKind::Lite:
        return scans;
    case BlockKind::Gated:
        return light && !scans;
    case BlockKind::MambaIr:
        return dynamic_cast<const MambaIrBlock*>(&block) != nullptr;
    case BlockKind::Restormer:
        return dynamic_cast<const RestormerBlock*>(&block) != nullptr;
    default:
        return false;
    }
}

/// Whether an edge of the network is what the text says.
bool matches(const PlacedEdge& text, const HybridEdge& built, const UNet& teacher) {
    if (text.span.begin != built.begin || text.span.end != built.end ||
        text.edge.run != static_cast<int>(built.blocks.size()))
        return false;
    if (text.edge.isTeacher())
        return built.blocks.front() == teacher.blocks(text.span.stage)[static_cast<std::size_t>(built.begin)];
    return std::all_of(built.blocks.begin(), built.blocks.end(),
                       [&](const BlockPtr& block) { return isKind(*block, text.edge.kind); });
}

bool usesCustomDomain(const onnx::GraphProto& graph) {
    return std::any_of(graph.node().begin(), graph.node().end(),
                       [](const onnx::NodeProto& node) { return node.domain() == "kintsugi"; });
}

} // namespace

NetworkWriter::NetworkWriter(const HybridUNet& net, const Architecture& architecture, const ExportOptions& options)
    : m_net(net), m_architecture(architecture), m_options(options), m_stages(stagesOf(net.teacher().config())) {
    architecture.checkFits(m_stages);
    for (const StageInfo& stage : m_stages) {
        const auto placed = architecture.placedEdges(stage.id);
        const auto& edges = net.path()[static_cast<std::size_t>(indexOf(stage.id))];
        const bool same = std::equal(
            placed.begin(), placed.end(), edges.begin(), edges.end(),
            [&](const PlacedEdge& text, const HybridEdge& built) { return matches(text, built, net.teacher()); });
        if (!same)
            throw InputError(fmt::format("The network to be exported does not have the blocks of '{}' in stage {}.",
                                         architecture.text(), stageName(stage.id)));
    }
    const auto bad = [](int extent) { return extent < 8 || extent % 8 != 0; };
    if (!options.dynamicSize && (bad(options.height) || bad(options.width)))
        throw InputError(fmt::format("A model cannot be exported for {}x{} pixels: height and width must be multiples "
                                     "of 8, at least 8.",
                                     options.height, options.width));
}

onnx::ModelProto NetworkWriter::emptyModel(const std::string& name) const {
    onnx::ModelProto model;
    model.set_ir_version(irVersion);
    model.set_producer_name("kintsugi");
    model.set_producer_version(KINTSUGI_VERSION);
    model.add_opset_import()->set_version(opset);
    model.mutable_graph()->set_name(name);
    const auto note = [&](const char* key, const std::string& value) {
        auto& property = *model.add_metadata_props();
        property.set_key(key);
        property.set_value(value);
    };
    note("kintsugi.version", KINTSUGI_VERSION);
    note("kintsugi.architecture", m_architecture.text());
    note("kintsugi.scan", m_options.scan == OnnxScan::Custom ? "custom" : "standard");
    note("kintsugi.size", m_options.dynamicSize ? "dynamic" : fmt::format("{}x{}", m_options.height, m_options.width));
    note("kintsugi.model", name);
    return model;
}

namespace {

/// What can only be said of a finished graph.
void finish(onnx::ModelProto& model) {
    if (usesCustomDomain(model.graph())) {
        auto& domain = *model.add_opset_import();
        domain.set_domain("kintsugi");
        domain.set_version(customOpset);
    }
    const bool steps = std::any_of(model.graph().node().begin(), model.graph().node().end(), [](const auto& node) {
        return node.op_type() == "Scan" && node.name().ends_with("/scan");
    });
    if (steps)
        model.set_doc_string("Selective scans step through the pixels by ONNX Scan: any runtime takes them, slowly.");
}

} // namespace

std::string NetworkWriter::writeStage(GraphWriter& graph, StageId stage, const std::string& features) const {
    const std::string name(stageName(stage));
    const int downscale = m_stages[static_cast<std::size_t>(indexOf(stage))].downscale;
    FeaturePlane plane = m_options.dynamicSize
                             ? FeaturePlane(features)
                             : FeaturePlane(m_options.height / downscale, m_options.width / downscale);
    BlockWriter writer(graph, plane, m_options.scan);
    const auto placed = m_architecture.placedEdges(stage);
    const auto& edges = m_net.path()[static_cast<std::size_t>(indexOf(stage))];
    std::string x = features;
    for (std::size_t e = 0; e < edges.size(); ++e) {
        const Edge& edge = placed[e].edge;
        const std::string kind =
            edge.isTeacher() ? std::string("T") : fmt::format("{}{}", kindName(edge.kind), edge.run);
        for (std::size_t i = 0; i < edges[e].blocks.size(); ++i) {
            std::string scope = fmt::format("{}/{}-{}.{}", name, edges[e].begin, edges[e].end, kind);
            if (edges[e].blocks.size() > 1)
                scope += fmt::format("/{}", i);
            graph.setScope(scope);
            x = writer.write(*edges[e].blocks[i], x);
        }
    }
    graph.setScope("base");
    return x;
}

onnx::ModelProto NetworkWriter::stage(StageId stage) const {
    onnx::ModelProto model = emptyModel(fmt::format("stage:{}", stageName(stage)));
    onnx::GraphProto& proto = *model.mutable_graph();
    const StageInfo& info = m_stages[static_cast<std::size_t>(indexOf(stage))];
    const bool free = m_options.dynamicSize;
    const Ints shape{1, info.channels, free ? -1 : m_options.height / info.downscale,
                     free ? -1 : m_options.width / info.downscale};
    GraphWriter::declare(*proto.add_input(), "features", shape, {"height", "width"});
    GraphWriter graph(proto);
    const std::string y = writeStage(graph, stage, "features");
    proto.add_node()->CopyFrom([&] {
        onnx::NodeProto last;
        last.set_op_type("Identity");
        last.set_name("base/features_out");
        last.add_input(y);
        last.add_output("features_out");
        return last;
    }());
    GraphWriter::declare(*proto.add_output(), "features_out", shape, {"height", "width"});
    finish(model);
    return model;
}

onnx::ModelProto NetworkWriter::network(bool withBlocks) const {
    onnx::ModelProto model = emptyModel(withBlocks ? "network" : "stage:base");
    onnx::GraphProto& proto = *model.mutable_graph();
    const RestormerConfig& config = m_net.teacher().config();
    if (!config.dualPixelTask && config.inpChannels != config.outChannels)
        throw InputError("A network whose input and output channels differ has no global residual to add; set "
                         "dual_pixel_task in its configuration.");
    const bool free = m_options.dynamicSize;
    const std::int64_t height = free ? -1 : m_options.height, width = free ? -1 : m_options.width;
    GraphWriter::declare(*proto.add_input(), "input", {1, config.inpChannels, height, width}, {"height", "width"});
    GraphWriter g(proto);
    g.setScope("base");
    const ParameterMap p = parametersOf(m_net.teacher());
    const auto conv = [&](const std::string& name, const std::string& module, const std::string& x) {
        const auto bias = p.find(module + ".bias");
        return g.convolution(name, x, p.at(module + ".weight"), bias == p.end() ? at::Tensor() : bias->second);
    };
    const auto down = [&](const std::string& name, const std::string& x) {
        const std::int64_t channels = p.at(name + ".body.0.weight").size(0);
        const std::string cells = g.node("SpaceToDepth", name + "/unshuffle",
                                         {conv(name + "/conv", name + ".body.0", x)}, {{"blocksize", 2}});
        return g.node("Gather", name + "/order", {cells, g.ints(unshuffleOrder(channels))}, {{"axis", 1}});
    };
    const auto up = [&](const std::string& name, const std::string& x) {
        return g.node("DepthToSpace", name + "/shuffle", {conv(name + "/conv", name + ".body.0", x)},
                      {{"blocksize", 2}, {"mode", std::string("CRD")}});
    };
    const auto stage = [&](StageId id, const std::string& x) { return withBlocks ? writeStage(g, id, x) : x; };

    const std::string embedded = conv("patch_embed/conv", "patch_embed.proj", "input");
    const std::string enc1 = stage(StageId::enc1, embedded);
    const std::string enc2 = stage(StageId::enc2, down("down1_2", enc1));
    const std::string enc3 = stage(StageId::enc3, down("down2_3", enc2));
    std::string x = stage(StageId::bottleneck, down("down3_4", enc3));
    x = g.concat("skip3/concat", {up("up4_3", x), enc3}, 1);
    x = stage(StageId::dec3, conv("reduce3/conv", "reduce_chan_level3", x));
    x = g.concat("skip2/concat", {up("up3_2", x), enc2}, 1);
    x = stage(StageId::dec2, conv("reduce2/conv", "reduce_chan_level2", x));
    x = g.concat("skip1/concat", {up("up2_1", x), enc1}, 1);
    x = stage(StageId::refine, stage(StageId::dec1, x));
    if (config.dualPixelTask)
        x = g.add("skip/add", x, conv("skip/conv", "skip_conv", embedded));
    x = conv("output/conv", "output", x);
    onnx::NodeProto& last = *proto.add_node();
    last.set_op_type(config.dualPixelTask ? "Identity" : "Add");
    last.set_name("base/output/residual");
    last.add_input(x);
    if (!config.dualPixelTask)
        last.add_input("input");
    last.add_output("output");
    GraphWriter::declare(*proto.add_output(), "output", {1, config.outChannels, height, width}, {"height", "width"});
    finish(model);
    return model;
}

} // namespace kintsugi

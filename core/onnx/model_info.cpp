#include "onnx/model_info.h"

#include "base/error.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <onnx/onnx_pb.h>

namespace kintsugi {

namespace {

std::int64_t valuesOf(const onnx::TensorProto& tensor) {
    std::int64_t count = 1;
    for (const std::int64_t size : tensor.dims())
        count *= size;
    return count;
}

} // namespace

ModelInfo readModelInfo(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        throw FileError(fmt::format("{} cannot be read.", file.string()));
    onnx::ModelProto model;
    if (!model.ParseFromIstream(&stream) || !model.has_graph() || model.opset_import_size() == 0)
        throw FileError(fmt::format("{} is not an ONNX model, or is damaged.", file.string()));
    ModelInfo info;
    info.producer = model.producer_name();
    if (!model.producer_version().empty())
        info.producer += " " + model.producer_version();
    for (const auto& opset : model.opset_import())
        if (opset.domain().empty())
            info.opset = opset.version();
    const onnx::GraphProto& graph = model.graph();
    info.nodes = graph.node_size();
    for (const onnx::TensorProto& tensor : graph.initializer())
        if (tensor.data_type() == onnx::TensorProto::FLOAT)
            info.parameters += valuesOf(tensor);
    const auto values = [&](const auto& from) {
        std::vector<ModelInfo::Value> found;
        for (const onnx::ValueInfoProto& value : from) {
            const auto isWeight = [&](const onnx::TensorProto& tensor) { return tensor.name() == value.name(); };
            if (std::any_of(graph.initializer().begin(), graph.initializer().end(), isWeight))
                continue;
            ModelInfo::Value& added = found.emplace_back();
            added.name = value.name();
            for (const auto& size : value.type().tensor_type().shape().dim())
                added.shape.push_back(size.has_dim_value() ? size.dim_value() : -1);
        }
        return found;
    };
    info.inputs = values(graph.input());
    info.outputs = values(graph.output());
    return info;
}

} // namespace kintsugi

#include "onnx/graph_writer.h"

#include <ATen/ATen.h>
#include <bit>
#include <fmt/format.h>
#include <numbers>

namespace kintsugi {

static_assert(std::endian::native == std::endian::little, "ONNX keeps raw data in little-endian order");

std::string GraphWriter::unique(const std::string& name) {
    const std::string whole = m_scope.empty() ? name : m_scope + "/" + name;
    std::string free = whole;
    for (int i = 2; !m_names.insert(free).second; ++i)
        free = fmt::format("{}_{}", whole, i);
    return free;
}

std::vector<std::string> GraphWriter::nodes(const std::string& op, const std::string& name,
                                            const std::vector<std::string>& inputs, int outputs,
                                            const OnnxAttributes& attributes, const std::string& domain) {
    onnx::NodeProto& node = *m_graph.add_node();
    node.set_op_type(op);
    node.set_name(unique(name));
    if (!domain.empty())
        node.set_domain(domain);
    for (const std::string& input : inputs)
        node.add_input(input);
    std::vector<std::string> results;
    for (int i = 0; i < outputs; ++i) {
        results.push_back(outputs == 1 ? node.name() : fmt::format("{}:{}", node.name(), i));
        node.add_output(results.back());
    }
    for (const OnnxAttribute& attribute : attributes) {
        onnx::AttributeProto& proto = *node.add_attribute();
        proto.set_name(attribute.name);
        if (const auto* number = std::get_if<std::int64_t>(&attribute.value)) {
            proto.set_type(onnx::AttributeProto::INT);
            proto.set_i(*number);
        } else if (const auto* real = std::get_if<float>(&attribute.value)) {
            proto.set_type(onnx::AttributeProto::FLOAT);
            proto.set_f(*real);
        } else if (const auto* text = std::get_if<std::string>(&attribute.value)) {
            proto.set_type(onnx::AttributeProto::STRING);
            proto.set_s(*text);
        } else if (const auto* numbers = std::get_if<Ints>(&attribute.value)) {
            proto.set_type(onnx::AttributeProto::INTS);
            for (const std::int64_t value : *numbers)
                proto.add_ints(value);
        } else {
            proto.set_type(onnx::AttributeProto::GRAPH);
            *proto.mutable_g() = std::get<onnx::GraphProto>(attribute.value);
        }
    }
    return results;
}

std::string GraphWriter::node(const std::string& op, const std::string& name, const std::vector<std::string>& inputs,
                              const OnnxAttributes& attributes, const std::string& domain) {
    return nodes(op, name, inputs, 1, attributes, domain).front();
}

std::string GraphWriter::addFloats(const std::string& fullName, const at::Tensor& value) {
    const at::Tensor plain = value.detach().to(at::kCPU, at::kFloat).contiguous();
    onnx::TensorProto& tensor = *m_graph.add_initializer();
    tensor.set_name(fullName);
    tensor.set_data_type(onnx::TensorProto::FLOAT);
    for (const std::int64_t extent : plain.sizes())
        tensor.add_dims(extent);
    tensor.set_raw_data(plain.data_ptr<float>(), static_cast<std::size_t>(plain.numel()) * sizeof(float));
    return fullName;
}

std::string GraphWriter::constant(const std::string& name, const at::Tensor& value) {
    return addFloats(unique(name), value);
}

std::string GraphWriter::scalar(float value) {
    std::string& name = m_scalars[value];
    if (name.empty())
        name = addFloats(fmt::format("constant/{}", value), at::scalar_tensor(value));
    return name;
}

std::string GraphWriter::ints(const Ints& values) {
    std::string& name = m_ints[values];
    if (name.empty()) {
        name = fmt::format("constant/[{}]", fmt::join(values, ","));
        onnx::TensorProto& tensor = *m_graph.add_initializer();
        tensor.set_name(name);
        tensor.set_data_type(onnx::TensorProto::INT64);
        tensor.add_dims(static_cast<std::int64_t>(values.size()));
        tensor.set_raw_data(values.data(), values.size() * sizeof(std::int64_t));
    }
    return name;
}

std::string GraphWriter::add(const std::string& name, const std::string& a, const std::string& b) {
    return node("Add", name, {a, b});
}

std::string GraphWriter::multiply(const std::string& name, const std::string& a, const std::string& b) {
    return node("Mul", name, {a, b});
}

std::string GraphWriter::reshape(const std::string& name, const std::string& x, const Ints& shape) {
    return node("Reshape", name, {x, ints(shape)});
}

std::string GraphWriter::transpose(const std::string& name, const std::string& x, const Ints& order) {
    return node("Transpose", name, {x}, {{"perm", order}});
}

std::string GraphWriter::concat(const std::string& name, const std::vector<std::string>& parts, int axis) {
    return parts.size() == 1 ? parts.front() : node("Concat", name, parts, {{"axis", axis}});
}

std::vector<std::string> GraphWriter::split(const std::string& name, const std::string& x, const Ints& sizes,
                                            int axis) {
    if (sizes.size() == 1)
        return {x};
    return nodes("Split", name, {x, ints(sizes)}, static_cast<int>(sizes.size()), {{"axis", axis}});
}

std::string GraphWriter::convolution(const std::string& name, const std::string& x, const at::Tensor& weight,
                                     const at::Tensor& bias, std::int64_t groups) {
    const std::int64_t kernel = weight.size(2), pad = kernel / 2;
    std::vector<std::string> inputs{x, constant(name + ".weight", weight)};
    if (bias.defined())
        inputs.push_back(constant(name + ".bias", bias));
    OnnxAttributes attributes{{"kernel_shape", Ints{kernel, kernel}}, {"group", groups}};
    if (pad > 0)
        attributes.push_back({"pads", Ints{pad, pad, pad, pad}});
    return node("Conv", name, inputs, attributes);
}

std::string GraphWriter::sigmoidGate(const std::string& name, const std::string& x) {
    return multiply(name, x, node("Sigmoid", name + ".sigmoid", {x}));
}

std::string GraphWriter::gelu(const std::string& name, const std::string& x) {
    // In this order runtimes recognise it and run it as one operation.
    std::string y = node("Div", name + ".scaled", {x, scalar(std::numbers::sqrt2_v<float>)});
    y = add(name + ".erf1", node("Erf", name + ".erf", {y}), scalar(1.0f));
    return multiply(name, multiply(name + ".twice", x, y), scalar(0.5f));
}

void GraphWriter::declare(onnx::ValueInfoProto& info, const std::string& name, const Ints& shape,
                          const std::vector<std::string>& symbols) {
    info.set_name(name);
    onnx::TypeProto::Tensor& type = *info.mutable_type()->mutable_tensor_type();
    type.set_elem_type(onnx::TensorProto::FLOAT);
    onnx::TensorShapeProto& dims = *type.mutable_shape();
    std::size_t unknown = 0;
    for (const std::int64_t extent : shape) {
        onnx::TensorShapeProto::Dimension& dim = *dims.add_dim();
        if (extent >= 0)
            dim.set_dim_value(extent);
        else if (unknown < symbols.size())
            dim.set_dim_param(symbols[unknown++]);
    }
}

} // namespace kintsugi

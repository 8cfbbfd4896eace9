#pragma once

#include <QtGlobal>

#include <onnx/onnx_pb.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

/// Small ONNX files for the tests of the runtime and of the runner.
namespace kintsugi::models {

using Shape = std::vector<std::int64_t>;

inline std::vector<float> randomFloats(std::mt19937& random, std::int64_t count, float scale = 1.0f) {
    std::normal_distribution<float> normal(0.0f, scale);
    std::vector<float> values(static_cast<std::size_t>(count));
    for (float& value : values)
        value = normal(random);
    return values;
}

class ModelBuilder {
public:
    ModelBuilder() {
        m_model.set_ir_version(8);
        auto* standard = m_model.add_opset_import();
        standard->set_domain("");
        standard->set_version(17);
        auto* ours = m_model.add_opset_import();
        ours->set_domain("kintsugi");
        ours->set_version(1);
        m_model.mutable_graph()->set_name("test");
    }

    void metadata(const std::string& key, const std::string& value) {
        auto* entry = m_model.add_metadata_props();
        entry->set_key(key);
        entry->set_value(value);
    }
    /// -1 in @p shape leaves an extent free.
    void input(const std::string& name, const Shape& shape) { describe(graph().add_input(), name, shape); }
    void output(const std::string& name, const Shape& shape) { describe(graph().add_output(), name, shape); }

    void constant(const std::string& name, const Shape& shape, const std::vector<float>& values) {
        auto* tensor = graph().add_initializer();
        tensor->set_name(name);
        tensor->set_data_type(onnx::TensorProto::FLOAT);
        for (const auto extent : shape)
            tensor->add_dims(extent);
        for (const float value : values)
            tensor->add_float_data(value);
    }
    void constantInts(const std::string& name, const std::vector<std::int64_t>& values) {
        auto* tensor = graph().add_initializer();
        tensor->set_name(name);
        tensor->set_data_type(onnx::TensorProto::INT64);
        tensor->add_dims(static_cast<std::int64_t>(values.size()));
        for (const auto value : values)
            tensor->add_int64_data(value);
    }
    onnx::NodeProto& node(const std::string& name, const std::string& type, const std::vector<std::string>& inputs,
                          const std::string& output) {
        auto* node = graph().add_node();
        node->set_name(name);
        node->set_op_type(type);
        for (const auto& input : inputs)
            node->add_input(input);
        node->add_output(output);
        return *node;
    }
    onnx::NodeProto& scan(const std::string& name, const std::vector<std::string>& inputs, const std::string& output,
                          const std::vector<std::int64_t>& walks, std::int64_t merge) {
        auto& added = node(name, "SelectiveScan", inputs, output);
        added.set_domain("kintsugi");
        attribute(added, "walks", walks);
        auto* number = added.add_attribute();
        number->set_name("merge");
        number->set_type(onnx::AttributeProto::INT);
        number->set_i(merge);
        return added;
    }
    static void attribute(onnx::NodeProto& node, const std::string& name, const std::vector<std::int64_t>& values) {
        auto* attribute = node.add_attribute();
        attribute->set_name(name);
        attribute->set_type(onnx::AttributeProto::INTS);
        for (const auto value : values)
            attribute->add_ints(value);
    }

    void save(const std::filesystem::path& path) const {
        std::ofstream stream(path, std::ios::binary);
        if (!m_model.SerializeToOstream(&stream))
            qFatal("%s cannot be written", path.c_str());
    }

private:
    onnx::GraphProto& graph() { return *m_model.mutable_graph(); }
    static void describe(onnx::ValueInfoProto* value, const std::string& name, const Shape& shape) {
        value->set_name(name);
        auto* tensor = value->mutable_type()->mutable_tensor_type();
        tensor->set_elem_type(onnx::TensorProto::FLOAT);
        for (const auto extent : shape) {
            auto* dimension = tensor->mutable_shape()->add_dim();
            if (extent < 0)
                dimension->set_dim_param("free");
            else
                dimension->set_dim_value(extent);
        }
    }

    onnx::ModelProto m_model;
};

/// A network of one block with a scan over four walks, named as the exporter names nodes. Its weights are large, so
/// that the block matters in the output. @p height and @p width may be -1.
inline void saveScanNetwork(const std::filesystem::path& path, std::int64_t height, std::int64_t width,
                            const std::string& architecture = "lite1:1", std::int64_t dim = 24,
                            std::int64_t states = 8) {
    ModelBuilder model;
    std::mt19937 random(11);
    const auto convolution = [&](const std::string& name, const std::string& from, std::int64_t in, std::int64_t out,
                                 const std::string& to, float scale) {
        model.constant(name + ".weight", {out, in, 1, 1}, randomFloats(random, out * in, scale));
        ModelBuilder::attribute(model.node(name, "Conv", {from, name + ".weight"}, to), "kernel_shape", {1, 1});
    };
    constexpr std::int64_t walks = 4;
    model.metadata("kintsugi.architecture", architecture);
    model.input("input", {1, 3, height, width});
    model.output("output", {1, 3, height, width});
    convolution("patch_embed/conv", "input", 3, dim, "features", 1.0f);
    const std::string block = "enc1/0-1.lite1/";
    convolution(block + "delta", "features", dim, walks * dim, "delta", 0.3f);
    model.constantInts("groups", {1, walks, states, -1});
    for (const std::string name : {"b", "c"}) {
        convolution(block + name, "features", dim, walks * states, name + ".flat", 0.3f);
        model.node(block + name + "_split", "Reshape", {name + ".flat", "groups"}, name);
    }
    auto a = randomFloats(random, walks * dim * states);
    for (float& value : a)
        value = -std::abs(value) - 0.05f;
    model.constant("A", {walks * dim, states}, a);
    model.constant("d", {walks * dim}, randomFloats(random, walks * dim));
    model.constant("delta_bias", {walks * dim}, randomFloats(random, walks * dim));
    model.scan(block + "scan", {"features", "delta", "A", "b", "c", "d", "delta_bias"}, "scanned", {0, 1, 2, 3}, 1);
    convolution("refine/0-1/conv", "scanned", dim, 3, "refined", 0.3f);
    model.node("base/residual", "Add", {"refined", "input"}, "output");
    model.save(path);
}

} // namespace kintsugi::models

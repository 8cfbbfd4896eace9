#pragma once

#include <QtGlobal>

#include <onnx/onnx_pb.h>

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

} // namespace kintsugi::models

#pragma once

#include <ATen/core/Tensor.h>
#include <cstdint>
#include <map>
#include <onnx/onnx_pb.h>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace kintsugi {

using Ints = std::vector<std::int64_t>;

struct OnnxAttribute {
    std::string name;
    std::variant<std::int64_t, float, std::string, Ints, onnx::GraphProto> value;
};
using OnnxAttributes = std::vector<OnnxAttribute>;

/// Adds nodes and constants to an ONNX graph. Values are known by name, and a value has the name of its node, which
/// begins with the scope ("enc2/0-2.lite1") that is open when it is made.
class GraphWriter {
public:
    explicit GraphWriter(onnx::GraphProto& graph) : m_graph(graph) {}

    /// What the names of the next nodes begin with.
    void setScope(std::string scope) { m_scope = std::move(scope); }
    const std::string& scope() const { return m_scope; }

    /// One node with one output. Names are made unique within the graph.
    std::string node(const std::string& op, const std::string& name, const std::vector<std::string>& inputs,
                     const OnnxAttributes& attributes = {}, const std::string& domain = {});
    /// The same with @p outputs outputs.
    std::vector<std::string> nodes(const std::string& op, const std::string& name,
                                   const std::vector<std::string>& inputs, int outputs,
                                   const OnnxAttributes& attributes = {}, const std::string& domain = {});

    /// A float32 constant; @p name is put into the scope.
    std::string constant(const std::string& name, const at::Tensor& value);
    /// Constants that the whole graph shares: one for each value.
    std::string scalar(float value);
    std::string ints(const Ints& values);

    std::string add(const std::string& name, const std::string& a, const std::string& b);
    std::string multiply(const std::string& name, const std::string& a, const std::string& b);
    std::string reshape(const std::string& name, const std::string& x, const Ints& shape);
    std::string transpose(const std::string& name, const std::string& x, const Ints& order);
    std::string concat(const std::string& name, const std::vector<std::string>& parts, int axis);
    std::vector<std::string> split(const std::string& name, const std::string& x, const Ints& sizes, int axis);
    /// Square convolution of stride 1 that keeps height and width. @p bias may be undefined.
    std::string convolution(const std::string& name, const std::string& x, const at::Tensor& weight,
                            const at::Tensor& bias, std::int64_t groups = 1);
    std::string sigmoidGate(const std::string& name, const std::string& x); ///< x sigmoid(x)
    std::string gelu(const std::string& name, const std::string& x);        ///< in its exact form

    /// Declares a float32 value of the graph; an extent of -1 is @p symbol followed by its position.
    static void declare(onnx::ValueInfoProto& info, const std::string& name, const Ints& shape,
                        const std::vector<std::string>& symbols = {});
    onnx::GraphProto& graph() { return m_graph; }

private:
    std::string unique(const std::string& name);
    std::string addFloats(const std::string& fullName, const at::Tensor& value);

    onnx::GraphProto& m_graph;
    std::string m_scope;
    std::set<std::string> m_names;
    std::map<Ints, std::string> m_ints;
    std::map<float, std::string> m_scalars;
};

} // namespace kintsugi

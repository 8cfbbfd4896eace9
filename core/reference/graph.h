#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace kintsugi::reference {

using Shape = std::vector<std::int64_t>;

struct Attribute {
    std::int64_t integer = 0;
    std::string text;
    std::vector<std::int64_t> integers;
};

struct Node {
    std::string name;
    std::string op;
    std::string domain; ///< empty for ONNX's own
    std::vector<std::string> inputs;
    std::vector<std::string> outputs;
    std::map<std::string, Attribute> attributes;

    std::int64_t integer(const std::string& attribute, std::int64_t otherwise) const;
    /// Empty when there is no such attribute.
    std::vector<std::int64_t> integers(const std::string& attribute) const;
    std::string text(const std::string& attribute) const;
};

/// A constant of the model: float32 or int64, the other list empty.
struct Constant {
    Shape shape;
    std::vector<float> floats;
    std::vector<std::int64_t> integers;
};

/// A float32 input or output; an extent of -1 is free.
struct Port {
    std::string name;
    Shape shape;
};

/// What is needed of an onnx.ModelProto to run it.
struct Graph {
    std::vector<Node> nodes; ///< in an order in which they can run
    std::map<std::string, Constant> constants;
    std::vector<Port> inputs;
    std::vector<Port> outputs;
};

/// Reads a model whose tensors are float32 or int64 and stored within it. Throws FileError, one sentence with @p name,
/// when it is something else or broken.
Graph readGraph(std::span<const std::byte> model, const std::string& name);

} // namespace kintsugi::reference

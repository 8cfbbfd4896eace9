#include "reference/graph.h"

#include "base/error.h"
#include "base/protobuf_fields.h"

#include <cstring>
#include <limits>

namespace kintsugi::reference {

namespace {

constexpr std::uint64_t float32 = 1, int64 = 7; // TensorProto.DataType

/// Reads the messages of onnx.proto; numbers of fields are those of that file.
class Reader {
public:
    explicit Reader(const std::string& name) : m_name(name) {}

    Graph model(std::string_view bytes) const {
        Graph graph;
        bool found = false;
        each(bytes, [&](const ProtobufField& field) {
            if (field.number == 7) {
                graph = this->graph(field.bytes);
                found = true;
            }
        });
        if (!found || graph.nodes.empty())
            fail("has no graph");
        return graph;
    }

private:
    [[noreturn]] void fail(const std::string& what) const {
        throw FileError("The model " + m_name + " " + what + "; export it again.");
    }

    template <typename Take> void each(std::string_view message, const Take& take) const {
        ProtobufFields fields(message);
        while (const auto field = fields.next())
            take(*field);
        if (!fields.isWhole())
            fail("is broken or no ONNX file");
    }

    /// A repeated number, which may stand alone or packed.
    void addIntegers(const ProtobufField& field, std::vector<std::int64_t>& to) const {
        if (!field.hasLength) {
            to.push_back(static_cast<std::int64_t>(field.integer));
            return;
        }
        std::string_view packed = field.bytes;
        while (!packed.empty()) {
            const auto value = ProtobufFields::takeVarint(packed);
            if (!value)
                fail("is broken or no ONNX file");
            to.push_back(static_cast<std::int64_t>(*value));
        }
    }

    void addFloats(const ProtobufField& field, std::vector<float>& to) const {
        const auto add = [&](const void* bits) {
            float value;
            std::memcpy(&value, bits, sizeof value);
            to.push_back(value);
        };
        if (!field.hasLength)
            add(&field.integer);
        for (std::size_t at = 0; at + sizeof(float) <= field.bytes.size(); at += sizeof(float))
            add(field.bytes.data() + at);
    }

    Graph graph(std::string_view bytes) const {
        Graph graph;
        each(bytes, [&](const ProtobufField& field) {
            switch (field.number) {
            case 1:
                graph.nodes.push_back(node(field.bytes));
                break;
            case 5:
                addConstant(field.bytes, graph);
                break;
            case 11:
                graph.inputs.push_back(port(field.bytes));
                break;
            case 12:
                graph.outputs.push_back(port(field.bytes));
                break;
            default:
                break;
            }
        });
        return graph;
    }

    Node node(std::string_view bytes) const {
        Node node;
        each(bytes, [&](const ProtobufField& field) {
            switch (field.number) {
            case 1:
                node.inputs.emplace_back(field.bytes);
                break;
            case 2:
                node.outputs.emplace_back(field.bytes);
                break;
            case 3:
                node.name = field.bytes;
                break;
            case 4:
                node.op = field.bytes;
                break;
            case 5: {
                auto [name, attribute] = this->attribute(field.bytes);
                node.attributes[std::move(name)] = std::move(attribute);
                break;
            }
            case 7:
                node.domain = field.bytes;
                break;
            default:
                break;
            }
        });
        return node;
    }

    std::pair<std::string, Attribute> attribute(std::string_view bytes) const {
        std::string name;
        Attribute attribute;
        each(bytes, [&](const ProtobufField& field) {
            if (field.number == 1)
                name = field.bytes;
            else if (field.number == 3)
                attribute.integer = static_cast<std::int64_t>(field.integer);
            else if (field.number == 4)
                attribute.text = field.bytes;
            else if (field.number == 8)
                addIntegers(field, attribute.integers);
        });
        return {name, attribute};
    }

    void addConstant(std::string_view bytes, Graph& graph) const {
        std::string name;
        Constant constant;
        std::uint64_t type = 0;
        std::string_view raw;
        each(bytes, [&](const ProtobufField& field) {
            if (field.number == 1)
                addIntegers(field, constant.shape);
            else if (field.number == 2)
                type = field.integer;
            else if (field.number == 4)
                addFloats(field, constant.floats);
            else if (field.number == 7)
                addIntegers(field, constant.integers);
            else if (field.number == 8)
                name = field.bytes;
            else if (field.number == 9)
                raw = field.bytes;
        });
        std::size_t count = 1;
        for (const std::int64_t extent : constant.shape) {
            if (extent < 0 ||
                (extent > 0 && count > std::numeric_limits<std::uint32_t>::max() / static_cast<std::size_t>(extent)))
                fail("has a constant '" + name + "' of an impossible size");
            count *= static_cast<std::size_t>(extent);
        }
        const auto take = [&](auto& values) {
            using Element = typename std::remove_reference_t<decltype(values)>::value_type;
            if (raw.empty() && values.size() == count)
                return; // number by number instead
            if (raw.size() != count * sizeof(Element))
                fail("holds " + std::to_string(raw.size()) + " bytes for the constant '" + name + "' instead of " +
                     std::to_string(count * sizeof(Element)));
            values.resize(count);
            if (count > 0)
                std::memcpy(values.data(), raw.data(), raw.size());
        };
        if (type == float32)
            take(constant.floats);
        else if (type == int64)
            take(constant.integers);
        else
            fail("has a constant '" + name + "' that is neither float32 nor int64");
        if (!constant.floats.empty() && !constant.integers.empty())
            fail("has a constant '" + name + "' of two types");
        graph.constants[name] = std::move(constant);
    }

    Port port(std::string_view bytes) const {
        Port port;
        std::uint64_t type = 0;
        each(bytes, [&](const ProtobufField& field) {
            if (field.number == 1)
                port.name = field.bytes;
            else if (field.number == 2)
                each(field.bytes, [&](const ProtobufField& kind) {
                    if (kind.number == 1)
                        each(kind.bytes, [&](const ProtobufField& tensor) {
                            if (tensor.number == 1)
                                type = tensor.integer;
                            else if (tensor.number == 2)
                                port.shape = shape(tensor.bytes);
                        });
                });
        });
        if (type != float32)
            fail("has '" + port.name + "', which is not a float32 tensor");
        return port;
    }

    Shape shape(std::string_view bytes) const {
        Shape shape;
        each(bytes, [&](const ProtobufField& field) {
            if (field.number != 1)
                return;
            std::int64_t extent = -1;
            each(field.bytes, [&](const ProtobufField& part) {
                if (part.number == 1)
                    extent = static_cast<std::int64_t>(part.integer);
            });
            shape.push_back(extent);
        });
        return shape;
    }

    const std::string& m_name;
};

const Attribute* find(const Node& node, const std::string& name) {
    const auto at = node.attributes.find(name);
    return at == node.attributes.end() ? nullptr : &at->second;
}

} // namespace

std::int64_t Node::integer(const std::string& attribute, std::int64_t otherwise) const {
    const Attribute* found = find(*this, attribute);
    return found != nullptr ? found->integer : otherwise;
}

std::vector<std::int64_t> Node::integers(const std::string& attribute) const {
    const Attribute* found = find(*this, attribute);
    return found != nullptr ? found->integers : std::vector<std::int64_t>();
}

std::string Node::text(const std::string& attribute) const {
    const Attribute* found = find(*this, attribute);
    return found != nullptr ? found->text : std::string();
}

Graph readGraph(std::span<const std::byte> model, const std::string& name) {
    return Reader(name).model({reinterpret_cast<const char*>(model.data()), model.size()});
}

} // namespace kintsugi::reference

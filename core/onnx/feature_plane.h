#pragma once

#include "onnx/graph_writer.h"

namespace kintsugi {

/// Height and width of the features at one place of the network: numbers in a model of fixed size; where the size is
/// free, taken from a value of the graph when they are first needed.
class FeaturePlane {
public:
    FeaturePlane(std::int64_t height, std::int64_t width) : m_height(height), m_width(width) {}
    /// Of the value @p source (1, C, H, W) of a model whose size is free.
    explicit FeaturePlane(std::string source) : m_source(std::move(source)) {}

    bool isFixed() const { return m_source.empty(); }
    std::int64_t height() const { return m_height; } ///< -1 when free
    std::int64_t width() const { return m_width; }
    std::int64_t pixels() const { return isFixed() ? m_height * m_width : -1; }

    /// @p x as (leading…, H, W), or (leading…, W, H) when @p transposed.
    std::string toImage(GraphWriter& graph, const std::string& name, const std::string& x, const Ints& leading,
                        bool transposed = false);

private:
    std::int64_t m_height = -1, m_width = -1;
    std::string m_source, m_heightValue, m_widthValue;
    std::map<std::pair<Ints, bool>, std::string> m_shapes;
};

} // namespace kintsugi

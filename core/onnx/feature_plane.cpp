#include "onnx/feature_plane.h"

namespace kintsugi {

std::string FeaturePlane::toImage(GraphWriter& graph, const std::string& name, const std::string& x,
                                  const Ints& leading, bool transposed) {
    if (isFixed()) {
        Ints shape = leading;
        shape.insert(shape.end(), {transposed ? m_width : m_height, transposed ? m_height : m_width});
        return graph.reshape(name, x, shape);
    }
    if (m_heightValue.empty()) {
        m_heightValue = graph.node("Shape", "height", {m_source}, {{"start", 2}, {"end", 3}});
        m_widthValue = graph.node("Shape", "width", {m_source}, {{"start", 3}, {"end", 4}});
    }
    std::string& shape = m_shapes[{leading, transposed}];
    if (shape.empty())
        shape = graph.concat(
            "shape",
            {graph.ints(leading), transposed ? m_widthValue : m_heightValue, transposed ? m_heightValue : m_widthValue},
            0);
    return graph.node("Reshape", name, {x, shape});
}

} // namespace kintsugi

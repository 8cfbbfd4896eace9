#pragma once

#include "nets/block.h"
#include "onnx/export_options.h"
#include "onnx/feature_plane.h"

#include <map>
#include <string>

namespace kintsugi {

class LiteBlock;

/// Parameters of a module by name, sharing its memory.
using ParameterMap = std::map<std::string, at::Tensor>;
ParameterMap parametersOf(const torch::nn::Module& module);

/// Writes the blocks of core/nets as ONNX nodes that compute the same. The scale and offset of a norm are folded into
/// the 1x1 convolution that follows it, which saves two passes over the features.
class BlockWriter {
public:
    BlockWriter(GraphWriter& graph, FeaturePlane& plane, OnnxScan scan)
        : m_graph(graph), m_plane(plane), m_scan(scan) {}

    /// Output of @p block for the features @p x. Throws InputError for a block of an unknown class.
    std::string write(const Block& block, const std::string& x);

private:
    std::string restormer(const Block& block, const std::string& x);
    std::string attention(const ParameterMap& p, const std::string& x);
    std::string lite(const LiteBlock& block, const std::string& x);
    std::string mambaIr(const Block& block, const std::string& x);

    std::string normalise(const std::string& name, const std::string& x, bool biasFree);
    std::string normThenPointwise(const std::string& normName, const std::string& convName, const std::string& x,
                                  const ParameterMap& p, const std::string& normPrefix, const std::string& convPrefix);
    std::string liteScan(const LiteBlock& block, const ParameterMap& p, const std::string& u);
    std::string liteSsd(const LiteBlock& block, const ParameterMap& p, const std::string& u);

    GraphWriter& m_graph;
    FeaturePlane& m_plane;
    OnnxScan m_scan;
};

} // namespace kintsugi

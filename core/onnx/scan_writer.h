#pragma once

#include "nets/scan_ops.h"
#include "onnx/export_options.h"
#include "onnx/feature_plane.h"

#include <vector>

namespace kintsugi {

/// A selective scan over the pixels of an image (Mamba-1), with the semantics of scanChannelGroups and
/// scanFourDirections. K walks, D channels, N states; E rows of delta.
struct ScanToWrite {
    std::vector<Walk> walks;
    bool sumWalks = false; ///< false: channel groups, E = D; true: every walk sees all channels, E = K D
    std::string u;         ///< (1, D, H, W)
    std::string delta;     ///< (1, E, H, W), before bias and softplus
    std::string b, c;      ///< (1, K N, H, W)
    at::Tensor a;          ///< (E, N), negative
    at::Tensor d;          ///< (E)
    at::Tensor deltaBias;  ///< (E)
};

/// Mamba-2's scan over channel groups with a walk each, D / headDim heads.
struct SsdToWrite {
    std::vector<Walk> walks;
    int headDim = 16;
    std::string u;        ///< (1, D, H, W)
    std::string delta;    ///< (1, heads, H, W), before bias and softplus
    std::string b, c;     ///< (1, K N, H, W)
    int states = 4;       ///< N
    at::Tensor a;         ///< (heads), negative
    at::Tensor d;         ///< (D)
    at::Tensor deltaBias; ///< (heads)
};

/// Writes scans; both return y as (1, D, H, W).
class ScanWriter {
public:
    ScanWriter(GraphWriter& graph, FeaturePlane& plane) : m_graph(graph), m_plane(plane) {}

    std::string write(const ScanToWrite& scan, OnnxScan form);
    std::string write(const SsdToWrite& scan, OnnxScan form);

private:
    std::string custom(const ScanToWrite& scan);
    std::string stepwise(const ScanToWrite& scan);
    std::string chunked(const SsdToWrite& scan);

    /// Images (1, R, H, W), one for each walk, as (K, R, pixels) in the order of their walks.
    std::string walked(const std::string& name, const std::vector<std::string>& images, const std::vector<Walk>& walks,
                       std::int64_t rows);
    /// The way back: one image (1, R, H, W) for each walk.
    std::vector<std::string> unwalked(const std::string& name, const std::string& sequences,
                                      const std::vector<Walk>& walks, std::int64_t rows);
    std::string reversed(const std::string& name, const std::string& sequence);

    GraphWriter& m_graph;
    FeaturePlane& m_plane;
};

} // namespace kintsugi

#pragma once

#include "nets/hybrid.h"
#include "onnx/block_writer.h"
#include "onnx/export_options.h"
#include "space/architecture.h"

#include <optional>

namespace kintsugi {

/// Writes a hybrid, or one stage of it, as an ONNX model in memory. The network must outlive the writer.
class NetworkWriter {
public:
    /// Throws InputError when the architecture is not the network's, or the size cannot be run.
    NetworkWriter(const HybridUNet& net, const Architecture& architecture, const ExportOptions& options);

    /// The whole network; without its blocks when @p withBlocks is false: what lies between the stages.
    onnx::ModelProto network(bool withBlocks = true) const;
    onnx::ModelProto stage(StageId stage) const;

private:
    onnx::ModelProto emptyModel(const std::string& name) const;
    std::string writeStage(GraphWriter& graph, StageId stage, const std::string& features) const;

    const HybridUNet& m_net;
    Architecture m_architecture;
    ExportOptions m_options;
    Stages m_stages;
};

} // namespace kintsugi

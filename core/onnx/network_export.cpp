#include "onnx/network_export.h"

#include "base/atomic_file.h"
#include "base/error.h"
#include "onnx/model_limit.h"
#include "onnx/network_writer.h"

#include <fmt/format.h>
#include <onnx/checker.h>

namespace kintsugi {

void checkModelBytes(std::uint64_t bytes, const std::filesystem::path& file) {
    if (bytes > largestModelBytes)
        throw InputError(fmt::format("{} would have {:.1f} GiB, and an ONNX file can have 2 at most; export a smaller "
                                     "network.",
                                     file.string(), static_cast<double>(bytes) / (1024.0 * 1024.0 * 1024.0)));
}

namespace {

ExportedModel save(const onnx::ModelProto& model, const std::filesystem::path& file) {
    ExportedModel result;
    result.file = file;
    result.name = model.graph().name();
    result.bytes = model.ByteSizeLong();
    checkModelBytes(result.bytes, file);
    try {
        onnx::checker::check_model(model);
    } catch (const std::exception& e) {
        throw Error(fmt::format("The model for {} is not valid ONNX, which is a defect of this program: {}",
                                file.string(), e.what()));
    }
    for (const onnx::NodeProto& node : model.graph().node())
        ++result.operators[node.op_type()];
    result.nodes = model.graph().node_size();
    writeFileAtomically(file, [&](std::ostream& stream) {
        if (!model.SerializeToOstream(&stream))
            stream.setstate(std::ios::failbit);
    });
    return result;
}

} // namespace

ExportedModel exportNetwork(const HybridUNet& net, const Architecture& architecture, const ExportOptions& options,
                            const std::filesystem::path& file) {
    return save(NetworkWriter(net, architecture, options).network(), file);
}

ExportedModel exportStage(const HybridUNet& net, const Architecture& architecture, StageId stage,
                          const ExportOptions& options, const std::filesystem::path& file) {
    return save(NetworkWriter(net, architecture, options).stage(stage), file);
}

std::vector<ExportedModel> exportStages(const HybridUNet& net, const Architecture& architecture,
                                        const ExportOptions& options, const std::filesystem::path& folder) {
    const NetworkWriter writer(net, architecture, options);
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        throw FileError(fmt::format("The folder {} for the stages' models cannot be made ({}); choose another.",
                                    folder.string(), problem.message()));
    std::vector<ExportedModel> models;
    for (const StageId stage : allStages)
        models.push_back(save(writer.stage(stage), folder / fmt::format("{}.onnx", stageName(stage))));
    models.push_back(save(writer.network(false), folder / "base.onnx"));
    return models;
}

} // namespace kintsugi

#include "project/timing_models.h"

#include "base/error.h"
#include "nets/assemble.h"
#include "onnx/network_export.h"
#include "onnx/parity.h"
#include "project/device_times.h"

#include <fmt/format.h>

namespace kintsugi {

namespace {

/// Every stage passes its features unchanged.
Architecture withoutBlocks(const Stages& stages) {
    Architecture path = allTeacher(stages);
    for (const StageInfo& stage : stages)
        path.setEdges(stage.id, {{BlockKind::Skip, 0, stage.blocks}});
    return path;
}

} // namespace

TimingExporter::TimingExporter(std::shared_ptr<UNet> teacher, const SurrogateLibrary& library, const TimingSize& size,
                               std::filesystem::path folder)
    : m_teacher(std::move(teacher)), m_library(library), m_size(size), m_folder(std::move(folder)) {
    if (size.height < 8 || size.width < 8 || size.height % 8 != 0 || size.width % 8 != 0)
        throw InputError(
            fmt::format("Networks are timed at multiples of 8 pixels, not at {}x{}.", size.height, size.width));
    std::error_code problem;
    std::filesystem::create_directories(m_folder, problem);
    if (problem)
        throw FileError(fmt::format("The folder {} for the exported models cannot be made ({}); free some space or "
                                    "choose another with TMPDIR.",
                                    m_folder.string(), problem.message()));
}

std::filesystem::path TimingExporter::nextFile() {
    return m_folder / fmt::format("{:03}.onnx", m_files++);
}

TimingFile TimingExporter::write(const HybridUNet& net, const Architecture& architecture, std::optional<StageId> stage,
                                 std::string subject) {
    ExportOptions options;
    options.height = m_size.height;
    options.width = m_size.width;
    TimingFile result{nextFile(), {}, std::move(subject)};
    result.check = std::filesystem::path(result.model).replace_extension(".safetensors");
    if (stage) {
        const ExportedModel model = exportStage(net, architecture, *stage, options, result.model);
        writeParityFile(result.check, stageParityCase(net, model.name, m_size.height, m_size.width));
    } else {
        exportNetwork(net, architecture, options, result.model);
        writeParityFile(result.check, networkParityCase(net, m_size.height, m_size.width));
    }
    return result;
}

TimingFile TimingExporter::network(const Architecture& architecture) {
    return write(assemble(m_teacher, architecture, m_library.lookup()), architecture, std::nullopt,
                 architecture.text());
}

std::vector<TimingFile> TimingExporter::stages(const Architecture& architecture, const std::stop_token& stop) {
    const HybridUNet net = assemble(m_teacher, architecture, m_library.lookup());
    std::vector<TimingFile> files;
    for (const StageId stage : allStages) {
        if (stop.stop_requested())
            throw Interrupted("Stopped while stages were exported; nothing was timed.");
        files.push_back(write(net, architecture, stage, std::string(stageName(stage))));
    }
    files.push_back(base());
    return files;
}

std::vector<TimingFile> TimingExporter::edges(std::span<const PlacedEdge> edges,
                                              const std::function<void(std::size_t)>& progress,
                                              const std::stop_token& stop) {
    const Architecture empty = withoutBlocks(stagesOf(m_teacher->config()));
    std::vector<TimingFile> files;
    for (const PlacedEdge& placed : edges) {
        if (stop.stop_requested())
            throw Interrupted("Stopped while edges were exported; nothing was timed.");
        // A span of the skip, which covers the stage, cannot be replaced in part: the rest is skipped for itself.
        const StageId stage = placed.span.stage;
        const int blocks = stagesOf(m_teacher->config())[static_cast<std::size_t>(indexOf(stage))].blocks;
        std::vector<Edge> around;
        if (placed.span.begin > 0)
            around.push_back({BlockKind::Skip, 0, placed.span.begin});
        around.push_back(placed.edge);
        if (placed.span.end < blocks)
            around.push_back({BlockKind::Skip, 0, blocks - placed.span.end});
        Architecture alone = empty;
        alone.setEdges(stage, around);
        files.push_back(write(assemble(m_teacher, alone, m_library.lookup()), alone, stage, toString(placed)));
        if (progress)
            progress(files.size());
    }
    return files;
}

TimingFile TimingExporter::base() {
    const Architecture empty = withoutBlocks(stagesOf(m_teacher->config()));
    return write(assemble(m_teacher, empty, m_library.lookup()), empty, std::nullopt, baseSubject);
}

std::vector<PlacedEdge> edgesToTime(const Stages& stages, const SurrogateLibrary& library) {
    std::vector<PlacedEdge> edges;
    for (const PlacedEdge& placed : allTeacher(stages).placedEdges())
        edges.push_back(placed);
    for (const auto& [placed, info] : library.records())
        edges.push_back(placed);
    return edges;
}

} // namespace kintsugi

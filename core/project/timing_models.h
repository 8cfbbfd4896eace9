#pragma once

#include "distill/surrogate_library.h"
#include "nets/unet.h"
#include "project/project_store.h"
#include "project/timing_files.h"

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace kintsugi {

/// Exports what is to be timed on a device as ONNX files with fixed size in a folder, each with the picture and result
/// that it is compared with there. The folder is made. Throws InputError for a size that networks cannot run, FileError
/// when a file cannot be written, Interrupted on stop.
class TimingExporter {
public:
    TimingExporter(std::shared_ptr<UNet> teacher, const SurrogateLibrary& library, const TimingSize& size,
                   std::filesystem::path folder);

    TimingFile network(const Architecture& architecture);
    /// Its eight stages and "base", which is what lies between them, in this order.
    std::vector<TimingFile> stages(const Architecture& architecture, const std::stop_token& stop);
    /// Every edge alone at its place.
    std::vector<TimingFile> edges(std::span<const PlacedEdge> edges, const std::function<void(std::size_t)>& progress,
                                  const std::stop_token& stop);
    /// The network without any block.
    TimingFile base();

private:
    std::filesystem::path nextFile();
    TimingFile write(const HybridUNet& net, const Architecture& architecture, std::optional<StageId> stage,
                     std::string subject);

    std::shared_ptr<UNet> m_teacher;
    const SurrogateLibrary& m_library;
    TimingSize m_size;
    std::filesystem::path m_folder;
    int m_files = 0;
};

/// The teacher's blocks and every finished surrogate: what a table of times needs to foretell any path.
std::vector<PlacedEdge> edgesToTime(const Stages& stages, const SurrogateLibrary& library);

} // namespace kintsugi

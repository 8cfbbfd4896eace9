#pragma once

#include "distill/distiller.h"
#include "distill/surrogate_library.h"
#include "nets/unet.h"
#include "project/project_folder.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace kintsugi {

/// Which surrogates to train, and on what. The command line and the workbench both distil from this.
struct DistillRequest {
    std::vector<PlacedEdge> edges;
    std::vector<std::filesystem::path> images; ///< packs or folders of clean photographs
    int bestOf = 3;                            ///< of so many random crops the one with most detail is taken
    double memoryBytes = 2.0 * (1 << 30);
    int threads = 1;
    DistillOptions options; ///< its seed also decides the patches
};

/// The edges that have to be trained: neither skips nor finished ones.
std::vector<PlacedEdge> missingEdges(const std::vector<PlacedEdge>& edges, const SurrogateLibrary& library);

/// A kill between a surrogate's last write and its checkpoint's removal leaves the latter, which nothing needs.
void removeLeftCheckpoints(const std::vector<PlacedEdge>& edges, const SurrogateLibrary& library);

/// Trains the missing ones of a request into the project's folder; see Distiller::run. @p measure may be empty. Throws
/// InputError also when there are no images, or a file that cannot be used stands where a surrogate would be written.
void distillMissing(const ProjectFolder& project, const SurrogateLibrary& library, const std::shared_ptr<UNet>& teacher,
                    const DistillRequest& request, const MeasureHybrid& measure,
                    const std::function<void(const DistillProgress&)>& report,
                    const std::function<void(const SurrogateInfo&, const std::filesystem::path&)>& finished,
                    std::stop_token stop);

} // namespace kintsugi

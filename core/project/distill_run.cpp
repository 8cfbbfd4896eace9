#include "project/distill_run.h"

#include "base/error.h"
#include "imaging/patch_source.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace kintsugi {

std::vector<PlacedEdge> missingEdges(const std::vector<PlacedEdge>& edges, const SurrogateLibrary& library) {
    std::vector<PlacedEdge> missing;
    std::copy_if(edges.begin(), edges.end(), std::back_inserter(missing),
                 [&](const PlacedEdge& placed) { return !library.has(placed); });
    return missing;
}

void removeLeftCheckpoints(const std::vector<PlacedEdge>& edges, const SurrogateLibrary& library) {
    for (const PlacedEdge& placed : edges)
        if (std::error_code ignored; library.has(placed))
            std::filesystem::remove(library.fileOf(placed).string() + ".part", ignored);
}

void distillMissing(const ProjectFolder& project, const SurrogateLibrary& library, const std::shared_ptr<UNet>& teacher,
                    const DistillRequest& request, const MeasureHybrid& measure,
                    const std::function<void(const DistillProgress&)>& report,
                    const std::function<void(const SurrogateInfo&, const std::filesystem::path&)>& finished,
                    std::stop_token stop) {
    removeLeftCheckpoints(request.edges, library);
    const std::vector<PlacedEdge> missing = missingEdges(request.edges, library);
    if (missing.empty())
        return;
    if (request.images.empty())
        throw InputError("Distillation needs images (--images): packs or folders of clean photographs.");
    // Files of another teacher or damaged ones stand in the way under the same name; they are not overwritten.
    for (const PlacedEdge& placed : missing)
        if (std::error_code ignored; std::filesystem::exists(library.fileOf(placed), ignored))
            throw InputError(fmt::format("{} cannot be used and is not overwritten. Move it away first.",
                                         library.fileOf(placed).string()));
    const PatchSource source(request.images, parseTask(project.task()), patchSeed(request.options.seed),
                             request.bestOf);
    Distiller distiller(teacher, project.teacherWeights(), source, request.options, project.surrogateFolder());
    std::vector<PlacedEdge> known;
    for (const auto& [placed, record] : library.records())
        known.push_back(placed);
    distiller.setLibrary(known, library.lookup());
    if (measure)
        distiller.setMeasure(measure);
    distiller.run(missing, request.memoryBytes, request.threads, report, finished, std::move(stop));
}

} // namespace kintsugi

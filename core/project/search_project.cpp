#include "project/search_project.h"

#include "base/error.h"
#include "base/hash.h"
#include "imaging/validation_pairs.h"
#include "nets/state_dict.h"
#include "project/latency.h"
#include "space/costs.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kintsugi {

namespace {

std::uint64_t hashOf(const Image& image, std::uint64_t hash) {
    const int shape[3] = {image.channels, image.height, image.width};
    hash = fnv1a(std::as_bytes(std::span(shape)), hash);
    return fnv1a(std::as_bytes(std::span(image.values)), hash);
}

} // namespace

void collectSurrogates(ProjectStore& store, const SurrogateLibrary& library, const ProjectFolder& folder) {
    for (const auto& [placed, info] : library.records()) {
        SurrogateRecord record;
        record.span = placed.span;
        record.kind = placed.edge.kind;
        record.run = placed.edge.run;
        const auto file = library.fileOf(placed);
        record.file = file.lexically_relative(folder.folder()).generic_string();
        std::error_code ignored;
        record.fileBytes = static_cast<std::int64_t>(std::filesystem::file_size(file, ignored));
        record.teacher = info.teacher;
        record.relativeError = info.relativeError;
        record.psnrAfterFeatures = info.psnrAfterFeature;
        record.psnrAfterOutput = info.psnrAfterOutput;
        record.iterations = info.iterations;
        record.seconds = info.seconds;
        nlohmann::json curve = nlohmann::json::array();
        for (const DistillPoint& p : info.curve)
            curve.push_back({p.iteration, p.output ? 1 : 0, p.loss});
        record.curveJson = curve.dump();
        record.optionsJson = info.training;
        auto stored = store.surrogate(record.span, record.kind, record.run);
        if (stored)
            record.created = stored->created;
        if (!stored || !(*stored == record))
            store.putSurrogate(record);
    }
}

EdgeCosts edgeCosts(std::string_view name, const RestormerConfig& config, const ProjectStore& store) {
    const auto model = std::make_shared<CostModel>(config, 256, 256);
    const auto with = [&](const auto& select) {
        EdgeCosts costs;
        costs.edge = [model, select](const PlacedEdge& p) { return select(model->edge(p.span.stage, p.edge)); };
        costs.base = select(model->exit());
        for (const StageId stage : allStages)
            costs.base += select(model->entry(stage));
        return costs;
    };
    if (name == "transformers")
        return with([](const Cost& c) { return static_cast<double>(c.transformers); });
    if (name == "penalty")
        return with([](const Cost& c) { return c.penalty(); });
    if (name == "macs")
        return with([](const Cost& c) { return static_cast<double>(c.macs.total()) / 1e9; });
    if (name == "parameters")
        return with([](const Cost& c) { return static_cast<double>(c.parameters) / 1e6; });
    if (name.starts_with("latency:"))
        return latencyCosts(store, std::string(name.substr(8)));
    throw InputError(fmt::format(
        "There is no cost '{}'; use transformers, penalty, macs, parameters or latency:DEVICE.", std::string(name)));
}

SearchProject::SearchProject(const ProjectFolder& folder, const SurrogateLibrary& library,
                             const ValidationOptions& options)
    : m_library(library), m_config(folder.config()) {
    const Task task = parseTask(folder.task());
    if (options.crop < 16 || options.crop % 8 != 0)
        throw InputError(
            fmt::format("Validation crops of {} pixels cannot be used; take a multiple of 8 from 16.", options.crop));
    std::vector<ValidationImage> images;
    std::uint64_t hash = fnvStart;
    for (ValidationPair& pair : validationPairs(task, options.images, options.crop, options.count)) {
        hash = hashOf(pair.degraded, hashOf(pair.clean, hash));
        images.push_back({fmt::format("crop {}", images.size() + 1), std::move(pair.clean), std::move(pair.degraded)});
    }
    if (images.empty())
        throw InputError("Measuring needs --images: packs or folders of clean photographs that were kept out of "
                         "training.");
    const TensorMap weights = folder.teacherWeights();
    m_validationSet.task = task.name;
    m_validationSet.teacher = teacherHash(weights);
    m_validationSet.images = static_cast<std::int64_t>(images.size());
    m_validationSet.crop = options.crop;
    m_validationSet.id = fmt::format("{:016x}", fnv1a(m_validationSet.teacher, fnv1a(task.name, hash)));
    m_validationSet.description = fmt::format("{} crops of {}x{}", images.size(), options.crop, options.crop);
    auto teacher = makeRestormer(m_config);
    loadStateDict(*teacher, weights, folder.teacherFile().string());
    EvaluatorOptions evaluation;
    evaluation.threads = options.threads;
    evaluation.cacheBytes = options.cacheBytes;
    evaluation.psnrKind = task.psnr;
    evaluation.ssim = true;
    evaluation.yield = options.yield;
    m_evaluator = std::make_unique<Evaluator>(std::move(teacher), library.lookup(), std::move(images), evaluation);
}

SearchProblem SearchProject::problem(std::string_view spans, std::span<const BlockKind> kinds, const EdgeCosts& costs,
                                     bool shortest) const {
    if (spans != "stages" && spans != "blocks" && spans != "all")
        throw InputError(fmt::format("There is no space '{}'; use stages, blocks or all.", std::string(spans)));
    const Stages stages = stagesOf(m_config);
    const auto wanted = [&](const PlacedEdge& placed) {
        const bool whole = placed.span.length() == stages[static_cast<std::size_t>(indexOf(placed.span.stage))].blocks;
        return std::find(kinds.begin(), kinds.end(), placed.edge.kind) != kinds.end() &&
               (spans == "all" || (spans == "stages" ? whole : placed.span.length() == 1));
    };
    Space space(stages);
    std::size_t edges = 0;
    const auto allow = [&](const PlacedEdge& placed) {
        if (!wanted(placed))
            return;
        space.allow(placed.span, placed.edge);
        ++edges;
    };
    // In the order of stage, span, kind and run: the first of each kind and span is the shortest.
    const PlacedEdge* last = nullptr;
    for (const auto& [placed, info] : m_library.records()) {
        if (!shortest || !last || last->span != placed.span || last->edge.kind != placed.edge.kind)
            allow(placed);
        last = &placed;
    }
    for (const StageInfo& stage : stages)
        for (int begin = 0; begin < stage.blocks; ++begin)
            for (int end = begin + 1; end <= stage.blocks; ++end)
                allow({{stage.id, begin, end}, {BlockKind::Skip, 0, end - begin}});
    if (edges == 0)
        throw InputError(fmt::format("The library has no surrogates of these kinds for the space '{}'. Distil them "
                                     "first, for example with --spans {}.",
                                     std::string(spans), std::string(spans)));
    return {std::move(space), costs.edge, costs.base, [this](const PlacedEdge& placed) -> std::optional<double> {
                const auto found = m_library.records().find(placed);
                if (found == m_library.records().end() || !found->second.teacherPsnr || !found->second.psnrAfterOutput)
                    return std::nullopt;
                return *found->second.teacherPsnr - *found->second.psnrAfterOutput;
            }};
}

std::vector<EvaluationRecord> SearchProject::measure(ProjectStore& store, std::span<const Architecture> architectures,
                                                     std::stop_token stop, std::int64_t* remembered) {
    std::vector<EvaluationRecord> records(architectures.size());
    std::vector<Architecture> missing;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < architectures.size(); ++i) {
        if (const auto known = store.evaluation(m_validationSet.id, architectures[i].text())) {
            records[i] = *known;
            if (remembered)
                ++*remembered;
        } else {
            missing.push_back(architectures[i]);
            places.push_back(i);
        }
    }
    double before = m_evaluator->statistics().seconds;
    m_evaluator->evaluate(
        missing,
        [&](std::size_t index, const Quality& quality) {
            EvaluationRecord& record = records[places[index]];
            record.validationSet = m_validationSet.id;
            record.architecture = missing[index].text();
            record.psnr = quality.meanPsnr();
            if (!quality.ssim.empty())
                record.ssim = quality.meanSsim();
            record.imagePsnrs = quality.psnr;
            record.imageSsims = quality.ssim;
            const double now = m_evaluator->statistics().seconds;
            record.seconds = now - before;
            before = now;
            store.putEvaluation(record);
        },
        stop);
    return records;
}

EvaluationRecord SearchProject::measure(ProjectStore& store, const Architecture& architecture) {
    return measure(store, std::span(&architecture, 1)).front();
}

PairedDifference SearchProject::differenceToTeacher(ProjectStore& store, const Architecture& architecture) {
    const auto teacher = measure(store, allTeacher(stagesOf(m_config)));
    return pairedDifference(measure(store, architecture).imagePsnrs, teacher.imagePsnrs);
}

} // namespace kintsugi

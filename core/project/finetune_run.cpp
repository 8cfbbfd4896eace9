#include "project/finetune_run.h"

#include "base/atomic_file.h"
#include "base/error.h"
#include "base/file_lock.h"
#include "base/hash.h"
#include "nets/state_dict.h"
#include "project/teacher_run.h"

#include <ATen/core/Tensor.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

namespace kintsugi {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

TrainOptions optionsOf(const FinetuneRequest& request, const RestormerConfig& config) {
    TrainOptions options;
    options.config = config;
    options.iterations = request.iterations;
    options.phases = {{0.0, request.patch, request.batch}};
    options.learningRate = request.learningRate;
    options.lastLearningRate = request.learningRate * 1e-3;
    options.warmUp = request.warmUp;
    options.averageDecay = 0.99; // the runs are short
    options.distillation = request.distillation;
    options.replicas = request.replicas;
    options.seed = request.seed;
    options.checkpointEvery = request.checkpointEvery;
    options.validateEvery = request.iterations;
    return options;
}

Quality qualityOf(const HybridNetwork& network, const SearchProject& project, int threads, std::stop_token stop) {
    EvaluatorOptions options;
    options.threads = threads;
    options.cacheBytes = 0;
    options.ssim = true;
    options.psnrKind = parseTask(project.validationSet().task).psnr;
    Evaluator evaluator(network.teacher(), network.lookup(), project.evaluator().images(), options);
    const Architecture architecture = network.architecture();
    return evaluator.evaluate(std::span(&architecture, 1), {}, std::move(stop)).front();
}

} // namespace

Finetuner::Finetuner(const ProjectFolder& folder, ProjectStore& store, const SurrogateLibrary& library,
                     SearchProject& project, const FinetuneRequest& request)
    : m_folder(folder), m_store(store), m_library(library), m_project(project), m_request(request),
      m_options(optionsOf(request, folder.config())), m_weights(folder.teacherWeights()),
      m_source(request.images, parseTask(folder.task()), patchSeed(request.seed), request.bestOf),
      m_reference(makeRestormer(folder.config())) {
    requireTrainingMemory(m_options.config, m_options.phases);
    loadStateDict(*m_reference, m_weights, folder.teacherFile().string());
    for (at::Tensor parameter : m_reference->parameters())
        parameter.set_requires_grad(false);
    std::error_code failure;
    if (fs::create_directories(folder.finetunedFolder(), failure); failure)
        throw FileError(
            fmt::format("The folder {} cannot be made: {}.", folder.finetunedFolder().string(), failure.message()));
}

/// A hash of all that decides what becomes of a network, so that only the same fine-tuning counts as done. (The set's
/// id stands for the teacher, too; photographs count by name.)
std::uint64_t Finetuner::identity(const Architecture& architecture) const {
    std::vector<std::string> images;
    for (const fs::path& image : m_request.images)
        images.push_back(image.string());
    std::uint64_t hash = fnv1a(fmt::format(
        "{} {} {} {} {} {} {} {} {} {} {} {}", architecture.text(), m_request.iterations, m_request.learningRate,
        m_request.warmUp, m_request.distillation, m_request.patch, m_request.batch, m_request.bestOf,
        m_request.replicas, m_request.seed, m_project.validationSet().id, fmt::join(images, " ")));
    for (const PlacedEdge& placed : architecture.placedEdges())
        if (m_library.records().count(placed) > 0)
            hash = fnv1a(readWholeFile(m_library.fileOf(placed)), hash);
    return hash;
}

FinetuneRecord Finetuner::run(const Architecture& architecture, const std::string& role,
                              const std::function<void(const TrainProgress&)>& report, std::stop_token stop) {
    TrainOptions options = m_options;
    options.architecture = architecture.text();
    const std::string name = fmt::format("{:016x}", identity(architecture));
    const fs::path file = m_folder.finetunedFolder() / (name + ".safetensors");
    const fs::path part = m_folder.finetunedFolder() / (name + ".part");
    const FileLock lock(m_folder.finetunedFolder() / (name + ".lock"),
                        fmt::format("The fine-tuning of {}", options.architecture));
    FinetuneRecord record;
    record.file = file.lexically_relative(m_folder.folder()).generic_string();
    for (const FinetuneRecord& known : m_store.finetunes())
        if (known.file == record.file && fs::exists(file))
            return known;

    const auto make = [&] {
        return std::make_unique<HybridNetwork>(m_folder.config(), m_weights, architecture, m_library);
    };
    const std::unique_ptr<HybridNetwork> network = make();
    const Quality before = qualityOf(*network, m_project, m_request.threads, stop);
    NetworkTrainer trainer(options, m_source, {}, make);
    trainer.setReference([&](const at::Tensor& image) { return m_reference->forward(image); });
    if (fs::exists(part))
        trainer.restore(part);
    trainer.run(part, report, stop);
    if (trainer.iteration() < options.iterations)
        throw Interrupted(fmt::format("Fine-tuning stopped at iteration {} of {}; the same command goes on from there.",
                                      trainer.iteration(), options.iterations));
    network->save(file, trainer.averagedWeights());
    const Quality after = qualityOf(HybridNetwork(file), m_project, m_request.threads, stop);
    record.architecture = options.architecture;
    record.role = role;
    record.validationSet = m_project.validationSet().id;
    record.psnrBefore = before.meanPsnr();
    record.psnrAfter = after.meanPsnr();
    record.ssimBefore = before.meanSsim();
    record.ssimAfter = after.meanSsim();
    record.iterations = trainer.iteration();
    const auto& curve = trainer.curve();
    record.seconds = curve.empty() ? 0 : curve.back().seconds;
    json points = json::array();
    for (const TrainPoint& p : curve)
        points.push_back({p.iteration, p.loss});
    record.curveJson = points.dump();
    record.optionsJson = json{
        {"learning_rate", m_request.learningRate},
        {"distillation", m_request.distillation},
        {"patch", m_request.patch},
        {"batch", m_request.batch},
        {"seed",
         m_request.seed}}.dump();
    record.id = m_store.putFinetune(record);
    std::error_code ignored;
    fs::remove(part, ignored);
    return record;
}

} // namespace kintsugi

#include "distill/network_trainer.h"

#include "base/error.h"
#include "distill/flat_parameters.h"
#include "distill/optimizer.h"
#include "imaging/metrics.h"
#include "imaging/patch_prefetcher.h"
#include "nets/parallel.h"
#include "nets/state_dict.h"
#include "nets/tensors.h"
#include "weights/safetensors.h"

#include <ATen/ATen.h>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>
#include <torch/autograd.h>
#include <torch/types.h>
#include <torch/utils.h>

namespace kintsugi {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

namespace {

constexpr const char* formatName = "kintsugi-training";

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// What must agree between a checkpoint and the run that continues it.
json optionsJson(const TrainOptions& o, const PatchSource& source) {
    json phases = json::array();
    for (const TrainPhase& phase : o.phases)
        phases.push_back({{"from", phase.from}, {"patch", phase.patch}, {"batch", phase.batch}});
    std::string only;
    for (const Span& span : o.only)
        only += toString(span) + " ";
    return {{"config", json::parse(toJson(o.config))},
            {"task", source.task().name},
            {"iterations", o.iterations},
            {"phases", phases},
            {"loss", o.loss == TrainLoss::L1 ? "l1" : "charbonnier"},
            {"learningRate", o.learningRate},
            {"lastLearningRate", o.lastLearningRate},
            {"warmUp", o.warmUp},
            {"weightDecay", o.weightDecay},
            {"clipNorm", o.clipNorm},
            {"averageDecay", o.averageDecay},
            {"growth", o.growth},
            {"lateSkip", o.lateSkip},
            {"architecture", o.architecture},
            {"distillation", o.distillation},
            {"only", only},
            {"replicas", o.replicas},
            {"seed", o.seed},
            {"images", source.imageCount()},
            {"pixels", source.pixelCount()}};
}

json curveJson(const std::vector<TrainPoint>& curve) {
    json rows = json::array();
    for (const TrainPoint& p : curve)
        rows.push_back({p.iteration, p.loss, p.learningRate, p.seconds, p.psnr ? json(*p.psnr) : json(nullptr)});
    return rows;
}

std::vector<TrainPoint> curveFromJson(const json& rows) {
    std::vector<TrainPoint> curve;
    for (const json& row : rows) {
        TrainPoint p{row.at(0), row.at(1), row.at(2), row.at(3), std::nullopt};
        if (!row.at(4).is_null())
            p.psnr = row.at(4).get<double>();
        curve.push_back(p);
    }
    return curve;
}

/// Whether a parameter belongs to one of these blocks, by upstream's name.
bool isIn(const std::string& key, std::span<const Span> spans) {
    for (const Span& span : spans)
        for (int block = span.begin; block < span.end; ++block)
            if (key.starts_with(fmt::format("{}.{}.", upstreamModule(span.stage), block)))
                return true;
    return false;
}

HostTensor flatTensor(std::span<const float> values) {
    return makeTensor({static_cast<std::int64_t>(values.size())}, std::vector<float>(values.begin(), values.end()));
}

std::vector<float> flatValues(const Checkpoint& checkpoint, const std::string& name, std::size_t expected,
                              const std::string& file) {
    const auto found = checkpoint.tensors.find(name);
    if (found == checkpoint.tensors.end() || found->second.elements() != static_cast<std::int64_t>(expected))
        throw FileError(
            fmt::format("{} is not a training checkpoint of this network: {} is missing or has another size. Start "
                        "without --resume, or with the configuration it was made with.",
                        file, name));
    return found->second.toFloat();
}

} // namespace

struct NetworkTrainer::State {
    State(TrainOptions o, const PatchSource& s, std::vector<ValidationPair> v)
        : options(std::move(o)), source(s), validation(std::move(v)) {}

    TrainOptions options;
    const PatchSource& source;
    std::vector<ValidationPair> validation;
    std::vector<std::unique_ptr<TrainableNetwork>> nets;
    std::function<at::Tensor(const at::Tensor&)> reference;
    std::vector<std::unique_ptr<FlatParameters>> flats;
    std::unique_ptr<AdamW> optimizer;
    std::vector<float> average;
    std::set<std::string> fixed; ///< parameters that `only` leaves out
    std::int64_t iteration = 0;
    double secondsBefore = 0;
    double lossSum = 0; ///< since the last point of the curve
    std::int64_t lossCount = 0;
    std::vector<TrainPoint> curve;

    std::size_t phaseAt(std::int64_t i) const {
        std::size_t index = 0;
        for (std::size_t p = 1; p < options.phases.size(); ++p)
            if (static_cast<double>(i) >= options.phases[p].from * static_cast<double>(options.iterations))
                index = p;
        return index;
    }

    /// Forward and backward of one replica on its share of the batch; returns the loss.
    double step(std::size_t replica, const PatchBatch& batch);
    void loadValues(std::span<const float> values) {
        for (auto& flat : flats)
            std::copy(values.begin(), values.end(), flat->values().begin());
    }
};

NetworkTrainer::NetworkTrainer(TrainOptions options, const PatchSource& source, std::vector<ValidationPair> validation,
                               const NetworkFactory& factory)
    : m_state(std::make_unique<State>(std::move(options), source, std::move(validation))) {
    State& s = *m_state;
    const TrainOptions& o = s.options;
    if (o.replicas < 1 || o.iterations < 1 || o.phases.empty() || o.checkpointEvery < 1 || o.validateEvery < 1)
        throw InputError("Training needs at least one iteration, one replica, one phase and positive intervals.");
    if (!(o.growth >= 0 && o.growth < 1))
        throw InputError("The share of the run in which the network grows must be below 1.");
    if (!(o.lateSkip >= 0 && o.lateSkip <= 0.9))
        throw InputError("The share of the run without the deepest skip connection must be at most 0.9, since fading "
                         "it in takes a tenth.");
    if (o.phases.front().from != 0.0)
        throw InputError("The first training phase must begin at 0.");
    for (const TrainPhase& phase : o.phases) {
        if (phase.patch < 8 || phase.patch % 8 != 0)
            throw InputError(
                fmt::format("A patch of {} pixels cannot be used: the network needs a multiple of 8.", phase.patch));
        if (phase.batch < 1 || phase.batch % o.replicas != 0)
            throw InputError(
                fmt::format("A batch of {} cannot be shared by {} replicas; use a multiple.", phase.batch, o.replicas));
    }
    if (o.config.dualPixelTask || o.config.inpChannels != source.task().channels ||
        o.config.outChannels != source.task().channels)
        throw InputError(fmt::format("The task {} works on {} channels, the configuration has {} in and {} out.",
                                     source.task().name, source.task().channels, o.config.inpChannels,
                                     o.config.outChannels));
    torch::manual_seed(o.seed);
    for (int r = 0; r < o.replicas; ++r) {
        s.nets.push_back(factory ? factory() : trainableTeacher(o.config, o.growth, o.lateSkip));
        if (!o.only.empty())
            for (auto& item : s.nets.back()->module().named_parameters())
                if (!isIn(item.key(), o.only)) {
                    item.value().set_requires_grad(false);
                    s.fixed.insert(item.key());
                }
        s.flats.push_back(std::make_unique<FlatParameters>(s.nets.back()->module()));
    }
    s.loadValues(std::vector<float>(s.flats.front()->values().begin(), s.flats.front()->values().end()));
    s.average.assign(s.flats.front()->values().begin(), s.flats.front()->values().end());
    AdamW::Options adam;
    adam.weightDecay = o.weightDecay;
    s.optimizer = std::make_unique<AdamW>(s.average.size(), adam);
}

NetworkTrainer::~NetworkTrainer() = default;

std::int64_t NetworkTrainer::iteration() const {
    return m_state->iteration;
}
const std::vector<TrainPoint>& NetworkTrainer::curve() const {
    return m_state->curve;
}

void NetworkTrainer::setReference(std::function<at::Tensor(const at::Tensor&)> reference) {
    m_state->reference = [reference = std::move(reference)](const at::Tensor& image) {
        const torch::NoGradGuard noGrad;
        return reference(image);
    };
}

void NetworkTrainer::initialise(const TensorMap& weights, const std::string& source, std::span<const Span> afresh) {
    State& s = *m_state;
    const TensorMap random = stateDict(s.nets.front()->module());
    loadStateDict(s.nets.front()->module(), weights, source);
    TensorMap mixed = stateDict(s.nets.front()->module());
    for (auto& [key, value] : mixed)
        if (isIn(key, afresh))
            value = key.find(".project_out.") == std::string::npos
                        ? random.at(key)
                        : makeTensor(value.shape, std::vector<float>(static_cast<std::size_t>(value.elements())));
    for (const auto& net : s.nets)
        loadStateDict(net->module(), mixed, source);
    s.average.assign(s.flats.front()->values().begin(), s.flats.front()->values().end());
}

void NetworkTrainer::save(const std::filesystem::path& path) const {
    const State& s = *m_state;
    const TensorMap tensors{{"weights", flatTensor(s.flats.front()->values())},
                            {"average", flatTensor(s.average)},
                            {"adam.first", flatTensor(s.optimizer->firstMoment)},
                            {"adam.second", flatTensor(s.optimizer->secondMoment)}};
    writeSafetensors(path, tensors,
                     {{"format", formatName},
                      {"iteration", std::to_string(s.iteration)},
                      {"seconds", fmt::format("{}", s.secondsBefore)},
                      {"options", optionsJson(s.options, s.source).dump()},
                      {"loss", json{s.lossSum, s.lossCount}.dump()},
                      {"curve", curveJson(s.curve).dump()}});
}

void NetworkTrainer::restore(const std::filesystem::path& path) {
    State& s = *m_state;
    const Checkpoint checkpoint = readCheckpoint(path);
    const auto format = checkpoint.metadata.find("format");
    if (format == checkpoint.metadata.end() || format->second != formatName)
        throw FileError(fmt::format("{} is not a training checkpoint of Kintsugi.", path.string()));
    try {
        const json theirs = json::parse(checkpoint.metadata.at("options")), ours = optionsJson(s.options, s.source);
        // A run that diverged goes on with a smaller rate; all else must be as it was.
        for (const auto& [key, value] : ours.items())
            if (key != "learningRate" && key != "lastLearningRate" && theirs.value(key, json()) != value)
                throw InputError(fmt::format(
                    "The run in {} cannot be continued: it was started with {} = {}, now it is {}. Use the same "
                    "value, or train anew without --resume.",
                    path.string(), key, theirs.value(key, json()).dump(), value.dump()));
        const std::size_t count = s.average.size();
        s.loadValues(flatValues(checkpoint, "weights", count, path.string()));
        s.average = flatValues(checkpoint, "average", count, path.string());
        s.optimizer->firstMoment = flatValues(checkpoint, "adam.first", count, path.string());
        s.optimizer->secondMoment = flatValues(checkpoint, "adam.second", count, path.string());
        s.iteration = std::stoll(checkpoint.metadata.at("iteration"));
        s.optimizer->steps = s.iteration;
        s.secondsBefore = json::parse(checkpoint.metadata.at("seconds")).get<double>();
        const json loss = json::parse(checkpoint.metadata.at("loss"));
        s.lossSum = loss.at(0);
        s.lossCount = loss.at(1);
        s.curve = curveFromJson(json::parse(checkpoint.metadata.at("curve")));
    } catch (const Error&) {
        throw;
    } catch (const std::exception&) {
        throw FileError(
            fmt::format("{} is a damaged training checkpoint. Train anew without --resume.", path.string()));
    }
}

double NetworkTrainer::State::step(std::size_t replica, const PatchBatch& batch) {
    setOperationThreads(1);
    const int share = batch.batchSize / options.replicas;
    const std::size_t values = static_cast<std::size_t>(share) * static_cast<std::size_t>(batch.channels) *
                               static_cast<std::size_t>(batch.size) * static_cast<std::size_t>(batch.size);
    const auto tensor = [&](const std::vector<float>& all) {
        // Only read: from_blob wants a mutable pointer.
        return torch::from_blob(const_cast<float*>(all.data()) + replica * values,
                                {share, batch.channels, batch.size, batch.size}, torch::kFloat32);
    };
    flats[replica]->zeroGradients();
    const at::Tensor degraded = tensor(batch.degraded);
    const double done = static_cast<double>(iteration) / static_cast<double>(options.iterations);
    const at::Tensor restored = nets[replica]->forward(degraded, done);
    const auto distance = [&](const at::Tensor& target) {
        const at::Tensor difference = restored - target;
        return options.loss == TrainLoss::L1 ? difference.abs().mean() : (difference * difference + 1e-6).sqrt().mean();
    };
    at::Tensor loss = distance(tensor(batch.clean));
    if (options.distillation > 0 && reference)
        loss = loss + options.distillation * distance(reference(degraded));
    loss.backward();
    return loss.item<double>();
}

void NetworkTrainer::run(const std::filesystem::path& path, const std::function<void(const TrainProgress&)>& report,
                         std::stop_token stop) {
    State& s = *m_state;
    const TrainOptions& o = s.options;
    const auto start = Clock::now();
    const double before = s.secondsBefore;
    double dataSeconds = 0, optimizerSeconds = 0, validationSeconds = 0;
    const std::int64_t first = s.iteration;
    std::int64_t images = 0;
    ThreadPool pool(o.replicas);
    std::unique_ptr<PatchPrefetcher> prefetcher;
    std::size_t currentPhase = o.phases.size();
    FlatParameters& main = *s.flats.front();
    const auto trainingSeconds = [&] { return before + secondsSince(start) - validationSeconds; };

    while (s.iteration < o.iterations && !stop.stop_requested()) {
        const std::size_t phaseIndex = s.phaseAt(s.iteration);
        const TrainPhase& phase = o.phases[phaseIndex];
        if (phaseIndex != currentPhase) {
            prefetcher = std::make_unique<PatchPrefetcher>(s.source, phase.batch, phase.patch, 1,
                                                           static_cast<std::uint64_t>(s.iteration));
            currentPhase = phaseIndex;
        }
        auto mark = Clock::now();
        const PatchBatch batch = prefetcher->next();
        dataSeconds += secondsSince(mark);

        std::vector<double> losses(static_cast<std::size_t>(o.replicas));
        pool.run(o.replicas, [&](std::int64_t begin, std::int64_t end) {
            for (auto r = begin; r < end; ++r)
                losses[static_cast<std::size_t>(r)] = s.step(static_cast<std::size_t>(r), batch);
        });
        mark = Clock::now();
        double loss = 0;
        for (const double l : losses)
            loss += l / o.replicas;
        const auto notFinite = [&](const char* what) {
            return Error(fmt::format("Training stopped at iteration {}: {} is not finite. Resume from the last "
                                     "checkpoint with a smaller learning rate.",
                                     s.iteration + 1, what));
        };
        if (!std::isfinite(loss))
            throw notFinite("the loss");
        const auto gradients = main.gradients();
        if (o.replicas > 1) {
            for (std::size_t r = 1; r < s.flats.size(); ++r) {
                const auto other = s.flats[r]->gradients();
                for (std::size_t i = 0; i < gradients.size(); ++i)
                    gradients[i] += other[i];
            }
            const float scale = 1.0f / static_cast<float>(o.replicas);
            for (float& g : gradients)
                g *= scale;
        }
        if (!std::isfinite(clipGradientNorm(gradients, o.clipNorm)))
            throw notFinite("the gradient");
        const double rate = cosineLearningRate(s.iteration, o.iterations, o.warmUp, o.learningRate, o.lastLearningRate);
        s.optimizer->step(main.values(), gradients, rate);
        for (std::size_t r = 1; r < s.flats.size(); ++r)
            std::copy(main.values().begin(), main.values().end(), s.flats[r]->values().begin());
        ++s.iteration;
        updateAverage(s.average, main.values(), o.averageDecay, s.iteration);
        optimizerSeconds += secondsSince(mark);
        s.lossSum += loss;
        ++s.lossCount;
        images += phase.batch;

        const bool last = s.iteration == o.iterations;
        const bool validates = last || s.iteration % o.validateEvery == 0;
        if (validates || s.iteration % 10 == 0) {
            TrainPoint point{s.iteration, s.lossSum / static_cast<double>(s.lossCount), rate, trainingSeconds(),
                             std::nullopt};
            if (validates) {
                mark = Clock::now();
                point.psnr = validate();
                validationSeconds += secondsSince(mark);
                s.curve.push_back(point);
                s.lossSum = 0;
                s.lossCount = 0;
            }
            if (report) {
                TrainProgress progress;
                progress.point = point;
                progress.iterations = o.iterations;
                const double spent = secondsSince(start) - validationSeconds;
                progress.imagesPerSecond = static_cast<double>(images) / spent;
                progress.secondsLeft =
                    spent / static_cast<double>(s.iteration - first) * static_cast<double>(o.iterations - s.iteration);
                progress.dataShare = dataSeconds / spent;
                progress.optimizerShare = optimizerSeconds / spent;
                report(progress);
            }
        }
        if (last || s.iteration % o.checkpointEvery == 0) {
            s.secondsBefore = trainingSeconds();
            save(path);
        }
    }
    s.secondsBefore = trainingSeconds();
    if (s.iteration < o.iterations)
        save(path);
}

std::optional<double> NetworkTrainer::validate() {
    State& s = *m_state;
    if (s.validation.empty())
        return std::nullopt;
    const torch::NoGradGuard noGrad;
    // No replica trains meanwhile, so the last one's network can carry the averaged weights for a while.
    FlatParameters& flat = *s.flats.back();
    const std::vector<float> kept(flat.values().begin(), flat.values().end());
    std::copy(s.average.begin(), s.average.end(), flat.values().begin());
    double sum = 0;
    for (const ValidationPair& pair : s.validation) {
        const at::Tensor restored = s.nets.back()->forward(toTensor(pair.degraded), 1.0).clamp(0, 1);
        sum += psnr(toImage(restored), pair.clean);
    }
    std::copy(kept.begin(), kept.end(), flat.values().begin());
    return sum / static_cast<double>(s.validation.size());
}

TensorMap NetworkTrainer::averagedWeights() const {
    const State& s = *m_state;
    TensorMap tensors;
    for (const auto& entry : s.flats.front()->entries()) {
        const float* begin = s.average.data() + entry.offset;
        tensors[entry.name] = makeTensor(entry.shape, std::vector<float>(begin, begin + entry.count));
    }
    if (!s.fixed.empty())
        for (const auto& [name, tensor] : stateDict(s.nets.front()->module()))
            if (s.fixed.count(name))
                tensors[name] = tensor;
    return tensors;
}

} // namespace kintsugi

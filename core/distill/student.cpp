#include "distill/student.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/random.h"
#include "weights/safetensors.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <numeric>
#include <torch/utils.h>

namespace kintsugi {

using nlohmann::json;

namespace {

constexpr const char* formatName = "kintsugi-distillation";
constexpr std::int64_t curveEvery = 10;

HostTensor flatTensor(std::span<const float> values) {
    return makeTensor({static_cast<std::int64_t>(values.size())}, std::vector<float>(values.begin(), values.end()));
}

json orNull(const std::optional<double>& value) {
    return value ? json(*value) : json(nullptr);
}

} // namespace

Student::Student(const PlacedEdge& placed, const UNet& teacher, const TensorMap& mambaIrWeights,
                 const DistillOptions& options) {
    torch::manual_seed(mixSeed(options.seed, fnv1a(toString(placed))));
    net = std::make_shared<Surrogate>(placed, teacher.config(), options.blocks);
    record.placed = placed;
    record.options = options.blocks;
    record.training = options.toJson();
    record.start = "random";
    if (placed.edge.kind == BlockKind::Restormer) {
        net->initialiseFromTeacher(teacher);
        record.start = "teacher";
    } else if (placed.edge.kind == BlockKind::MambaIr && !mambaIrWeights.empty()) {
        const int taken = net->initialiseFromMambaIr(mambaIrWeights);
        record.start = fmt::format("mambair: {} of {} blocks", taken, placed.edge.run);
    }
    flat = std::make_unique<FlatParameters>(*net);
    enter(Phase::Feature);
}

void Student::enter(Phase next) {
    phase = next;
    iteration = 0;
    recent.clear();
    // The two phases minimise different things, so the second starts with fresh moments.
    AdamW::Options adamOptions;
    adamOptions.weightDecay = json::parse(record.training).at("weightDecay");
    adam = std::make_unique<AdamW>(flat->values().size(), adamOptions);
}

bool Student::step(double loss, const DistillOptions& options) {
    const bool output = phase == Phase::Output;
    const std::int64_t total = output ? options.outputIterations : options.featureIterations;
    const double peak = output ? options.outputLearningRate : options.learningRate;
    if (!std::isfinite(loss) || !std::isfinite(clipGradientNorm(flat->gradients(), options.clipNorm)))
        return false;
    adam->step(flat->values(), flat->gradients(),
               cosineLearningRate(iteration, total, std::min(options.warmUp, total), peak, peak * 1e-3));
    ++iteration;
    ++record.iterations;
    recent.push_back(loss);
    if (iteration % curveEvery == 0 || iteration == total) {
        const auto count = std::min<std::size_t>(recent.size(), static_cast<std::size_t>(curveEvery));
        const double sum = std::accumulate(recent.end() - static_cast<std::ptrdiff_t>(count), recent.end(), 0.0);
        record.curve.push_back({iteration, output, sum / static_cast<double>(count)});
    }
    const auto kept = static_cast<std::size_t>(std::max(2 * options.plateau, curveEvery));
    if (recent.size() > kept)
        recent.erase(recent.begin(), recent.end() - static_cast<std::ptrdiff_t>(kept));
    return true;
}

bool Student::onPlateau(const DistillOptions& options) const {
    const auto window = static_cast<std::ptrdiff_t>(options.plateau);
    if (window <= 0 || iteration < options.featureIterations / 2 || std::ssize(recent) < 2 * window)
        return false;
    const double before = std::accumulate(recent.end() - 2 * window, recent.end() - window, 0.0);
    const double after = std::accumulate(recent.end() - window, recent.end(), 0.0);
    return after > 0.99 * before;
}

double Student::recentMean() const {
    const auto count = std::min<std::ptrdiff_t>(std::ssize(recent), curveEvery);
    return count == 0 ? 0.0 : std::accumulate(recent.end() - count, recent.end(), 0.0) / static_cast<double>(count);
}

void Student::save(const std::filesystem::path& file, const DistillOptions& options) const {
    json curve = json::array();
    for (const DistillPoint& p : record.curve)
        curve.push_back({p.iteration, p.output ? 1 : 0, p.loss});
    const json state{{"edge", toString(record.placed)},
                     {"teacher", record.teacher},
                     {"phase", phase == Phase::Feature ? 0 : 1},
                     {"iteration", iteration},
                     {"iterations", record.iterations},
                     {"seconds", record.seconds},
                     {"feature_error", record.featureError},
                     {"psnr_after_feature", orNull(record.psnrAfterFeature)},
                     {"start", record.start},
                     {"recent", recent},
                     {"curve", curve}};
    writeSafetensors(file,
                     {{"weights", flatTensor(flat->values())},
                      {"adam.first", flatTensor(adam->firstMoment)},
                      {"adam.second", flatTensor(adam->secondMoment)}},
                     {{"format", formatName}, {"options", options.toJson()}, {"state", state.dump()}});
}

bool Student::restore(const std::filesystem::path& file, const DistillOptions& options) {
    const Checkpoint checkpoint = readSafetensors(file);
    const auto damaged = [&] {
        return FileError(fmt::format("{} is not a checkpoint of a surrogate, or is damaged. Delete it to distil "
                                     "that surrogate from the start.",
                                     file.string()));
    };
    const auto format = checkpoint.metadata.find("format");
    if (format == checkpoint.metadata.end() || format->second != formatName)
        throw damaged();
    try {
        if (checkpoint.metadata.at("options") != options.toJson())
            return false;
        const json state = json::parse(checkpoint.metadata.at("state"));
        if (state.at("edge") != toString(record.placed) || state.at("teacher") != record.teacher)
            return false;
        const auto load = [&](const char* name) {
            std::vector<float> values = checkpoint.tensors.at(name).toFloat();
            if (values.size() != flat->values().size())
                throw damaged();
            return values;
        };
        const auto weights = load("weights");
        auto first = load("adam.first"), second = load("adam.second");
        enter(state.at("phase") == 0 ? Phase::Feature : Phase::Output);
        std::copy(weights.begin(), weights.end(), flat->values().begin());
        adam->firstMoment = std::move(first);
        adam->secondMoment = std::move(second);
        iteration = state.at("iteration");
        adam->steps = iteration;
        record.iterations = state.at("iterations");
        record.seconds = state.at("seconds");
        record.featureError = state.at("feature_error");
        if (const json& value = state.at("psnr_after_feature"); !value.is_null())
            record.psnrAfterFeature = value.get<double>();
        record.start = state.at("start");
        recent = state.at("recent").get<std::vector<double>>();
        record.curve.clear();
        for (const json& row : state.at("curve"))
            record.curve.push_back({row.at(0), row.at(1).get<int>() == 1, row.at(2)});
        return true;
    } catch (const Error&) {
        throw;
    } catch (const std::exception&) {
        throw damaged();
    }
}

} // namespace kintsugi

#include "distill/distiller.h"

#include "base/error.h"
#include "base/parallel.h"
#include "base/random.h"
#include "distill/frozen_pass.h"
#include "distill/student.h"
#include "imaging/patch_prefetcher.h"
#include "nets/assemble.h"
#include "nets/parallel.h"

#include <ATen/ATen.h>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <torch/autograd.h>
#include <torch/types.h>
#include <torch/utils.h>

namespace kintsugi {

using nlohmann::json;

namespace {

using Clock = std::chrono::steady_clock;

/// Held-out patches begin so far behind those of training that no run reaches them.
constexpr std::uint64_t heldOutBatch = std::uint64_t{1} << 40;
constexpr int heldOutBatches = 4;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

} // namespace

std::string DistillOptions::toJson() const {
    return json{{"featureIterations", featureIterations},
                {"outputIterations", outputIterations},
                {"patch", patch},
                {"batch", batch},
                {"learningRate", learningRate},
                {"outputLearningRate", outputLearningRate},
                {"warmUp", warmUp},
                {"weightDecay", weightDecay},
                {"clipNorm", clipNorm},
                {"plateau", plateau},
                {"drift", drift},
                {"seed", seed},
                {"blocks", json::parse(blocks.toJson())}}
        .dump();
}

double distillBytes(const PlacedEdge& placed, const RestormerConfig& teacher, const DistillOptions& options) {
    const CostModel costs(teacher, options.patch, options.patch, options.blocks.shapes());
    const StageInfo stage = stagesOf(teacher)[static_cast<std::size_t>(indexOf(placed.span.stage))];
    const double state = 16.0 * static_cast<double>(costs.edge(placed.span.stage, placed.edge).parameters);
    const double pixels =
        static_cast<double>(options.batch) * options.patch * options.patch / (stage.downscale * stage.downscale);
    // Backward keeps about 16 tensors of a block's width, twice as wide inside.
    return state + 4.0 * 32.0 * pixels * stage.channels * placed.edge.run;
}

struct Distiller::State {
    State(std::shared_ptr<UNet> t, const TensorMap& weights, const PatchSource& p, DistillOptions o,
          std::filesystem::path f)
        : teacher(std::move(t)), hash(teacherHash(weights)), source(p), options(std::move(o)), folder(std::move(f)) {}

    std::shared_ptr<UNet> teacher;
    std::string hash;
    const PatchSource& source;
    DistillOptions options;
    std::filesystem::path folder;
    TensorMap mambaIrWeights;
    MeasureHybrid measure;
    std::vector<PlacedEdge> libraryEdges;
    std::function<std::vector<BlockPtr>(const PlacedEdge&)> lookup;
    std::optional<double> teacherPsnr;

    // Of the running call.
    std::unique_ptr<ThreadPool> pool;
    std::function<void(const DistillProgress&)> report;
    std::function<void(const SurrogateInfo&, const std::filesystem::path&)> finished;
    std::stop_token stop;
    DistillProgress progress;
    Clock::time_point start;
    double teacherSeconds = 0;
    double workDone = 0, workTotal = 0; ///< in feature steps; an output step counts as four
    std::vector<std::string> diverged;  ///< "enc2:0-2 lite1:2 at iteration 17", …

    std::filesystem::path partFile(const Student& s) const {
        return folder / (surrogateFileName(s.record.placed) + ".part");
    }

    /// One pass of @p net without gradients, sample by sample, so that the bits do not depend on the threads.
    Features pass(std::uint64_t batchNumber, const HybridUNet& net, const std::set<Boundary>& wanted);
    /// Takes away a finished surrogate's checkpoint, and what killed programs left of it half written.
    void removeLeftovers(const Student& student) const;
    HybridUNet background(std::int64_t iteration);
    double featureError(Student& student, const std::vector<Features>& heldOut) const;
    double featureStep(Student& student, const Features& features) const;
    double outputStep(Student& student, const Features& features, const HybridUNet& net, bool drifted) const;
    void runPhase(std::vector<std::unique_ptr<Student>>& group, Student::Phase phase);
    void closePhase(std::vector<std::unique_ptr<Student>>& group, Student::Phase phase);
    void runGroup(std::span<const PlacedEdge> edges);
    /// Takes those that diverged out of the group.
    void dropDiverged(std::vector<std::unique_ptr<Student>>& group);
    void tell(const std::vector<std::unique_ptr<Student>>& group);
};

Distiller::Distiller(std::shared_ptr<UNet> teacher, const TensorMap& teacherWeights, const PatchSource& source,
                     DistillOptions options, std::filesystem::path folder)
    : m_state(
          std::make_unique<State>(std::move(teacher), teacherWeights, source, std::move(options), std::move(folder))) {
    const DistillOptions& o = m_state->options;
    if (o.patch < 8 || o.patch % 8 != 0)
        throw InputError(
            fmt::format("A patch of {} pixels cannot be used: the network needs a multiple of 8.", o.patch));
    if (o.batch < 1 || o.featureIterations < 1 || o.outputIterations < 0 || o.checkpointEvery < 1)
        throw InputError(
            "Distillation needs at least one patch a batch, one feature iteration and positive intervals.");
    if (!(o.drift >= 0 && o.drift <= 1))
        throw InputError("The share of drifted steps must be between 0 and 1.");
    if (!o.mambaIrWeights.empty())
        m_state->mambaIrWeights = readCheckpoint(o.mambaIrWeights).tensors;
    for (at::Tensor parameter : m_state->teacher->parameters())
        parameter.set_requires_grad(false);
}

Distiller::~Distiller() = default;

void Distiller::setLibrary(std::vector<PlacedEdge> edges,
                           std::function<std::vector<BlockPtr>(const PlacedEdge& edge)> lookup) {
    m_state->libraryEdges = std::move(edges);
    m_state->lookup = std::move(lookup);
}

void Distiller::setMeasure(MeasureHybrid measure) {
    m_state->measure = std::move(measure);
}

Features Distiller::State::pass(std::uint64_t batchNumber, const HybridUNet& net, const std::set<Boundary>& wanted) {
    const PatchBatch batch = makeBatch(source, batchNumber, options.batch, options.patch);
    const auto begun = Clock::now();
    Features features = frozenPass(batch, net, wanted, *pool);
    teacherSeconds += secondsSince(begun);
    return features;
}

void Distiller::State::removeLeftovers(const Student& student) const {
    const std::string fileName = surrogateFileName(student.record.placed);
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(fileName + ".part") && !name.starts_with(fileName + ".tmp"))
            continue;
        // In a folder that machines share, what is being written this moment may be another's.
        const bool isNew = std::filesystem::last_write_time(entry.path(), ignored) >
                           std::filesystem::file_time_type::clock::now() - std::chrono::minutes(10);
        if (name.find(".tmp") == std::string::npos || !isNew)
            std::filesystem::remove(entry.path(), ignored);
    }
}

/// The network around the surrogates for one step: the teacher, or a random path of the library.
HybridUNet Distiller::State::background(std::int64_t iteration) {
    RandomStream random(mixSeed(options.seed, 0x6472696674, static_cast<std::uint64_t>(iteration)));
    if (libraryEdges.empty() || random.uniform() >= options.drift)
        return HybridUNet(teacher, HybridUNet::allTeacherPath(*teacher));
    return assemble(teacher, randomPath(stagesOf(teacher->config()), libraryEdges, random), lookup);
}

double Distiller::State::featureStep(Student& student, const Features& features) const {
    const at::Tensor& input = features.boundaries.at({student.stage(), student.span().begin});
    const at::Tensor& target = features.boundaries.at({student.stage(), student.span().end});
    student.flat->zeroGradients();
    const at::Tensor update = (target - input).square().sum();
    const at::Tensor loss = (student.net->forward(input) - target).square().sum() / update.clamp_min(1e-12);
    loss.backward();
    return loss.item<double>();
}

double Distiller::State::outputStep(Student& student, const Features& features, const HybridUNet& net,
                                    bool drifted) const {
    const StageId stage = student.stage();
    const auto& blocks = teacher->blocks(stage);
    at::Tensor x;
    if (drifted) {
        const torch::NoGradGuard noGrad;
        x = teacher->stageInput(stage, features.outputs, features.degraded);
        for (int i = 0; i < student.span().begin; ++i)
            x = blocks[static_cast<std::size_t>(i)]->forward(x);
    } else {
        x = features.boundaries.at({stage, student.span().begin});
    }
    student.flat->zeroGradients();
    x = student.net->forward(x);
    for (int i = student.span().end; i < static_cast<int>(blocks.size()); ++i)
        x = blocks[static_cast<std::size_t>(i)]->forward(x);
    StageOutputs outputs = features.outputs;
    outputs[static_cast<std::size_t>(stage)] = x;
    const at::Tensor restored = net.forwardFrom(static_cast<StageId>(indexOf(stage) + 1), outputs, features.degraded);
    const at::Tensor loss = (restored - features.clean).abs().mean();
    loss.backward();
    return loss.item<double>();
}

double Distiller::State::featureError(Student& student, const std::vector<Features>& heldOut) const {
    const torch::NoGradGuard noGrad;
    double error = 0, update = 0;
    for (const Features& features : heldOut) {
        const at::Tensor& input = features.boundaries.at({student.stage(), student.span().begin});
        const at::Tensor& target = features.boundaries.at({student.stage(), student.span().end});
        error += (student.net->forward(input) - target).square().sum().item<double>();
        update += (target - input).square().sum().item<double>();
    }
    return error / std::max(update, 1e-12);
}

void Distiller::State::tell(const std::vector<std::unique_ptr<Student>>& group) {
    progress.group = group.size();
    double sum = 0;
    for (const auto& student : group)
        sum += student->recentMean();
    progress.meanLoss = group.empty() ? 0 : sum / static_cast<double>(group.size());
    const double spent = secondsSince(start);
    progress.teacherShare = spent > 0 ? teacherSeconds / spent : 0;
    progress.secondsLeft = workDone > 0 ? spent / workDone * std::max(0.0, workTotal - workDone) : 0;
    if (report)
        report(progress);
}

void Distiller::State::runPhase(std::vector<std::unique_ptr<Student>>& group, Student::Phase phase) {
    const bool output = phase == Student::Phase::Output;
    const std::int64_t total = output ? options.outputIterations : options.featureIterations;
    std::set<Boundary> wanted;
    for (const auto& student : group) {
        wanted.insert({student->stage(), student->span().begin});
        if (!output)
            wanted.insert({student->stage(), student->span().end});
    }
    progress.output = output;
    progress.iterations = total;
    const auto inPhase = [&](const Student& s) { return s.phase == phase && s.iteration < total; };
    const auto saveAll = [&] {
        for (const auto& student : group)
            if (student->phase == phase)
                student->save(partFile(*student), options);
    };
    std::int64_t iteration = total;
    for (const auto& student : group)
        if (inPhase(*student))
            iteration = std::min(iteration, student->iteration);
    const HybridUNet plain(teacher, HybridUNet::allTeacherPath(*teacher));
    for (; iteration < total; ++iteration) {
        if (stop.stop_requested()) {
            saveAll();
            throw Interrupted(
                "Distillation was stopped; what was finished is kept, and the rest goes on from here when "
                "it is started again.");
        }
        // Those of a resumed group may stand at different iterations; each waits for its own.
        std::vector<Student*> active;
        for (const auto& student : group)
            if (inPhase(*student) && !student->diverged && student->iteration == iteration &&
                !(phase == Student::Phase::Feature && student->onPlateau(options)))
                active.push_back(student.get());
        if (active.empty())
            continue;
        const std::int64_t batch = output ? options.featureIterations + iteration : iteration;
        const HybridUNet around = output && options.drift > 0 ? background(iteration) : plain;
        const bool drifted = output && options.drift > 0;
        // A drifted path need not pass the student's boundary; its input is then made from the stage's.
        const Features features =
            pass(static_cast<std::uint64_t>(batch), around, drifted ? std::set<Boundary>() : wanted);
        pool->run(static_cast<std::int64_t>(active.size()), [&](std::int64_t first, std::int64_t last) {
            setOperationThreads(1);
            for (auto i = first; i < last; ++i) {
                Student& student = *active[static_cast<std::size_t>(i)];
                const auto begun = Clock::now();
                const double loss =
                    output ? outputStep(student, features, around, drifted) : featureStep(student, features);
                student.diverged = !student.step(loss, options);
                student.record.seconds += secondsSince(begun);
            }
        });
        workDone += static_cast<double>(active.size()) * (output ? 4 : 1);
        progress.iteration = iteration + 1;
        tell(group);
        if ((iteration + 1) % options.checkpointEvery == 0)
            saveAll();
    }
    dropDiverged(group);
}

void Distiller::State::dropDiverged(std::vector<std::unique_ptr<Student>>& group) {
    std::erase_if(group, [&](const std::unique_ptr<Student>& student) {
        if (student->diverged)
            diverged.push_back(
                fmt::format("{} at iteration {}", toString(student->record.placed), student->iteration + 1));
        return student->diverged;
    });
}

void Distiller::State::closePhase(std::vector<std::unique_ptr<Student>>& group, Student::Phase phase) {
    std::set<Boundary> wanted;
    for (const auto& student : group) {
        wanted.insert({student->stage(), student->span().begin});
        wanted.insert({student->stage(), student->span().end});
    }
    const HybridUNet plain(teacher, HybridUNet::allTeacherPath(*teacher));
    std::vector<Features> heldOut;
    for (std::uint64_t i = 0; i < heldOutBatches; ++i) {
        heldOut.push_back(pass(heldOutBatch + i, plain, wanted));
        heldOut.back().outputs = {};
    }
    pool->run(static_cast<std::int64_t>(group.size()), [&](std::int64_t first, std::int64_t last) {
        setOperationThreads(1);
        for (auto i = first; i < last; ++i) {
            Student& student = *group[static_cast<std::size_t>(i)];
            if (student.phase == phase) {
                student.record.relativeError = featureError(student, heldOut);
                student.diverged = !std::isfinite(student.record.relativeError);
            }
        }
    });
    dropDiverged(group);
    for (const auto& student : group) {
        if (student->phase != phase)
            continue;
        SurrogateInfo& record = student->record;
        std::optional<double> psnr;
        if (measure)
            psnr = measure(record.placed, student->net->blocks());
        record.teacherPsnr = teacherPsnr;
        if (phase == Student::Phase::Feature) {
            record.featureError = record.relativeError;
            record.psnrAfterFeature = psnr;
            student->enter(Student::Phase::Output);
        }
        if (phase == Student::Phase::Output || options.outputIterations == 0) {
            record.psnrAfterOutput = options.outputIterations > 0 ? psnr : std::nullopt;
            student->phase = Student::Phase::Done;
            const auto file = folder / surrogateFileName(record.placed);
            writeSurrogate(file, *student->net, record);
            removeLeftovers(*student);
            ++progress.finished;
            if (finished)
                finished(record, file);
        } else {
            student->save(partFile(*student), options);
        }
    }
}

void Distiller::State::runGroup(std::span<const PlacedEdge> edges) {
    std::vector<std::unique_ptr<Student>> group;
    for (const PlacedEdge& placed : edges) {
        group.push_back(std::make_unique<Student>(placed, *teacher, mambaIrWeights, options));
        Student& student = *group.back();
        student.record.teacher = hash;
        std::error_code ignored;
        if (std::filesystem::exists(partFile(student), ignored) && student.restore(partFile(student), options))
            workDone += static_cast<double>(student.phase == Student::Phase::Feature
                                                ? student.iteration
                                                : options.featureIterations + 4 * student.iteration);
    }
    runPhase(group, Student::Phase::Feature);
    closePhase(group, Student::Phase::Feature);
    runPhase(group, Student::Phase::Output);
    closePhase(group, Student::Phase::Output);
}

void Distiller::run(std::span<const PlacedEdge> edges, double memory, int threads,
                    const std::function<void(const DistillProgress&)>& report,
                    const std::function<void(const SurrogateInfo&, const std::filesystem::path&)>& finished,
                    std::stop_token stop) {
    State& s = *m_state;
    s.pool = std::make_unique<ThreadPool>(threads);
    s.report = report;
    s.finished = finished;
    s.stop = stop;
    s.progress = {};
    s.start = Clock::now();
    s.teacherSeconds = s.workDone = s.workTotal = 0;
    s.diverged.clear();
    std::vector<PlacedEdge> missing;
    for (const PlacedEdge& placed : edges) {
        if (placed.edge.kind == BlockKind::Skip || placed.edge.isTeacher())
            throw InputError(fmt::format("{} needs no training.", toString(placed)));
        std::error_code ignored;
        if (!std::filesystem::exists(s.folder / surrogateFileName(placed), ignored))
            missing.push_back(placed);
    }
    s.progress.total = missing.size();
    s.workTotal = static_cast<double>(missing.size()) *
                  static_cast<double>(s.options.featureIterations + 4 * s.options.outputIterations);
    if (missing.empty())
        return;
    std::filesystem::create_directories(s.folder);
    if (s.measure)
        s.teacherPsnr = s.measure({}, {});
    // Sorted, neighbours share boundaries; a group holds what fits, and at least one.
    std::sort(missing.begin(), missing.end());
    for (std::size_t begin = 0; begin < missing.size();) {
        std::size_t end = begin;
        double bytes = 0;
        while (end < missing.size()) {
            const double more = distillBytes(missing[end], s.teacher->config(), s.options);
            if (end > begin && bytes + more > memory)
                break;
            bytes += more;
            ++end;
        }
        s.runGroup(std::span(missing).subspan(begin, end - begin));
        begin = end;
    }
    if (!s.diverged.empty())
        throw Error(fmt::format("The training diverged of {}. Distil {} with a smaller learning rate; all others are "
                                "finished and kept.",
                                fmt::join(s.diverged, ", "), s.diverged.size() == 1 ? "it" : "them"));
}

} // namespace kintsugi

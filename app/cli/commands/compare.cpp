#include "base/atomic_file.h"
#include "base/error.h"
#include "base/kendall.h"
#include "base/statistics.h"
#include "context.h"
#include "guards.h"
#include "library.h"
#include "nets/parallel.h"
#include "plots_library.h"
#include "project/latency.h"
#include "teacher_files.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

namespace kintsugi::cli {

namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Run {
    std::string method;
    std::uint64_t seed = 0;
    std::vector<double> volumes; ///< after evaluation i + 1
    double ownSeconds = 0;       ///< of the method, measuring left out
    double measuringSeconds = 0; ///< as it took when each architecture was first measured
    std::string refusal;         ///< why the method cannot search this space
};

/// Quality lost by each edge alone in the teacher, summed along a path.
double additiveLoss(const Architecture& path, const std::map<PlacedEdge, double>& scores) {
    double sum = 0;
    for (const PlacedEdge& placed : path.placedEdges())
        if (!placed.edge.isTeacher())
            sum += scores.at(placed);
    return sum;
}

} // namespace

void run(const CompareArgs& args, const Context& context) {
    requireCpu(context, "The comparison");
    const ProjectFolder folder(args.project);
    ProjectStore store(args.project);
    if (store.isReadOnly())
        throw InputError(store.readOnlyReason());
    const auto library = openLibrary(folder, context);
    ValidationOptions validation;
    validation.images.assign(args.images.begin(), args.images.end());
    validation.crop = args.crop;
    validation.count = static_cast<std::size_t>(args.count);
    validation.threads = context.threads();
    SearchProject project(folder, *library, validation);
    store.addValidationSet(project.validationSet());
    const SearchProblem problem = project.problem(args.space, parseKinds(args.kinds),
                                                  edgeCosts(args.cost, folder.config(), store), args.shortest);
    const ReferencePoint reference = referencePoint(problem);
    const double teacherPsnr = project.measure(store, allTeacher(folder.stages())).psnr;

    // The truth, where every path has been measured.
    std::vector<Architecture> paths;
    std::vector<double> losses;
    std::vector<Objectives> points;
    bool complete = problem.space.pathCount().approximate() <= 100'000;
    if (complete) {
        std::map<std::string, double> known;
        for (const EvaluationRecord& record : store.evaluations(project.validationSet().id))
            known[record.architecture] = record.psnr;
        problem.space.forEachPath([&](const Architecture& path) {
            const auto found = known.find(path.text());
            complete = found != known.end();
            if (complete) {
                paths.push_back(path);
                losses.push_back(teacherPsnr - found->second);
                points.push_back({losses.back(), problem.cost(path)});
            }
            return complete;
        });
    }
    context.print(complete ? fmt::format("Truth: all {} paths were measured", paths.size())
                           : fmt::format("{} paths, not all measured: hypervolumes are shares of the best of all runs",
                                         problem.space.pathCount().text()));

    std::vector<Run> runs;
    for (const SearchMethod method : searchMethods)
        for (int seed = 0; seed < args.seeds; ++seed) {
            // Nothing in `exact` is drawn at random before its refinement, but all seeds run all the same.
            Run run{std::string(methodName(method)), static_cast<std::uint64_t>(seed), {}, 0, 0, {}};
            SearchOptions options;
            options.method = method;
            options.budget = args.budget;
            options.seed = run.seed;
            options.reference = reference;
            double waited = 0;
            const TimeLeft left;
            const auto begun = Clock::now();
            try {
                runSearch(
                    problem, options,
                    [&](std::span<const Architecture> architectures) {
                        const auto asked = Clock::now();
                        std::vector<double> result;
                        for (const EvaluationRecord& record : project.measure(store, architectures, context.stop())) {
                            run.measuringSeconds += record.seconds;
                            result.push_back(teacherPsnr - record.psnr);
                        }
                        waited += secondsSince(asked);
                        return result;
                    },
                    [&](const Trial&, int evaluations, double volume) {
                        run.volumes.push_back(volume);
                        context.progress(fmt::format("{} seed {}: {}/{} evaluations, this run {}", run.method, seed,
                                                     evaluations, args.budget, left.text(evaluations, args.budget)));
                    },
                    context.stop());
            } catch (const Interrupted&) {
                throw;
            } catch (const InputError& e) {
                run.refusal = e.what();
            }
            run.ownSeconds = secondsSince(begun) - waited;
            runs.push_back(std::move(run));
            if (!runs.back().refusal.empty())
                break;
        }
    context.endProgress();

    double best = complete ? hypervolume(points, reference) : 0;
    if (!complete)
        for (const Run& run : runs)
            if (!run.volumes.empty())
                best = std::max(best, run.volumes.back());
    std::string csv = "method,seed,evaluations,hypervolume_share,own_seconds,measuring_seconds\n";
    json rows = json::array();
    std::string header = fmt::format("  {:<8}{:>6}", "method", "seed");
    for (const int at : args.marks)
        header += fmt::format("{:>9}", at);
    context.print(header + "   own s  measuring s   (share of the hypervolume after so many evaluations)");
    for (const Run& run : runs) {
        if (!run.refusal.empty()) {
            context.print(fmt::format("  {:<8} {}", run.method, run.refusal));
            continue;
        }
        std::string line = fmt::format("  {:<8}{:>6}", run.method, run.seed);
        json shares = json::object();
        for (const int at : args.marks) {
            if (at > args.budget) { // nobody knows
                line += fmt::format("{:>9}", "–");
                shares[std::to_string(at)] = nullptr;
                continue;
            }
            // A search that ended early, because it expected no more, keeps what it had.
            const std::size_t index = std::min(run.volumes.size(), static_cast<std::size_t>(at));
            const double share = run.volumes[index - 1] / best;
            line += fmt::format("{:>9.4f}", share);
            shares[std::to_string(at)] = share;
        }
        context.print(line + fmt::format("{:>8.1f}{:>13.0f}", run.ownSeconds, run.measuringSeconds));
        for (std::size_t i = 0; i < run.volumes.size(); ++i)
            csv += fmt::format("{},{},{},{:.6f},{:.2f},{:.1f}\n", run.method, run.seed, i + 1, run.volumes[i] / best,
                               run.ownSeconds, run.measuringSeconds);
        rows.push_back({{"method", run.method},
                        {"seed", run.seed},
                        {"shares", shares},
                        {"evaluations", run.volumes.size()},
                        {"own_seconds", run.ownSeconds},
                        {"measuring_seconds", run.measuringSeconds}});
    }

    json taus = json::object();
    if (complete) {
        std::map<PlacedEdge, double> scores;
        for (const StageInfo& stage : folder.stages())
            for (const PlacedEdge& placed : problem.space.edges(stage.id))
                if (!placed.edge.isTeacher())
                    scores[placed] =
                        teacherPsnr -
                        project.measure(store, allTeacher(folder.stages()).replaced(placed.span, placed.edge)).psnr;
        std::vector<double> predicted;
        for (const Architecture& path : paths)
            predicted.push_back(additiveLoss(path, scores));
        const double tau = kendallTau(predicted, losses);
        context.print(fmt::format("Kendall's tau of the additive prediction against the truth: {:.3f} over {} paths",
                                  tau, paths.size()));
        taus["additive_against_truth"] = tau;
    }
    if (args.timed > 1) {
        RandomStream random(17);
        std::vector<Architecture> sample;
        std::vector<double> transformers;
        const EdgeCosts counts = edgeCosts("transformers", folder.config(), store);
        for (int i = 0; i < args.timed; ++i) {
            sample.push_back(problem.space.sample(random));
            double count = 0;
            for (const PlacedEdge& placed : sample.back().placedEdges())
                count += counts.edge(placed);
            transformers.push_back(count);
        }
        std::vector<double> milliseconds;
        TimingOptions timing;
        timing.runs = 7;
        for (const Timing& t : timeNetworks(loadTeacher(folder), *library, sample, timing, {}, context.stop()))
            milliseconds.push_back(t.medianMs());
        setOperationThreads(context.threads());
        const double tau = kendallTau(transformers, milliseconds);
        context.print(fmt::format("Kendall's tau of transformer count against measured latency: {:.3f} over {} random "
                                  "paths at 256x256, one thread, {:.0f} to {:.0f} ms",
                                  tau, sample.size(), *std::min_element(milliseconds.begin(), milliseconds.end()),
                                  *std::max_element(milliseconds.begin(), milliseconds.end())));
        taus["transformers_against_latency"] = tau;
        json timedRows = json::array();
        for (std::size_t i = 0; i < sample.size(); ++i)
            timedRows.push_back(
                {{"arch", sample[i].text()}, {"transformers", transformers[i]}, {"ms", milliseconds[i]}});
        taus["timed"] = timedRows;
    }
    if (!args.output.empty()) {
        std::filesystem::create_directories(args.output);
        const auto name = std::filesystem::path(args.output) / fmt::format("{}-{}", args.space, args.cost);
        writeFileAtomically(name.string() + ".csv", [&](std::ostream& out) { out << csv; });
        PlotSpec plot{"Share of the hypervolume, every seed", "evaluations", "share", {}, {}, {}, 800, 450};
        std::map<std::string, int> colors;
        for (const Run& run : runs) {
            const auto [color, first] = colors.emplace(run.method, static_cast<int>(colors.size()));
            PlotSeries series{first ? run.method : "", {}, {}, PlotMark::None, true, true, color->second, 4};
            for (std::size_t i = 0; i < run.volumes.size(); ++i) {
                series.x.push_back(static_cast<double>(i + 1));
                series.y.push_back(run.volumes[i] / best);
            }
            plot.series.push_back(std::move(series));
        }
        if (const std::string missing = drawPlots({{plot, name.string() + ".png"}}); !missing.empty())
            context.note(missing);
    }
    context.printJson({{"space", args.space},
                       {"cost", args.cost},
                       {"complete", complete},
                       {"paths", problem.space.pathCount().text()},
                       {"reference", {{"loss", reference.loss}, {"cost", reference.cost}}},
                       {"best_hypervolume", best},
                       {"runs", rows},
                       {"tau", taus}});
}

} // namespace kintsugi::cli

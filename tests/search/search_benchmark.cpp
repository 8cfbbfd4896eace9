// Share of the true front's hypervolume that each method reaches after some evaluations, on synthetic networks whose
// 6,561 paths are all known, and on a space of spans, against the best of all runs. Not a test.
// Usage: bench_search [BUDGET] [exact|ens|nsga2|random ...]
#include "support.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace kintsugi;

namespace {

constexpr std::array checkpoints{20, 45, 100, 200, 500};
constexpr int seeds = 5;

struct Run {
    std::array<double, checkpoints.size()> hypervolumes{};
    int reaching99 = 0; ///< first evaluation at 99 % of the whole, 0: never
    double seconds = 0;
};

double trueHypervolume(const SyntheticNetwork& network) {
    std::vector<Objectives> points;
    network.problem.space.forEachPath([&](const Architecture& path) {
        points.push_back({network.loss(path), network.problem.cost(path)});
        return true;
    });
    return hypervolume(points, referencePoint(network.problem));
}

Run run(const SyntheticNetwork& network, SearchMethod method, int budget, std::uint64_t seed, double whole) {
    Run result;
    const auto observe = [&](const Trial&, int evaluations, double volume) {
        for (std::size_t i = 0; i < checkpoints.size(); ++i) {
            if (evaluations <= checkpoints[i])
                result.hypervolumes[i] = volume;
        }
        if (volume >= 0.99 * whole && result.reaching99 == 0)
            result.reaching99 = evaluations;
    };
    // A search that ends early keeps what it has, so later checkpoints are set by each trial.
    SearchOptions options;
    options.method = method;
    options.budget = budget;
    options.seed = seed;
    const auto start = std::chrono::steady_clock::now();
    runSearch(network.problem, options, network.evaluate(), observe, {});
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result;
}

void print(SearchMethod method, const std::vector<Run>& runs, const std::vector<double>& wholes) {
    std::printf("%-8s", std::string(methodName(method)).c_str());
    for (std::size_t i = 0; i < checkpoints.size(); ++i) {
        double sum = 0, least = 1e9;
        for (std::size_t r = 0; r < runs.size(); ++r) {
            const double share = 100 * runs[r].hypervolumes[i] / wholes[r];
            sum += share, least = std::min(least, share);
        }
        std::printf("  %6.2f (%6.2f)", sum / static_cast<double>(runs.size()), least);
    }
    std::printf("  99 %% at");
    double seconds = 0;
    for (const Run& r : runs) {
        r.reaching99 ? std::printf(" %3d", r.reaching99) : std::printf("   -");
        seconds += r.seconds / static_cast<double>(runs.size());
    }
    std::printf("  %6.2f s\n", seconds);
    std::fflush(stdout);
}

void heading(const char* name) {
    std::printf("\n%s: mean (least) share of hypervolume in %% over %d seeds\nmethod  ", name, seeds);
    for (int checkpoint : checkpoints)
        std::printf("  after %-9d", checkpoint);
    std::printf("\n");
}

} // namespace

int main(int argc, char** argv) {
    int budget = 500;
    if (argc > 1 && std::atoi(argv[1]) > 0) {
        budget = std::atoi(argv[1]);
        --argc, ++argv;
    }
    std::vector<SearchMethod> methods(searchMethods.begin(), searchMethods.end());
    if (argc > 1) {
        methods.clear();
        for (int i = 1; i < argc; ++i)
            methods.push_back(parseMethod(argv[i]));
    }
    for (const auto& [landscape, name] : {std::pair{Landscape::Additive, "additive, 6561 paths"},
                                          std::pair{Landscape::Interacting, "interacting, 6561 paths"},
                                          std::pair{Landscape::Saturating, "saturating, 6561 paths"}}) {
        heading(name);
        std::vector<SyntheticNetwork> networks;
        std::vector<double> wholes;
        for (std::uint64_t seed = 0; seed < seeds; ++seed) {
            networks.push_back(drawnNetwork(stageLevelSpace(), landscape, seed));
            wholes.push_back(trueHypervolume(networks.back()));
        }
        for (SearchMethod method : methods) {
            std::vector<Run> runs;
            for (std::uint64_t seed = 0; seed < seeds; ++seed)
                runs.push_back(run(networks[seed], method, budget, seed, wholes[seed]));
            print(method, runs, wholes);
        }
    }

    // Too many paths to know the truth: shares of the best that any method found.
    std::erase(methods, SearchMethod::Ens); // cannot write these stages as categories
    heading("interacting, all spans of blocks 2-2-2-4 in three kinds, 200 evaluations");
    std::vector<std::vector<Run>> all(methods.size());
    std::vector<double> wholes(seeds, 0);
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        const auto network =
            drawnNetwork(Space::allSpans(stagesWith({2, 2, 2, 4}, 2),
                                         std::array{BlockKind::Lite, BlockKind::Gated, BlockKind::Skip}),
                         Landscape::Interacting, seed);
        for (std::size_t m = 0; m < methods.size(); ++m) {
            all[m].push_back(run(network, methods[m], std::min(budget, 200), seed, 1e300));
            wholes[seed] = std::max(wholes[seed], all[m].back().hypervolumes.back());
        }
    }
    for (std::size_t m = 0; m < methods.size(); ++m)
        print(methods[m], all[m], wholes);
}

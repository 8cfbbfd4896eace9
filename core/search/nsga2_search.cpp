#include "search/methods.h"

#include "base/random.h"
#include "search/path_encoding.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <pagmo/algorithm.hpp>
#include <pagmo/algorithms/nsga2.hpp>
#include <pagmo/bfe.hpp>
#include <pagmo/population.hpp>
#include <pagmo/problem.hpp>

namespace kintsugi {

namespace {

constexpr unsigned populationSize = 20; // pagmo wants a multiple of 4
constexpr int patience = 20;            // generations

/// What pagmo's copies of problem and batch evaluator all point to.
struct Measuring {
    const PathEncoding& encoding;
    TrialLog& log;

    std::vector<int> numbers(const double* values) const {
        std::vector<int> result;
        for (int size : encoding.sizes())
            result.push_back(std::clamp(static_cast<int>(std::lround(*values++)), 0, size - 1));
        return result;
    }

    /// Loss and cost of each of the vectors, one after the other. What the budget no longer measures is worst.
    pagmo::vector_double objectives(const pagmo::vector_double& vectors) {
        std::vector<Architecture> paths;
        for (std::size_t at = 0; at < vectors.size(); at += encoding.sizes().size())
            paths.push_back(encoding.decode(numbers(vectors.data() + at)));
        log.measure(paths);
        pagmo::vector_double result;
        for (const Architecture& path : paths) {
            constexpr double worst = std::numeric_limits<double>::max();
            const Trial* trial = log.find(path);
            result.push_back(trial ? trial->loss : worst);
            result.push_back(trial ? trial->cost : worst);
        }
        return result;
    }
};

struct PathProblem {
    Measuring* measuring = nullptr;

    pagmo::vector_double fitness(const pagmo::vector_double& vector) const { return measuring->objectives(vector); }
    pagmo::vector_double::size_type get_nobj() const { return 2; }
    pagmo::vector_double::size_type get_nix() const { return measuring ? measuring->encoding.sizes().size() : 1; }
    std::pair<pagmo::vector_double, pagmo::vector_double> get_bounds() const {
        if (!measuring)
            return {{0}, {1}};
        pagmo::vector_double low(get_nix(), 0), high;
        for (int size : measuring->encoding.sizes())
            high.push_back(size - 1);
        return {low, high};
    }
};

struct PathBatch {
    Measuring* measuring = nullptr;

    pagmo::vector_double operator()(const pagmo::problem&, const pagmo::vector_double& vectors) const {
        return measuring->objectives(vectors);
    }
};

} // namespace

void searchByNsga2(const SearchProblem& problem, const SearchOptions& options, TrialLog& log) {
    const PathEncoding encoding(problem);
    Measuring measuring{encoding, log};
    RandomStream random(mixSeed(options.seed, 0x4e53));

    pagmo::population population(pagmo::problem(PathProblem{&measuring}), 0u, static_cast<unsigned>(random.next()));
    const auto add = [&](const Architecture& path) {
        const auto numbers = encoding.encode(path);
        const pagmo::vector_double vector(numbers.begin(), numbers.end());
        population.push_back(vector, measuring.objectives(vector));
    };
    add(allTeacher(problem.space.stages()));
    while (population.size() < populationSize)
        add(problem.space.sample(random));

    const double mutation = 1.0 / static_cast<double>(encoding.sizes().size()); // one number a child, on average
    pagmo::nsga2 nsga2(1u, 0.95, 10., mutation, 20., static_cast<unsigned>(random.next()));
    nsga2.set_bfe(pagmo::bfe(PathBatch{&measuring}));
    const pagmo::algorithm algorithm(std::move(nsga2));
    for (int idle = 0; idle < patience && !log.finished();) {
        log.checkStop();
        const int before = log.remaining();
        population = algorithm.evolve(population);
        idle = log.remaining() == before ? idle + 1 : 0;
    }
}

} // namespace kintsugi

#include "search/methods.h"

#include "base/random.h"

namespace kintsugi {

void searchAtRandom(const SearchProblem& problem, const SearchOptions& options, TrialLog& log) {
    RandomStream random(mixSeed(options.seed, 0x7a4d));
    constexpr unsigned shuffled = 65536; // up to here all paths are listed, so that the last ones are found, too
    const PathCount count = problem.space.pathCount();
    if (!count.isExact() || count.value() > shuffled) {
        while (!log.finished())
            log.measure(problem.space.sample(random));
        return;
    }
    std::vector<Architecture> paths;
    problem.space.forEachPath([&](const Architecture& path) {
        paths.push_back(path);
        return true;
    });
    for (std::size_t left = paths.size(); left > 0 && !log.finished(); --left) {
        std::swap(paths[left - 1], paths[random.below(left)]);
        log.measure(paths[left - 1]);
    }
}

} // namespace kintsugi

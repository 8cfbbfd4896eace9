#include "search/methods.h"

#include "base/random.h"
#include "search/ehvi.h"
#include "search/gaussian_process.h"
#include "search/path_encoding.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kintsugi {

// Published: one category for each stage, relaxed to [0, 1]; Gaussian processes for both objectives; expected
// hypervolume improvement; 2 * 8 + 1 initial points, evenly drawn; one evaluation at a time.
//
// Ours, since the paper does not say: the bins of a stage are equally wide and ordered by cost; the processes have the
// Matern 5/2 kernel with a length scale for each stage and see a trial where it was proposed, the teacher at the middle
// of its bins; the improvement is maximised over evenly drawn points and disturbed copies of the best ones, and
// proposals that lead to a measured architecture are passed over, because losses do not vary.

namespace {

constexpr int initialPoints = 17;
constexpr int drawnPoints = 256;
constexpr int disturbedPoints = 128;
constexpr int rounds = 2; ///< of disturbing
constexpr std::size_t disturbed = 8;
constexpr int hopelessDraws = 1000; ///< without a new architecture; the space is all but exhausted

class EnsSearch {
public:
    EnsSearch(const SearchProblem& problem, const SearchOptions& options, TrialLog& log)
        : m_encoding(problem), m_log(log), m_random(mixSeed(options.seed, 0xe45)) {
        m_encoding.requireCategories();
        Features teacher;
        const auto numbers = m_encoding.encode(allTeacher(problem.space.stages()));
        for (std::size_t stage = 0; stage < numbers.size(); ++stage)
            teacher.push_back((numbers[stage] + 0.5) / m_encoding.sizes()[stage]);
        note(teacher);
        m_groups.resize(numbers.size());
        std::iota(m_groups.begin(), m_groups.end(), 0);
    }

    void run() {
        for (int i = 0; i < initialPoints && !m_log.finished(); ++i) {
            if (!measure(unmeasuredPoint()))
                return;
        }
        while (!m_log.finished()) {
            m_log.checkStop();
            if (!measure(bestProposal()))
                return;
        }
    }

private:
    struct Proposal {
        Features point;
        double gain = 0;
    };

    Architecture decode(const Features& point) const {
        std::vector<int> numbers;
        for (std::size_t stage = 0; stage < point.size(); ++stage) {
            const int size = m_encoding.sizes()[stage];
            numbers.push_back(std::min(static_cast<int>(point[stage] * size), size - 1));
        }
        return m_encoding.decode(numbers);
    }

    /// Whether there was a point to measure.
    bool measure(const std::optional<Features>& point) {
        if (!point)
            return false;
        m_log.measure(decode(*point));
        note(*point);
        return true;
    }

    void note(const Features& point) {
        const Trial& trial = m_log.trials().back();
        m_points.push_back(point);
        m_losses.push_back(trial.loss);
        m_costs.push_back(trial.cost);
    }

    Features drawnPoint() {
        Features point;
        for (std::size_t stage = 0; stage < m_encoding.sizes().size(); ++stage)
            point.push_back(m_random.uniform());
        return point;
    }

    std::optional<Features> unmeasuredPoint() {
        for (int draw = 0; draw < hopelessDraws; ++draw) {
            Features point = drawnPoint();
            if (!m_log.knows(decode(point)))
                return point;
        }
        return std::nullopt;
    }

    /// Each coordinate moved with a chance of one in three, by at most @p reach.
    Features disturbedPoint(const Features& centre, double reach) {
        Features point = centre;
        for (double& x : point) {
            if (m_random.below(3) == 0)
                x = std::clamp(x + m_random.uniform(-reach, reach), 0.0, 1.0);
        }
        return point;
    }

    GaussianProcess fitted(const std::vector<double>& values, std::optional<GaussianProcessScales>& scales,
                           bool refit) {
        if (refit)
            scales = fitScales(m_points, values, m_groups, scales, mean(values));
        scales->mean = mean(values);
        return GaussianProcess(m_points, values, m_groups, *scales);
    }

    static double mean(const std::vector<double>& values) {
        return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    }

    std::optional<Features> bestProposal() {
        // Scales settle as trials come in, so they are fitted anew only after a tenth more of them.
        const bool refit = !m_lossScales || m_points.size() >= m_fittedAt + std::max<std::size_t>(4, m_fittedAt / 10);
        if (refit)
            m_fittedAt = m_points.size();
        const GaussianProcess loss = fitted(m_losses, m_lossScales, refit);
        const GaussianProcess cost = fitted(m_costs, m_costScales, refit);
        const ExpectedImprovement improvement(m_log.front(), m_log.reference());

        std::vector<Proposal> best;
        const auto consider = [&](std::vector<Features> points) {
            std::erase_if(points, [&](const Features& point) { return m_log.knows(decode(point)); });
            const auto losses = loss.predict(points), costs = cost.predict(points);
            for (std::size_t i = 0; i < points.size(); ++i)
                best.push_back({std::move(points[i]), improvement(losses[i], costs[i])});
            std::stable_sort(best.begin(), best.end(),
                             [](const Proposal& a, const Proposal& b) { return a.gain > b.gain; });
            best.resize(std::min(best.size(), disturbed));
        };
        std::vector<Features> drawn;
        for (int i = 0; i < drawnPoints; ++i)
            drawn.push_back(drawnPoint());
        consider(std::move(drawn));
        double reach = 0.5;
        for (int round = 0; round < rounds && !best.empty(); ++round, reach /= 2) {
            std::vector<Features> points;
            for (int i = 0; i < disturbedPoints; ++i)
                points.push_back(disturbedPoint(best[static_cast<std::size_t>(i) % best.size()].point, reach));
            consider(std::move(points));
        }
        return best.empty() ? unmeasuredPoint() : best.front().point;
    }

    PathEncoding m_encoding;
    TrialLog& m_log;
    RandomStream m_random;
    std::vector<int> m_groups;
    std::vector<Features> m_points;
    std::vector<double> m_losses, m_costs;
    std::optional<GaussianProcessScales> m_lossScales, m_costScales;
    std::size_t m_fittedAt = 0;
};

} // namespace

void searchAsEns(const SearchProblem& problem, const SearchOptions& options, TrialLog& log) {
    EnsSearch(problem, options, log).run();
}

} // namespace kintsugi

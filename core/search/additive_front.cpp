#include "search/additive_front.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace kintsugi {

AdditiveFront::AdditiveFront(const SearchProblem& problem, const EdgeLoss& edgeLoss, std::size_t maximumLabels)
    : m_maximumLabels(std::max<std::size_t>(maximumLabels, 2)) {
    double mostCost = std::abs(problem.baseCost), mostLoss = 0;
    for (StageId stage : allStages) {
        for (const PlacedEdge& placed : problem.space.edges(stage)) {
            mostCost = std::max(mostCost, std::abs(problem.edgeCost(placed)));
            if (!placed.edge.isTeacher())
                mostLoss = std::max(mostLoss, std::abs(edgeLoss(placed)));
        }
    }
    m_costTolerance = 1e-12 * mostCost;
    m_lossTolerance = 1e-12 * mostLoss;

    Labels total{{problem.baseCost, 0, 0, 0}};
    for (StageId stage : allStages) {
        m_stages.push_back(frontOfStage(problem, stage, edgeLoss));
        const Labels& ends = m_stages.back().boundaries.back();
        std::vector<Labels> sums;
        for (std::size_t step = 0; step < ends.size(); ++step) {
            Labels sum = total;
            for (std::size_t from = 0; from < sum.size(); ++from)
                sum[from] = {total[from].cost + ends[step].cost, total[from].loss + ends[step].loss, from, step};
            collect(sums, std::move(sum));
        }
        total = finish(std::move(sums));
        m_totals.push_back(total);
    }
    for (const Label& label : total)
        m_points.push_back({label.loss, label.cost});
}

AdditiveFront::StageFront AdditiveFront::frontOfStage(const SearchProblem& problem, StageId stage,
                                                      const EdgeLoss& edgeLoss) {
    const auto blocks = static_cast<std::size_t>(problem.space.stages()[static_cast<std::size_t>(stage)].blocks);
    StageFront front{problem.space.edges(stage), std::vector<Labels>(blocks + 1)};

    // Of the edges over one span only the unbeaten ones can be on a front.
    std::vector<std::vector<Labels>> arriving(blocks + 1); // by end: one list for each span, `from` its begin
    for (std::size_t i = 0; i < front.edges.size();) {
        const Span span = front.edges[i].span;
        std::vector<Labels> parallel;
        for (; i < front.edges.size() && front.edges[i].span == span; ++i) {
            const PlacedEdge& placed = front.edges[i];
            collect(parallel, {{problem.edgeCost(placed), placed.edge.isTeacher() ? 0 : edgeLoss(placed),
                                static_cast<std::size_t>(span.begin), i}});
        }
        arriving[static_cast<std::size_t>(span.end)].push_back(finish(std::move(parallel)));
    }

    front.boundaries[0] = {{0, 0, 0, 0}};
    for (std::size_t end = 1; end <= blocks; ++end) {
        std::vector<Labels> ways;
        for (const Labels& edges : arriving[end]) {
            for (const Label& edge : edges) {
                const Labels& before = front.boundaries[edge.from];
                Labels extended;
                for (std::size_t from = 0; from < before.size(); ++from)
                    extended.push_back({before[from].cost + edge.cost, before[from].loss + edge.loss, from, edge.step});
                collect(ways, std::move(extended));
            }
        }
        front.boundaries[end] = finish(std::move(ways));
    }
    return front;
}

/// The list is merged with those of about its own weight, so that what is beaten goes early and little is held.
void AdditiveFront::collect(std::vector<Labels>& collected, Labels list) const {
    std::size_t weight = 0;
    for (; weight < collected.size() && !collected[weight].empty(); ++weight)
        list = merged(std::exchange(collected[weight], {}), list);
    if (weight == collected.size())
        collected.emplace_back();
    collected[weight] = std::move(list);
}

AdditiveFront::Labels AdditiveFront::finish(std::vector<Labels> collected) {
    Labels all;
    for (const Labels& list : collected)
        all = merged(list, all);
    if (all.size() <= m_maximumLabels)
        return all;

    m_exact = false;
    const double low = all.front().cost, width = (all.back().cost - low) / static_cast<double>(m_maximumLabels - 1);
    Labels thinned{all.front()}; // losses fall, so the last of a range is its best; the first one is the cheapest path
    double range = 0;
    for (std::size_t i = 1; i < all.size(); ++i) {
        const double here = std::ceil((all[i].cost - low) / width);
        if (here == range && thinned.size() > 1)
            thinned.back() = all[i];
        else
            thinned.push_back(all[i]);
        range = here;
    }
    return thinned;
}

AdditiveFront::Labels AdditiveFront::merged(const Labels& a, const Labels& b) const {
    Labels result;
    result.reserve(a.size() + b.size());
    const auto add = [&](const Label& label) {
        if (!result.empty() && label.loss >= result.back().loss - m_lossTolerance)
            return;
        // A lower loss at the same cost but for rounding beats the label before.
        if (!result.empty() && label.cost <= result.back().cost + m_costTolerance)
            result.back() = label;
        else
            result.push_back(label);
    };
    std::size_t i = 0, j = 0;
    while (i < a.size() || j < b.size()) {
        const bool first =
            j == b.size() ||
            (i < a.size() && (a[i].cost < b[j].cost || (a[i].cost == b[j].cost && a[i].loss <= b[j].loss)));
        add(first ? a[i++] : b[j++]);
    }
    return result;
}

Architecture AdditiveFront::architecture(std::size_t index) const {
    Architecture result;
    for (std::size_t s = m_stages.size(); s-- > 0;) {
        const Label& total = m_totals[s][index];
        index = total.from;
        const StageFront& stage = m_stages[s];
        Architecture::StageEdges edges;
        std::size_t boundary = stage.boundaries.size() - 1, at = total.step;
        while (boundary > 0) {
            const Label& label = stage.boundaries[boundary][at];
            const PlacedEdge& placed = stage.edges[label.step];
            edges.push_back(placed.edge);
            boundary = static_cast<std::size_t>(placed.span.begin);
            at = label.from;
        }
        std::reverse(edges.begin(), edges.end());
        result.setEdges(allStages[s], std::move(edges));
    }
    return result;
}

} // namespace kintsugi

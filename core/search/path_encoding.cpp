#include "search/path_encoding.h"

#include "base/error.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>

namespace kintsugi {

namespace {

using StageEdges = Architecture::StageEdges;

/// Whether the stage's end can be reached, by boundary.
std::vector<bool> leadsToEnd(const std::vector<PlacedEdge>& edges, int blocks) {
    std::vector<bool> leads(static_cast<std::size_t>(blocks) + 1, false);
    leads.back() = true;
    for (auto it = edges.rbegin(); it != edges.rend(); ++it) {
        if (leads[static_cast<std::size_t>(it->span.end)])
            leads[static_cast<std::size_t>(it->span.begin)] = true;
    }
    return leads;
}

/// Every path of a stage by cost.
std::vector<StageEdges> rankedPaths(const SearchProblem& problem, StageId stage, int blocks,
                                    const std::vector<std::vector<PlacedEdge>>& starting) {
    struct Ranked {
        double cost;
        std::string text;
        StageEdges edges;
    };
    std::vector<Ranked> paths;
    StageEdges walked;
    const std::function<void(int, double)> walk = [&](int position, double cost) {
        if (position == blocks) {
            Architecture alone;
            alone.setEdges(stage, walked);
            paths.push_back({cost, alone.stageText(stage), walked});
            return;
        }
        for (const PlacedEdge& placed : starting[static_cast<std::size_t>(position)]) {
            walked.push_back(placed.edge);
            walk(placed.span.end, cost + problem.edgeCost(placed));
            walked.pop_back();
        }
    };
    walk(0, 0);
    std::sort(paths.begin(), paths.end(),
              [](const Ranked& a, const Ranked& b) { return a.cost != b.cost ? a.cost < b.cost : a.text < b.text; });
    std::vector<StageEdges> result;
    for (Ranked& path : paths)
        result.push_back(std::move(path.edges));
    return result;
}

} // namespace

PathEncoding::PathEncoding(const SearchProblem& problem) {
    for (const StageInfo& info : problem.space.stages()) {
        const auto& edges = problem.space.edges(info.id);
        const auto leads = leadsToEnd(edges, info.blocks);
        if (!leads.front())
            throw InputError(fmt::format("The search space has no path through stage {}.", stageName(info.id)));
        std::vector<std::vector<PlacedEdge>> starting(static_cast<std::size_t>(info.blocks));
        for (const PlacedEdge& placed : edges) { // already by end, kind and run
            if (leads[static_cast<std::size_t>(placed.span.end)])
                starting[static_cast<std::size_t>(placed.span.begin)].push_back(placed);
        }

        StageCode code{info.id, info.blocks, m_sizes.size(), {}, {}};
        const PathCount count = problem.space.pathCount(info.id);
        if (count.isExact() && count.value() <= mostCategories) {
            code.paths = rankedPaths(problem, info.id, info.blocks, starting);
            m_sizes.push_back(static_cast<int>(code.paths.size()));
        } else {
            for (const auto& here : starting) {
                code.edges.emplace_back();
                for (const PlacedEdge& placed : here)
                    code.edges.back().push_back(placed.edge);
                m_sizes.push_back(std::max(1, static_cast<int>(here.size())));
            }
        }
        m_stages.push_back(std::move(code));
    }
}

void PathEncoding::requireCategories() const {
    for (const StageCode& code : m_stages) {
        if (code.paths.empty())
            throw InputError(
                fmt::format("The method ens takes one category for each way through a stage, and stage {} "
                            "has more than {} ways; use exact, nsga2 or random, or allow whole stages only.",
                            stageName(code.stage), mostCategories));
    }
}

Architecture PathEncoding::decode(std::span<const int> numbers) const {
    Architecture result;
    for (const StageCode& code : m_stages) {
        if (!code.paths.empty()) {
            result.setEdges(code.stage, code.paths[static_cast<std::size_t>(numbers[code.first])]);
            continue;
        }
        StageEdges edges;
        for (int position = 0; position < code.blocks; position += edges.back().covers) {
            const auto at = static_cast<std::size_t>(position);
            edges.push_back(code.edges[at][static_cast<std::size_t>(numbers[code.first + at])]);
        }
        result.setEdges(code.stage, std::move(edges));
    }
    return result;
}

std::vector<int> PathEncoding::encode(const Architecture& architecture) const {
    std::vector<int> numbers(m_sizes.size(), 0);
    for (const StageCode& code : m_stages) {
        const StageEdges& edges = architecture.edges(code.stage);
        if (!code.paths.empty()) {
            const auto at = std::find(code.paths.begin(), code.paths.end(), edges);
            numbers[code.first] = static_cast<int>(at - code.paths.begin());
            continue;
        }
        int position = 0;
        for (const Edge& edge : edges) {
            const auto at = static_cast<std::size_t>(position);
            const auto& choices = code.edges[at];
            numbers[code.first + at] =
                static_cast<int>(std::find(choices.begin(), choices.end(), edge) - choices.begin());
            position += edge.covers;
        }
    }
    return numbers;
}

} // namespace kintsugi

#pragma once

#include "base/random.h"
#include "search/search.h"

#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

/// How the losses of a synthetic network's edges make the loss of a path.
enum class Landscape {
    Additive,    ///< their sum
    Interacting, ///< and terms for neighbouring replaced stages, and errors that grow on their way through the network
    Saturating   ///< squared errors add up with those terms, and the loss is their PSNR
};

/// A network whose losses are drawn, not measured.
struct SyntheticNetwork {
    kintsugi::SearchProblem problem;
    Landscape landscape;
    std::map<kintsugi::PlacedEdge, double> edgeLoss;
    std::uint64_t seed;

    double loss(const kintsugi::Architecture& architecture) const {
        using namespace kintsugi;
        double sum = 0, before = 0;
        for (StageId stage : allStages) {
            double here = 0;
            for (const PlacedEdge& placed : architecture.placedEdges(stage)) {
                if (!placed.edge.isTeacher())
                    here += edgeLoss.at(placed);
            }
            sum += here;
            if (landscape != Landscape::Additive) {
                // Signed: a surrogate mends or worsens what the one before it did, by which kind follows which.
                const auto text = std::hash<std::string>{}(architecture.stageText(stage));
                RandomStream random(mixSeed(seed, text, static_cast<std::uint64_t>(stage)));
                sum += random.uniform(-0.3, 0.6) * std::sqrt(std::abs(here * before));
            }
            before = here;
        }
        switch (landscape) {
        case Landscape::Additive:
            return sum;
        case Landscape::Interacting:
            return sum * (1 + 0.08 * sum);
        case Landscape::Saturating:
            break;
        }
        return 10 * std::log10(1 + std::max(-0.9, 0.26 * sum));
    }

    kintsugi::Evaluate evaluate() const {
        return [this](std::span<const kintsugi::Architecture> architectures) {
            std::vector<double> losses;
            for (const auto& architecture : architectures)
                losses.push_back(loss(architecture));
            return losses;
        };
    }
};

inline kintsugi::Stages stagesWith(std::array<int, 4> blocks, int refinement) {
    kintsugi::RestormerConfig config;
    config.numBlocks = blocks;
    config.numRefinementBlocks = refinement;
    return kintsugi::stagesOf(config);
}

/// Drawn losses and costs for the edges of a space. Losses grow with the span and shrink with the run; some are
/// negative. Costs are whole numbers when @p wholeCosts, else real ones.
inline SyntheticNetwork drawnNetwork(const kintsugi::Space& space, Landscape landscape, std::uint64_t seed,
                                     bool wholeCosts = false) {
    using namespace kintsugi;
    SyntheticNetwork network{{space, {}, wholeCosts ? 2.0 : 3.7}, landscape, {}, seed};
    auto costs = std::make_shared<std::map<PlacedEdge, double>>();
    RandomStream random(mixSeed(seed, 1));
    for (StageId stage : allStages) {
        const double weight = random.uniform(0.5, 2.0), fragility = random.uniform(0.3, 1.7);
        std::map<BlockKind, double> perBlock{{BlockKind::Teacher, 1.0}, {BlockKind::Skip, 0.0}};
        for (const PlacedEdge& placed : space.edges(stage)) {
            const Edge& edge = placed.edge;
            if (!perBlock.contains(edge.kind))
                perBlock[edge.kind] = random.uniform(0.3, 0.9);
            const double cost = perBlock[edge.kind] * edge.run;
            (*costs)[placed] = wholeCosts ? std::round(4 * cost) : weight * cost;
            if (edge.isTeacher())
                continue;
            const bool mends = edge.run == edge.covers && random.below(8) == 0; // better than what it replaces
            network.edgeLoss[placed] =
                fragility * (mends ? random.uniform(-0.05, 0.0)
                                   : random.uniform(0.06, 0.18) * std::pow(edge.covers, 1.4) / (0.5 + edge.run));
        }
    }
    network.problem.edgeCost = [costs](const PlacedEdge& placed) { return costs->at(placed); };
    return network;
}

/// Three choices a stage: the teacher, one light surrogate, one control. 6,561 paths.
inline kintsugi::Space stageLevelSpace() {
    using namespace kintsugi;
    const Stages stages = stagesWith({2, 2, 2, 4}, 2);
    Space space(stages);
    for (const StageInfo& stage : stages) {
        space.allow({stage.id, 0, stage.blocks}, {BlockKind::Lite, stage.blocks, stage.blocks});
        space.allow({stage.id, 0, stage.blocks}, {BlockKind::Restormer, stage.blocks / 2, stage.blocks});
    }
    return space;
}

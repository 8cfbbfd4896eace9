#pragma once

#include "base/random.h"
#include "common/values.h"
#include "space/costs.h"

#include <cmath>
#include <vector>

/// A trial of the full-size network with its real costs; loss and times are a function of the path, so that tests can
/// tell what they should see.
class TrialFixture {
public:
    TrialFixture() : m_costs(kintsugi::RestormerConfig{}, 256, 256) {}

    const kintsugi::Stages& stages() const { return m_costs.stages(); }

    kintsugi::TrialRow row(const kintsugi::Architecture& architecture, std::int64_t number, std::int64_t search = 1,
                           const QString& method = QStringLiteral("exact")) const {
        kintsugi::TrialRow trial;
        const kintsugi::Cost cost = m_costs.network(architecture);
        trial.number = number;
        trial.search = search;
        trial.index = number - 1;
        trial.method = method;
        trial.architecture = architecture;
        trial.transformers = cost.transformers;
        trial.surrogateBlocks = cost.surrogateBlocks;
        trial.penalty = cost.penalty();
        trial.gmacs = static_cast<double>(cost.macs.total()) / 1e9;
        trial.mparameters = static_cast<double>(cost.parameters) / 1e6;
        for (const kintsugi::PlacedEdge& placed : architecture.placedEdges()) {
            if (placed.edge.isTeacher())
                continue;
            const double early = placed.span.stage <= kintsugi::StageId::enc2 ? 1.6 : 1;
            trial.loss += 0.021 * early * placed.edge.covers * (1 + 0.3 * std::sin(7.0 * placed.span.begin + early));
        }
        trial.psnr = 31.62 - trial.loss;
        trial.predictedMs = 1000 + 24.0 * trial.gmacs - 12.0 * cost.surrogateBlocks;
        trial.lossInterval = kintsugi::Interval{trial.loss - 0.02, trial.loss + 0.02};
        trial.tied = trial.lossInterval->low <= 0;
        return trial;
    }

    kintsugi::TrialRow teacher(std::int64_t number = 1, std::int64_t search = 1) const {
        return row(kintsugi::allTeacher(stages()), number, search);
    }

    /// The teacher and then random paths, numbered from @p first. Different draws replace different shares of blocks.
    std::vector<kintsugi::TrialRow> rows(int count, std::uint64_t seed = 1, std::int64_t first = 1,
                                         std::int64_t search = 1,
                                         const QString& method = QStringLiteral("exact")) const {
        kintsugi::RandomStream random(seed);
        std::vector<kintsugi::TrialRow> result;
        for (int i = 0; i < count; ++i) {
            kintsugi::Architecture path = kintsugi::allTeacher(stages());
            if (i > 0) {
                const double share = random.uniform();
                for (const kintsugi::StageInfo& stage : stages()) {
                    for (int block = 0; block < stage.blocks; ++block)
                        if (random.uniform() < share)
                            path = path.replaced({stage.id, block, block + 1}, {kintsugi::BlockKind::Lite, 1, 1});
                    if (random.uniform() < share * 0.4)
                        path = path.replaced({stage.id, 1, 3}, {kintsugi::BlockKind::Lite, 1, 2});
                }
            }
            result.push_back(row(path, first + i, search, method));
            result.back().index = i;
            if (i > 0)
                result.back().loss *= 1 + 0.6 * random.uniform() * random.uniform();
            result.back().psnr = 31.62 - result.back().loss;
        }
        return result;
    }

private:
    kintsugi::CostModel m_costs;
};

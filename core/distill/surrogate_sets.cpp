#include "distill/surrogate_sets.h"

#include "base/error.h"

#include <algorithm>
#include <fmt/format.h>

namespace kintsugi {

std::vector<int> standardRuns(int length) {
    std::vector<int> runs;
    if (length < 4)
        runs.push_back(1);
    for (int run = 2; run <= length; run += 2)
        runs.push_back(run);
    return runs;
}

std::vector<PlacedEdge> surrogateSet(const std::string& spans, std::span<const BlockKind> kinds, const Stages& stages,
                                     const SurrogateOptions& options) {
    std::vector<Span> wanted;
    for (const StageInfo& stage : stages) {
        if (spans == "stages" || spans == "all")
            wanted.push_back({stage.id, 0, stage.blocks});
        if (spans == "blocks" || spans == "all")
            for (int i = 0; i < stage.blocks; ++i)
                wanted.push_back({stage.id, i, i + 1});
    }
    if (wanted.empty())
        for (std::size_t begin = 0; begin <= spans.size();) {
            const std::size_t end = std::min(spans.find(',', begin), spans.size());
            wanted.push_back(parseSpan(spans.substr(begin, end - begin), stages));
            begin = end + 1;
        }
    std::vector<PlacedEdge> edges;
    for (const Span& span : wanted)
        for (const BlockKind kind : kinds)
            for (const int run : kind == BlockKind::Skip ? std::vector<int>{0} : standardRuns(span.length())) {
                const PlacedEdge placed{span, {kind, run, span.length()}};
                if (canBuild(placed, stages[static_cast<std::size_t>(indexOf(span.stage))], options))
                    edges.push_back(placed);
            }
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    if (edges.empty())
        throw InputError(fmt::format("No surrogate of these kinds can stand at '{}' in this teacher.", spans));
    return edges;
}

} // namespace kintsugi

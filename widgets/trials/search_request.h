#pragma once

#include "search/search.h"
#include "trials/trial_cost.h"

#include <QString>
#include <cstdint>
#include <optional>
#include <vector>

namespace kintsugi {

/// What surrogates may replace.
enum class SpanChoice { WholeStages, SingleBlocks, AllSpans };

/// What a search is started with.
struct SearchRequest {
    SearchMethod method = SearchMethod::Exact;
    SpanChoice spans = SpanChoice::AllSpans;
    std::vector<BlockKind> kinds{BlockKind::Lite};
    bool shortest = false; ///< of each kind at each span only the surrogate of fewest blocks
    TrialCost cost = TrialCost::Transformers;
    std::optional<double> limit; ///< of the cost; a line in the plot, the search itself looks everywhere
    int trials = 100;
    std::uint64_t seed = 0;

    bool operator==(const SearchRequest&) const = default;
};

/// "stages", "blocks", "all": the engine's names.
QString spanChoiceKey(SpanChoice spans);
QString spanChoiceText(SpanChoice spans);

/// "Exact span search".
QString methodTitle(SearchMethod method);
/// One line.
QString methodExplanation(SearchMethod method);
/// "exact span search" of a method's name in the engine; a name that is not known stays as it is.
QString methodText(const QString& name);
/// "exact", "ENS", "NSGA-II", "random"; a name that is not known stays as it is.
QString methodShort(const QString& name);

} // namespace kintsugi

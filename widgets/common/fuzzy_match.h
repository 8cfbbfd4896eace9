#pragma once

#include <QString>
#include <optional>
#include <vector>

namespace kintsugi {

struct FuzzyMatch {
    int score = 0;              ///< larger is better; only to be compared for one pattern
    std::vector<int> positions; ///< of the characters that matched, ascending
};

/// Whether the characters of each word of @p pattern occur in @p text in order, letter case aside, and how well: runs,
/// beginnings of words and short texts count more. Words of the pattern may come in any order. An empty pattern matches
/// everything with score 0.
std::optional<FuzzyMatch> fuzzyMatch(const QString& pattern, const QString& text);

} // namespace kintsugi

#include "common/fuzzy_match.h"

#include <QStringList>
#include <algorithm>

namespace kintsugi {

namespace {

constexpr int characterScore = 4, runBonus = 12, wordBonus = 10, beginBonus = 6, none = -1'000'000;

bool beginsWord(const QString& text, int at) {
    if (at == 0)
        return true;
    const QChar before = text[at - 1], here = text[at];
    return (!before.isLetterOrNumber() && here.isLetterOrNumber()) || (before.isLetter() && here.isDigit()) ||
           (before.isLower() && here.isUpper());
}

// Best alignment by dynamic programming: best[i][j] is the score of word[0..i] with word[i] at text[j].
std::optional<FuzzyMatch> matchWord(const QString& word, const QString& text) {
    const int rows = int(word.size()), columns = int(text.size());
    std::vector<std::vector<int>> best(std::size_t(rows), std::vector<int>(std::size_t(columns), none));
    std::vector<std::vector<int>> from(std::size_t(rows), std::vector<int>(std::size_t(columns), -1));
    for (int i = 0; i < rows; ++i) {
        int apart = none, apartAt = -1; // the best that ends before j - 1
        for (int j = 0; j < columns; ++j) {
            if (i > 0 && j >= 2 && best[std::size_t(i - 1)][std::size_t(j - 2)] > apart) {
                apart = best[std::size_t(i - 1)][std::size_t(j - 2)];
                apartAt = j - 2;
            }
            if (word[i].toCaseFolded() != text[j].toCaseFolded())
                continue;
            const int own = characterScore + (beginsWord(text, j) ? wordBonus : 0) + (j == 0 ? beginBonus : 0);
            if (i == 0) {
                best[0][std::size_t(j)] = own;
                continue;
            }
            const int next = j >= 1 ? best[std::size_t(i - 1)][std::size_t(j - 1)] : none;
            const bool run = next != none && next + runBonus >= apart;
            const int before = run ? next + runBonus : apart;
            if (before == none)
                continue;
            best[std::size_t(i)][std::size_t(j)] = before + own;
            from[std::size_t(i)][std::size_t(j)] = run ? j - 1 : apartAt;
        }
    }
    const auto& last = best.back();
    const auto top = std::max_element(last.begin(), last.end());
    if (top == last.end() || *top == none)
        return std::nullopt;
    FuzzyMatch match{*top, {}};
    for (int i = rows - 1, j = int(top - last.begin()); i >= 0; --i) {
        match.positions.push_back(j);
        j = from[std::size_t(i)][std::size_t(j)];
    }
    std::reverse(match.positions.begin(), match.positions.end());
    return match;
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString& pattern, const QString& text) {
    FuzzyMatch all;
    const QStringList words = pattern.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString& word : words) {
        const auto match = matchWord(word, text);
        if (!match)
            return std::nullopt;
        all.score += match->score;
        all.positions.insert(all.positions.end(), match->positions.begin(), match->positions.end());
    }
    std::sort(all.positions.begin(), all.positions.end());
    all.positions.erase(std::unique(all.positions.begin(), all.positions.end()), all.positions.end());
    if (!words.isEmpty())
        all.score -= int(text.size()) / 4;
    return all;
}

} // namespace kintsugi

#pragma once

#include "trials/trial_model.h"

#include <QString>
#include <functional>
#include <vector>

namespace kintsugi {

/// A filter in words, such as `ms < 2600 dB < 0.3 dec1:T front`: terms apart by spaces, all must hold, `!` before one
/// turns it round.
///
/// - comparisons of ms (predicted), measured, dB (lost), psnr, T, S, GMAC, M, penalty, trial, step, search with a
/// number
///   by < <= > >= = !=
/// - STAGE:WHAT, where each edge of the stage is WHAT ("T", "S", "lite", "lite1:2"), or the stage's text is;
///   STAGE.BLOCK:WHAT for the edge at one block
/// - front, knee, tied, dominated, reference, measured, failed
/// - anything else: part of the architecture's text
class TrialQuery {
public:
    /// Matches everything.
    TrialQuery() = default;

    /// Wrong terms are left out; a sentence in @p problem says what is wrong with the first. Empties it otherwise.
    static TrialQuery parse(const QString& text, QString& problem);

    bool matches(const TrialRow& trial, const TrialStanding& standing) const;
    bool isEmpty() const { return m_terms.empty(); }

private:
    using Term = std::function<bool(const TrialRow&, const TrialStanding&)>;
    std::vector<Term> m_terms;
};

} // namespace kintsugi

#pragma once

#include "space/architecture.h"

#include <QString>
#include <optional>

/// Texts that several views write the same way. Blocks are counted from 1 for people: span dec2:4-6 is "dec2.5–6".
namespace kintsugi {

/// "–", for a number that was not measured.
QString notMeasured();
/// Locale digits, real minus sign; "+" before positive ones when @p sign.
QString numberText(double value, int decimals, bool sign = false);
QString numberText(const std::optional<double>& value, int decimals, bool sign = false);
/// "31.33 dB", "−0.29 dB".
QString decibels(const std::optional<double>& value, int decimals = 2, bool sign = false);
/// "4:05", "1:02:03".
QString durationText(double seconds);
/// "less than a minute left", "6 min left".
QString timeLeftText(double seconds);

/// "dec2.5", "dec2.5–6", or "dec2" for a whole stage when @p stages are given and it is one.
QString spanText(const Span& span);
QString spanText(const Span& span, const Stages& stages);

/// "T", "S" for state-space surrogates and their twin without a scan, "R", "–".
QString kindLetter(BlockKind kind);
/// "transformer", "lite", "MambaIR", "fewer transformer blocks", …
QString kindText(BlockKind kind);
/// "2→1": covers 2 of the teacher's blocks, runs 1.
QString coversText(const Edge& edge);
/// "T", "S 2→1 lite".
QString edgeText(const Edge& edge);
/// "T T to S 2→1 lite": what a change did inside a span.
QString changeText(const Architecture& before, const Architecture& after, const Span& span);

} // namespace kintsugi

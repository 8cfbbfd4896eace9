#pragma once

#include "common/values.h"

#include <QString>
#include <array>
#include <optional>

namespace kintsugi {

/// What a trial may cost; the axis that its loss is weighed against.
enum class TrialCost { Transformers, Penalty, Gmacs, Parameters, PredictedMs, MeasuredMs };

inline constexpr std::array<TrialCost, 6> trialCosts{TrialCost::Transformers, TrialCost::Penalty,
                                                     TrialCost::Gmacs,        TrialCost::Parameters,
                                                     TrialCost::PredictedMs,  TrialCost::MeasuredMs};

/// Nothing when it was not measured.
std::optional<double> costOf(const TrialRow& trial, TrialCost cost);

/// "transformers", "penalty", "macs", "parameters" (the engine's names), "predicted", "measured".
QString costKey(TrialCost cost);
/// "predicted ms", for choices and column heads.
QString costName(TrialCost cost);
/// "predicted latency, ms (Pixel 8)", for an axis. @p device may be empty.
QString costAxisText(TrialCost cost, const QString& device);
/// "ms", "GMAC", "M", or nothing.
QString costUnit(TrialCost cost);
int costDecimals(TrialCost cost);
/// "2,515 ms", "+155 ms".
QString costText(double value, TrialCost cost, bool sign = false);

} // namespace kintsugi

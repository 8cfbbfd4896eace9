#pragma once

#include "trials/trial_model.h"

#include <QString>
#include <vector>

namespace kintsugi {

/// The trials of @p rows with exact values, as comma separated text: one line "# PROVENANCE" (what the numbers come
/// from; left out when empty), one of names, one per trial. Not measured: empty.
QString trialsCsv(const TrialModel& trials, const std::vector<int>& rows, const QString& provenance);

/// Replaces @p path only once everything is written. Throws FileError.
void saveText(const QString& path, const QString& text);

} // namespace kintsugi

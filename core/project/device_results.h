#pragma once

#include "device/timing.h"
#include "project/project_store.h"

#include <map>
#include <string>

namespace kintsugi {

/// A model's times as a project keeps them, under the device's name and the conditions that they depend on.
LatencyRecord latencyRecord(const TimingReport& report, const TimedModel& model);

/// Keeps the report, and counts the medians of a complete one as measured times of its architectures. Its number.
std::int64_t storeReport(ProjectStore& store, const TimingReport& report);

/// Makes the medians of a report that is kept the measured times of its architectures again. Throws InputError when it
/// is not complete.
void useReport(ProjectStore& store, std::int64_t timing);

/// Counts the medians of a complete report of edges and base as the device's table, which foretells any path
/// (see latencyCosts). Throws InputError for a report that is not complete.
void storeTable(ProjectStore& store, const TimingReport& report);

/// Puts the times of stages that ran as models of their own (@p stages, by "ARCHITECTURE|STAGE") beside those of the
/// profiled pass.
void addStageTimes(TimingReport& report, const std::map<std::string, double>& alone);

} // namespace kintsugi

#pragma once

#include "device/record_parser.h"

namespace kintsugi {

/// What is known of a run that has stopped.
struct RunFailure {
    RunOutcome outcome;
    std::string stage;
    bool greeted = false;
    bool ended = false;
    int passes = 0;
    /// The runner's own error record.
    std::string runnerMessage;
    /// What was wrong with the records.
    std::string damage;
};

/// One sentence with the remedy; empty when the process and its records ended as they should.
std::string describeFailure(const RunFailure& failure);

/// Whether the runner could not do its work because of what it is made of: its loader, a library, an instruction or a
/// call that the device does not have. Then another program may still do it.
bool isUnsuited(const RunFailure& failure);

/// One sentence when a run that ended well does not answer what was asked; empty when it does.
std::string describeUnfit(const TimingReport& report, std::optional<int> runs, bool parity);

} // namespace kintsugi

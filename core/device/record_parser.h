#pragma once

#include "device/timing.h"

#include <memory>

namespace kintsugi {

/// What was asked of the runner, so that an answer to another question is noticed.
struct RunExpectation {
    std::string nonce;
    /// One name per model, in the order given to the runner.
    std::vector<std::string> architectures;
    /// Passes per model; absent when the runner was to stop by time.
    std::optional<int> runs;
    /// Whether every model must show that its output is right.
    bool parity = true;
};

/// One measured or warm-up pass, as it arrives.
struct TimingSample {
    int model = 0;
    int index = 0;
    /// Position in the common sequence of measured passes; -1 in the warm-up.
    int order = -1;
    double milliseconds = 0;
    bool warmUp = false;
    std::optional<double> celsius;
    std::optional<double> khz;
};

enum class RunEnd {
    Exited,
    Cancelled,
    /// No byte for the heartbeat's deadline.
    Silent,
    /// Longer than the whole run's deadline.
    Overtime,
    /// The client said that the device went away.
    LinkLost,
};

/// How the runner's process ended, as seen from here.
struct RunOutcome {
    RunEnd end = RunEnd::Exited;
    /// As a shell gives it: 128 + signal for a killed one. Absent when unknown.
    std::optional<int> exitCode;
    /// The last of what it wrote to standard error.
    std::string errorOutput;
};

/// Reads kintsugi-runner's lines (one JSON object each) as they arrive in pieces of any size, and judges the whole.
///
/// Lines that are no records (a linker's warnings, a shell's noise) and a carriage return before the newline are passed
/// over; records before this run's hello are ignored. Nothing that arrives makes it throw.
class RecordParser {
public:
    explicit RecordParser(RunExpectation expectation);
    ~RecordParser();
    RecordParser(RecordParser&&) noexcept;
    RecordParser& operator=(RecordParser&&) noexcept;

    /// Returns the passes that these bytes completed.
    std::vector<TimingSample> feed(std::string_view bytes);

    /// What the runner last said it was doing: "start" before its first record, then "load", "check", "warm", "run", …
    const std::string& stage() const;
    /// Records of this run so far.
    int records() const;
    /// Measured passes so far, of all models.
    int passes() const;
    /// Whether the end record came and count and checksum agree.
    bool ended() const;

    /// Everything read so far. complete only if the process ended well, the end record agrees, the passes are as many
    /// as asked for, and every output was right; otherwise failure says in one sentence what happened and what to do.
    TimingReport report(const RunOutcome& outcome) const;

    /// Whether a runner of another make may do what this one could not (see isUnsuited).
    bool isUnsuited(const RunOutcome& outcome) const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace kintsugi

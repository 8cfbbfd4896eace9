#pragma once

#include "machine_state.h"
#include "options.h"
#include "parity.h"
#include "record_stream.h"
#include "runtime/session.h"
#include "watchdog.h"

#include <memory>
#include <optional>
#include <vector>

namespace kintsugi::runner {

/// Does what the options ask for and writes a record of each step. Every failure is thrown as an Error; the stage of
/// the watchdog then says what was being done.
class Timing {
public:
    Timing(const Options& options, RecordStream& records, Watchdog& watchdog);
    void run();

private:
    struct Model {
        std::unique_ptr<OnnxSession> session;
        NamedTensor input; ///< of the timed runs
    };

    void greet();
    void describeMachine();
    void testOperator();
    void load();
    void check();
    void warmUp();
    void timeRuns();
    void describeEnd();
    void profile();

    std::unique_ptr<OnnxSession> makeSession(std::size_t model, const std::string& profilePrefix) const;
    NamedTensor chooseInput(const OnnxSession& session, std::size_t model) const;
    double timeOnce(std::size_t model) const;

    const Options& m_options;
    RecordStream& m_records;
    Watchdog& m_watchdog;
    MachineState m_machine;
    std::vector<int> m_cores; ///< as read back
    std::vector<std::optional<Expectation>> m_expectations;
    std::vector<Model> m_models;
};

} // namespace kintsugi::runner

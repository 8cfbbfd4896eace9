#pragma once

#include "engine.h"
#include "machine_state.h"
#include "options.h"
#include "parity.h"
#include "record_stream.h"
#include "watchdog.h"

#include <memory>
#include <optional>
#include <vector>

namespace kintsugi::runner {

/// Does what the options ask for and writes a record of each step. Every failure is thrown as an Error; the stage of
/// the watchdog then says what was being done.
class Timing {
public:
    Timing(const Options& options, RecordStream& records, Watchdog& watchdog, const Engine& engine);
    void run();

private:
    struct Model {
        std::unique_ptr<EngineSession> session;
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

    NamedTensor chooseInput(const EngineSession& session, std::size_t model) const;
    double timeOnce(std::size_t model) const;

    const Options& m_options;
    RecordStream& m_records;
    Watchdog& m_watchdog;
    const Engine& m_engine;
    MachineState m_machine;
    std::vector<int> m_cores; ///< as read back
    std::vector<std::optional<Expectation>> m_expectations;
    std::vector<Model> m_models;
};

} // namespace kintsugi::runner

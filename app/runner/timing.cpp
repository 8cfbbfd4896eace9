#include "timing.h"

#include "base/error.h"
#include "model_file.h"
#include "node_times.h"
#include "scan/selective_scan.h"
#include "self_test.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <sys/auxv.h>
#include <sys/utsname.h>
#include <thread>
#include <unistd.h>

namespace kintsugi::runner {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int usualRuns = 30;
constexpr int mostWarmUps = 20;
constexpr double steady = 0.03;
constexpr int profileWarmUps = 3;
constexpr int profiledRuns = 10;

template <typename T> Record orNull(const std::optional<T>& value) {
    return value ? Record(*value) : Record(nullptr);
}

Record orNull(const PerCore& values) {
    if (std::none_of(values.begin(), values.end(), [](const auto& value) { return value.has_value(); }))
        return nullptr;
    Record list = Record::array();
    for (const auto& value : values)
        list.push_back(value ? Record(static_cast<std::int64_t>(*value)) : Record(nullptr));
    return list;
}

Record orNull(const std::map<std::string, double>& zones) {
    return zones.empty() ? Record(nullptr) : Record(zones);
}

double millisecondsSince(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Two successive medians of three agree.
bool isSteady(const std::vector<double>& times) {
    if (times.size() < 6)
        return false;
    const auto last = times.end();
    const double now = median({last - 3, last}), before = median({last - 6, last - 3});
    return std::abs(now - before) <= steady * before;
}

} // namespace

Timing::Timing(const Options& options, RecordStream& records, Watchdog& watchdog, const Engine& engine)
    : m_options(options), m_records(records), m_watchdog(watchdog), m_engine(engine) {}

void Timing::run() {
    m_watchdog.setStage("start");
    greet();
    m_engine.checkReady();
    describeMachine();
    if (m_options.probe) {
        m_watchdog.setStage("selftest");
        testOperator();
    } else {
        m_watchdog.setStage("load");
        load();
        m_watchdog.setStage("check");
        check();
        m_watchdog.setStage("warm");
        warmUp();
        m_watchdog.setStage("run");
        timeRuns();
        describeEnd();
        if (m_options.profile) {
            m_watchdog.setStage("profile");
            profile();
        }
    }
    m_records.writeEnd();
}

void Timing::greet() {
    utsname system{};
    uname(&system);
    Record models = Record::array();
    for (const auto& path : m_options.models) {
        const ModelFile file = describeModel(path);
        const auto architecture = file.metadata.find("kintsugi.architecture");
        models.push_back(
            {{"index", models.size()},
             {"file", path.string()},
             {"sha256", file.sha256},
             {"bytes", file.bytes},
             {"architecture", architecture == file.metadata.end() ? Record(nullptr) : Record(architecture->second)}});
    }
    Record hello{{"record", "hello"}, {"schema", 1}, {"runner", KINTSUGI_VERSION}};
    hello.update(m_engine.identity());
    hello.update({{"arch", system.machine}, {"nonce", m_options.nonce}, {"pid", getpid()}, {"models", models}});
    m_records.write(hello);
}

void Timing::describeMachine() {
    if (!m_options.cores.empty()) {
        if (m_options.cores.size() < static_cast<std::size_t>(m_options.threads))
            throw InputError(std::to_string(m_options.threads) + " threads on " +
                             std::to_string(m_options.cores.size()) +
                             " cores would wait for each other; give as many cores as threads.");
        setAffinity(m_options.cores);
    }
    m_cores = affinity();
    if (m_cores.size() < static_cast<std::size_t>(m_options.threads))
        throw InputError(std::to_string(m_options.threads) + " threads are more than the " +
                         std::to_string(m_cores.size()) + " cores that the program may use; give fewer threads.");
    utsname system{};
    uname(&system);
    char capabilities[40];
    std::snprintf(capabilities, sizeof capabilities, "%#lx %#lx", getauxval(AT_HWCAP), getauxval(AT_HWCAP2));
    m_records.write({{"record", "env"},
                     {"cores", m_machine.cores()},
                     {"page_size", sysconf(_SC_PAGESIZE)},
                     {"os", std::string(system.sysname) + " " + system.release},
                     {"cpu", orNull(m_machine.processor())},
                     {"hwcap", capabilities},
                     {"scan_target", scanInstructionSet()},
                     {"capacity", orNull(m_machine.capacity())},
                     {"max_khz", orNull(m_machine.maxKhz())},
                     {"affinity", m_cores},
                     {"threads", m_options.threads},
                     {"celsius", orNull(m_machine.celsius())},
                     {"khz", orNull(m_machine.khz())},
                     {"memory_available_bytes", orNull(m_machine.memoryAvailable())}});
}

void Timing::testOperator() {
    const SelfTest test = testScan(m_engine);
    m_records.write({{"record", "selftest"}, {"op", "SelectiveScan"}, {"max_abs", test.maxAbs}, {"pass", test.pass}});
    if (!test.pass)
        throw Error("The scan computes wrong values on this machine; please report its processor.");
}

NamedTensor Timing::chooseInput(const EngineSession& session, std::size_t model) const {
    const std::string file = m_options.models[model].string();
    if (session.inputs().size() != 1 || session.outputs().empty())
        throw FileError("The model " + file + " must have one input and an output; export it again.");
    NamedTensor input = session.inputs().front();
    const auto& expectation = m_expectations[model];
    const bool isFree = std::any_of(input.shape.begin(), input.shape.end(), [](auto extent) { return extent < 0; });
    if (expectation && !m_options.size)
        return {input.name, expectation->input.shape, expectation->input.data};
    if (isFree && !m_options.size)
        throw InputError("The model " + file + " takes images of any size; give --size HxW.");
    const std::size_t dimensions = input.shape.size();
    if (m_options.size) {
        if (dimensions != 4)
            throw InputError("The input of the model " + file + " is no image; leave --size out.");
        const std::int64_t wanted[] = {m_options.size->height, m_options.size->width};
        for (std::size_t i = 0; i < 2; ++i)
            if (std::int64_t& extent = input.shape[2 + i]; extent < 0)
                extent = wanted[i];
            else if (extent != wanted[i])
                throw InputError("The model " + file + " was exported for " + std::to_string(input.shape[2]) + "x" +
                                 std::to_string(input.shape[3]) + "; leave --size out or export it for your size.");
    }
    std::size_t count = 1;
    for (std::int64_t& extent : input.shape) {
        extent = extent < 0 ? 1 : extent;
        count *= static_cast<std::size_t>(extent);
    }
    std::mt19937 random(20240229);
    input.data.resize(count);
    for (float& value : input.data) // the distributions of <random> differ between libraries
        value = static_cast<float>(random() >> 8) / 16777216.0f;
    return input;
}

void Timing::load() {
    for (std::size_t m = 0; m < m_options.models.size(); ++m) {
        m_expectations.push_back(m_options.checks.empty() ? std::nullopt
                                                          : std::optional(readExpectation(m_options.checks[m])));
        const auto start = Clock::now();
        Model model{m_engine.load(m_options.models[m], m_options.threads, false), {}};
        const double ms = millisecondsSince(start);
        model.input = chooseInput(*model.session, m);
        m_records.write({{"record", "load"}, {"model", m}, {"ms", ms}, {"input", model.input.shape}});
        m_models.push_back(std::move(model));
    }
}

void Timing::check() {
    for (std::size_t m = 0; m < m_models.size(); ++m) {
        if (!m_expectations[m])
            continue;
        Expectation& expectation = *m_expectations[m];
        expectation.input.name = m_models[m].input.name;
        const auto outputs = m_models[m].session->run(std::span(&expectation.input, 1));
        const Difference difference = compare(outputs.front(), expectation);
        m_records.write({{"record", "check"},
                         {"model", m},
                         {"max_abs", difference.maxAbs},
                         {"max_rel", difference.maxRel},
                         {"allowed", expectation.tolerance},
                         {"pass", difference.pass}});
        m_expectations[m].reset();
    }
}

double Timing::timeOnce(std::size_t model) const {
    return m_models[model].session->time(std::span(&m_models[model].input, 1));
}

void Timing::warmUp() {
    for (std::size_t m = 0; m < m_models.size(); ++m) {
        std::vector<double> times;
        const auto enough = [&] {
            const int done = static_cast<int>(times.size());
            return m_options.warmUps ? done >= *m_options.warmUps : done >= mostWarmUps || isSteady(times);
        };
        while (!enough()) {
            const double ms = timeOnce(m);
            m_records.write({{"record", "warm"}, {"model", m}, {"i", times.size()}, {"ms", ms}});
            times.push_back(ms);
        }
    }
}

void Timing::timeRuns() {
    const auto start = Clock::now();
    const auto over = [&](int round) {
        if (m_options.seconds && round > 0 && millisecondsSince(start) >= 1000 * *m_options.seconds)
            return true;
        return m_options.runs || !m_options.seconds ? round >= m_options.runs.value_or(usualRuns) : false;
    };
    for (int round = 0; !over(round); ++round)
        for (std::size_t i = 0; i < m_models.size(); ++i) {
            // Every other round backwards, A B B A, so that a drift is shared out evenly.
            const std::size_t m = round % 2 == 0 ? i : m_models.size() - 1 - i;
            if (m_options.pauseMs > 0)
                std::this_thread::sleep_for(std::chrono::milliseconds(m_options.pauseMs));
            const double ms = timeOnce(m);
            m_records.write({{"record", "run"},
                             {"model", m},
                             {"i", round},
                             {"ms", ms},
                             {"khz", orNull(m_machine.khz(m_cores))},
                             {"celsius", orNull(m_machine.hottest())}});
        }
}

void Timing::describeEnd() {
    m_records.write({{"record", "after"},
                     {"celsius", orNull(m_machine.celsius())},
                     {"khz", orNull(m_machine.khz())},
                     {"peak_bytes", orNull(m_machine.peakMemory())}});
}

void Timing::profile() {
    for (std::size_t m = 0; m < m_models.size(); ++m) {
        m_models[m].session = m_engine.load(m_options.models[m], m_options.threads, true);
        std::vector<double> whole;
        for (int i = 0; i < profileWarmUps + profiledRuns; ++i) {
            const double ms = timeOnce(m);
            if (i >= profileWarmUps)
                whole.push_back(ms);
        }
        const auto nodes = m_models[m].session->endProfile(profileWarmUps);
        double sum = 0;
        for (const NodeTime& node : nodes) {
            const NodePlace place = placeOf(node.name);
            m_records.write({{"record", "node"},
                             {"model", m},
                             {"name", node.name},
                             {"op", node.op},
                             {"stage", orNull(place.stage)},
                             {"edge", orNull(place.edge)},
                             {"ms", node.ms},
                             {"runs", node.runs}});
            sum += node.ms;
        }
        m_records.write({{"record", "profile"}, {"model", m}, {"whole_ms", median(whole)}, {"nodes_ms", sum}});
        m_models[m].session.reset();
    }
}

} // namespace kintsugi::runner

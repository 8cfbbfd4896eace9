#include "device/record_parser.h"

#include "device/crc32.h"
#include "device/run_failure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

namespace kintsugi {

using Json = nlohmann::json;

namespace {

constexpr std::size_t longestLine = 4u << 20;

std::optional<double> numberAt(const Json& record, const char* key) {
    const auto at = record.find(key);
    if (at == record.end() || !at->is_number())
        return std::nullopt;
    return at->get<double>();
}

std::string textAt(const Json& record, const char* key) {
    const auto at = record.find(key);
    return at != record.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::vector<double> numbersAt(const Json& record, const char* key) {
    std::vector<double> numbers;
    if (const auto at = record.find(key); at != record.end() && at->is_array())
        for (const Json& value : *at)
            if (value.is_number())
                numbers.push_back(value.get<double>());
    return numbers;
}

std::map<std::string, double> zonesAt(const Json& record, const char* key) {
    std::map<std::string, double> zones;
    if (const auto at = record.find(key); at != record.end() && at->is_object())
        for (const auto& [zone, value] : at->items())
            if (value.is_number())
                zones[zone] = value.get<double>();
    return zones;
}

int stageRank(const std::string& stage) {
    static constexpr std::array names = {"enc1", "enc2", "enc3", "bottleneck", "dec3", "dec2", "dec1", "refine"};
    if (stage == "unattributed")
        return 100;
    if (stage == "base")
        return 99;
    const auto at = std::find(names.begin(), names.end(), stage);
    return static_cast<int>(at - names.begin());
}

void addNode(TimedModel& model, const std::string& stage, double ms) {
    const std::string name = stage.empty() ? "unattributed" : stage;
    auto at = std::find_if(model.stages.begin(), model.stages.end(), [&](const auto& s) { return s.stage == name; });
    if (at == model.stages.end()) {
        at = std::find_if(model.stages.begin(), model.stages.end(),
                          [&](const auto& s) { return stageRank(s.stage) > stageRank(name); });
        at = model.stages.insert(at, {name, std::nullopt, 0.0});
    }
    at->profiledMs = at->profiledMs.value_or(0) + ms;
}

} // namespace

struct RecordParser::State {
    RunExpectation expectation;
    std::string pending;
    bool skippingLongLine = false;
    TimingReport report;
    std::string stage = "start";
    std::string errorMessage;
    /// The first thing that was wrong with a record.
    std::string damage;
    bool hello = false;
    bool ended = false;
    int records = 0;
    int passes = 0;
    std::uint32_t crc = 0;

    void takeLine(std::string_view line, std::vector<TimingSample>& samples);
    void takeRecord(const std::string& kind, const Json& record, std::vector<TimingSample>& samples);
    void takeHello(const Json& record);
    void takeEnvironment(const Json& record);
    void takePass(const Json& record, bool warmUp, std::vector<TimingSample>& samples);
    TimedModel* modelOf(const Json& record);
    RunFailure failure(const RunOutcome& outcome) const {
        return {outcome, stage, hello, ended, passes, errorMessage, damage};
    }
    void damaged(const std::string& what) {
        if (damage.empty())
            damage = what;
    }
};

void RecordParser::State::takeLine(std::string_view line, std::vector<TimingSample>& samples) {
    if (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    if (line.empty() || ended)
        return;
    Json record = Json::parse(line, nullptr, false);
    // A warning without a newline of its own may stand before a record.
    if (const std::size_t start = line.find("{\"record\":"); record.is_discarded() && start != std::string_view::npos) {
        line.remove_prefix(start);
        record = Json::parse(line, nullptr, false);
    }
    if (!record.is_object() || textAt(record, "record").empty())
        return;
    const std::string kind = textAt(record, "record");
    if (kind == "hello" && textAt(record, "nonce") == expectation.nonce) {
        if (hello)
            damaged("it greeted twice");
        hello = true;
    } else if (!hello || kind == "hello") {
        return;
    }
    if (kind == "end") {
        const auto count = numberAt(record, "records");
        const std::string expected = textAt(record, "crc32");
        char actual[9];
        std::snprintf(actual, sizeof actual, "%08x", crc);
        if (!count || *count != records)
            damaged(std::to_string(records) + " of " + (count ? std::to_string(static_cast<long>(*count)) : "?") +
                    " records arrived");
        else if (expected != actual)
            damaged("the checksum is " + std::string(actual) + " instead of " + expected);
        else
            ended = true;
        return;
    }
    crc = crc32("\n", crc32(line, crc));
    ++records;
    takeRecord(kind, record, samples);
}

TimedModel* RecordParser::State::modelOf(const Json& record) {
    const double index = numberAt(record, "model").value_or(-1);
    if (index >= 0 && index < static_cast<double>(report.models.size()))
        return &report.models[static_cast<std::size_t>(index)];
    damaged("a record names no model that was asked for");
    return nullptr;
}

void RecordParser::State::takeRecord(const std::string& kind, const Json& record, std::vector<TimingSample>& samples) {
    if (kind == "beat") {
        if (const std::string at = textAt(record, "stage"); !at.empty())
            stage = at;
        return;
    }
    if (kind == "hello") {
        takeHello(record);
    } else if (kind == "env") {
        takeEnvironment(record);
    } else if (kind == "warm" || kind == "run") {
        stage = kind;
        takePass(record, kind == "warm", samples);
    } else if (kind == "load") {
        stage = "load";
        if (TimedModel* model = modelOf(record)) {
            model->loadMs = numberAt(record, "ms").value_or(0);
            if (const auto shape = numbersAt(record, "input"); shape.size() == 4 && model == &report.models.front()) {
                report.conditions.height = static_cast<int>(shape[2]);
                report.conditions.width = static_cast<int>(shape[3]);
            }
        }
    } else if (kind == "check") {
        stage = "check";
        const auto maxAbs = numberAt(record, "max_abs");
        const auto maxRel = numberAt(record, "max_rel");
        const auto allowed = numberAt(record, "allowed");
        const bool pass = record.value("pass", Json(false)) == Json(true);
        if (TimedModel* model = modelOf(record)) {
            // A distance that is not a number comes as null; it must never count as right.
            const double unknown = std::nan("");
            if (maxRel && allowed)
                model->parity = Parity{maxAbs.value_or(0), *maxRel, *allowed, pass && *maxRel <= *allowed};
            else
                model->parity = Parity{maxAbs.value_or(unknown), maxRel.value_or(unknown), allowed.value_or(0), false};
        }
    } else if (kind == "node") {
        stage = "profile";
        const auto ms = numberAt(record, "ms");
        if (TimedModel* model = modelOf(record); model && ms)
            addNode(*model, textAt(record, "stage"), *ms);
    } else if (kind == "profile") {
        if (TimedModel* model = modelOf(record)) {
            model->profiledWholeMs = numberAt(record, "whole_ms");
            model->nodesSumMs = numberAt(record, "nodes_ms");
        }
    } else if (kind == "after") {
        report.conditions.celsiusAfter = zonesAt(record, "celsius");
        report.conditions.khzAfter = numbersAt(record, "khz");
        if (const auto peak = numberAt(record, "peak_bytes"); peak && *peak > 0)
            for (TimedModel& model : report.models)
                model.peakBytes = static_cast<std::uint64_t>(*peak);
    } else if (kind == "error") {
        errorMessage = textAt(record, "message");
        if (const std::string at = textAt(record, "stage"); !at.empty())
            stage = at;
    }
}

void RecordParser::State::takeHello(const Json& record) {
    if (const auto schema = numberAt(record, "schema"); !schema || *schema != 1)
        damaged("its schema is not 1");
    report.conditions.runner = textAt(record, "runner");
    if (const std::string version = textAt(record, "onnxruntime"); !version.empty())
        report.conditions.runtime = "ONNX Runtime " + version;
    else if (textAt(record, "kernels") == "reference")
        report.conditions.runtime = "reference kernels, not a deployment runtime";
    if (textAt(record, "fixture") != "")
        report.conditions.isFixture = true;
    const auto models = record.find("models");
    const std::size_t count = models != record.end() && models->is_array() ? models->size() : 0;
    if (count != report.models.size())
        damaged("it was given " + std::to_string(report.models.size()) + " models and names " + std::to_string(count));
}

void RecordParser::State::takeEnvironment(const Json& record) {
    Conditions& c = report.conditions;
    c.os = textAt(record, "os");
    c.cpu = textAt(record, "cpu");
    c.scanTarget = textAt(record, "scan_target");
    c.threads = static_cast<int>(numberAt(record, "threads").value_or(0));
    for (const double core : numbersAt(record, "affinity"))
        c.cores.push_back(static_cast<int>(core));
    c.celsiusBefore = zonesAt(record, "celsius");
    c.khzBefore = numbersAt(record, "khz");
    if (textAt(record, "fixture") != "")
        c.isFixture = true;
}

void RecordParser::State::takePass(const Json& record, bool warmUp, std::vector<TimingSample>& samples) {
    TimedModel* model = modelOf(record);
    const auto ms = numberAt(record, "ms");
    if (!model || !ms || !std::isfinite(*ms) || *ms <= 0) {
        damaged("a pass has no time");
        return;
    }
    TimingSample sample;
    sample.model = static_cast<int>(model - report.models.data());
    sample.index = static_cast<int>(numberAt(record, "i").value_or(-1));
    sample.milliseconds = *ms;
    sample.warmUp = warmUp;
    sample.celsius = numberAt(record, "celsius");
    sample.khz = numberAt(record, "khz");
    if (!warmUp) {
        sample.order = passes++;
        model->milliseconds.push_back(*ms);
        model->order.push_back(sample.order);
        model->celsius.push_back(sample.celsius);
        model->khz.push_back(sample.khz);
    }
    samples.push_back(sample);
}

// --- public ------------------------------------------------------------------------------------------------------

RecordParser::RecordParser(RunExpectation expectation) : m_state(std::make_unique<State>()) {
    for (const std::string& architecture : expectation.architectures)
        m_state->report.models.emplace_back().architecture = architecture;
    m_state->expectation = std::move(expectation);
}

RecordParser::~RecordParser() = default;
RecordParser::RecordParser(RecordParser&&) noexcept = default;
RecordParser& RecordParser::operator=(RecordParser&&) noexcept = default;

std::vector<TimingSample> RecordParser::feed(std::string_view bytes) {
    State& s = *m_state;
    std::vector<TimingSample> samples;
    while (!bytes.empty()) {
        const std::size_t newline = bytes.find('\n');
        if (!s.skippingLongLine)
            s.pending += bytes.substr(0, newline);
        if (s.pending.size() > longestLine) {
            s.pending.clear();
            s.skippingLongLine = true;
        }
        if (newline == std::string_view::npos)
            break;
        if (!s.skippingLongLine)
            s.takeLine(s.pending, samples);
        s.pending.clear();
        s.skippingLongLine = false;
        bytes.remove_prefix(newline + 1);
    }
    return samples;
}

const std::string& RecordParser::stage() const {
    return m_state->stage;
}

int RecordParser::records() const {
    return m_state->records;
}

int RecordParser::passes() const {
    return m_state->passes;
}

bool RecordParser::ended() const {
    return m_state->ended;
}

bool RecordParser::isUnsuited(const RunOutcome& outcome) const {
    return kintsugi::isUnsuited(m_state->failure(outcome));
}

TimingReport RecordParser::report(const RunOutcome& outcome) const {
    const State& s = *m_state;
    TimingReport report = s.report;
    const RunFailure failure = s.failure(outcome);
    report.failure = describeFailure(failure);
    if (report.failure.empty())
        report.failure = describeUnfit(report, s.expectation.runs, s.expectation.parity);
    report.complete = report.failure.empty();
    return report;
}

} // namespace kintsugi

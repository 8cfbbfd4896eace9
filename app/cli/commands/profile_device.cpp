#include "profile_device.h"

#include "architecture_name.h"
#include "base/error.h"
#include "base/kendall.h"
#include "device/measurement_plan.h"
#include "device/open_device.h"
#include "device/timing_run.h"
#include "library.h"
#include "process_support.h"
#include "project/device_results.h"
#include "project/device_times.h"
#include "project/search_project.h"
#include "project/timing_models.h"
#include "space/costs.h"
#include "teacher_files.h"

#include <QTemporaryDir>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kintsugi::cli {

namespace {

using nlohmann::json;

/// What there is to say about heat; empty when nothing was read or all was well.
std::string heatSentence(const Conditions& c) {
    const std::string hot = tooHot({c.celsiusBefore, c.thermalBefore});
    std::string text;
    if (c.cooledSeconds > 0)
        text = fmt::format("Waited {:.0f} s for the device to cool. ", c.cooledSeconds);
    if (!hot.empty())
        text += fmt::format("It was hot before the first pass ({}); its times may be throttled. ", hot);
    if (c.thermalAfter.value_or(0) > c.thermalBefore.value_or(0))
        text += fmt::format("Its thermal status rose from {} to {} during the run. ", c.thermalBefore.value_or(0),
                            *c.thermalAfter);
    return text.empty() ? text : text.substr(0, text.size() - 1);
}

class DeviceProfile {
public:
    DeviceProfile(const ProfileArgs& args, const Context& context)
        : m_args(args), m_context(context), m_folder(args.project), m_store(args.project),
          m_library(openLibrary(m_folder, context)) {
        if (m_store.isReadOnly())
            throw InputError(m_store.readOnlyReason());
        collectSurrogates(m_store, *m_library, m_folder);
        if (!m_models.isValid())
            throw FileError("No folder for the exported models can be made in the temporary folder; free some space or "
                            "set TMPDIR.");
        for (const std::string& name : args.architectures)
            m_paths.push_back(namedArchitecture(name, m_folder, *m_library));
        if (m_paths.empty())
            m_paths.push_back(allTeacher(m_folder.stages()));
        const ImageSize size = parseSize(args.size);
        m_exporter.emplace(loadTeacher(m_folder), *m_library, TimingSize{size.height, size.width},
                           m_models.path().toStdString());
    }

    void run() {
        const auto device = openDevice(m_args.device, m_args.adb);
        const DeviceFacts facts = device->identify(m_context.stop());
        m_request.cores = m_args.cores;
        m_request.threads = m_context.common().threads > 0 ? m_context.common().threads
                            : m_args.cores.empty()         ? 1
                                                           : static_cast<int>(m_args.cores.size());
        if (m_request.cores.empty())
            if (CorePlan plan = defaultCores(facts); static_cast<int>(plan.cores.size()) >= m_request.threads)
                m_request.cores = std::move(plan.cores);
        if (m_args.warmUp >= 0)
            m_request.warmUp = m_args.warmUp;
        m_request.runs = m_args.runs;
        m_request.coolSeconds = m_args.coolSeconds;
        if (m_args.seconds > 0)
            m_request.seconds = m_args.seconds;
        // A hanging device is noticed by its silence; this only ends a run that nobody waits for.
        m_request.maxSeconds = 3600 + 2 * m_args.seconds;

        TimingReport report = networks();
        if (m_args.perStage)
            addStageTimes(report, stages());
        const std::int64_t number = storeReport(m_store, report);
        if (m_args.table)
            table();
        print(report, number);
    }

private:
    TimingReport networks() {
        TimingRequest request = m_request;
        for (const Architecture& path : m_paths)
            add(request, m_exporter->network(path), path.text());
        request.profile = m_args.perStage;
        return time(request, "networks");
    }

    /// By "ARCHITECTURE|STAGE".
    std::map<std::string, double> stages() {
        TimingRequest request = m_request;
        for (const Architecture& path : m_paths)
            for (const TimingFile& file : m_exporter->stages(path, m_context.stop()))
                add(request, file, path.text() + "|" + file.subject);
        std::map<std::string, double> medians;
        for (const TimedModel& model : time(request, "stages").models)
            medians[model.architecture] = summarise(model.milliseconds).median;
        return medians;
    }

    void table() {
        TimingRequest request = m_request;
        const auto edges = edgesToTime(m_folder.stages(), *m_library);
        for (const TimingFile& file : m_exporter->edges(
                 edges,
                 [&](std::size_t done) {
                     m_context.progress(fmt::format("exporting edges: {} of {}", done, edges.size()));
                 },
                 m_context.stop()))
            add(request, file, file.subject);
        add(request, m_exporter->base(), baseSubject);
        storeTable(m_store, time(request, "edges"));
        m_context.print(
            fmt::format("Timed {} edges; --cost latency:{} foretells any path", edges.size(), m_args.device));
    }

    static void add(TimingRequest& request, const TimingFile& file, const std::string& subject) {
        request.models.push_back({file.model, file.check, subject});
    }

    /// Throws Error when it is not complete; what was measured then is kept as a report.
    TimingReport time(const TimingRequest& request, const char* what) {
        RunObserver observer;
        observer.progress = [&](const TimingProgress& p) {
            m_context.progress(p.total > 0 ? fmt::format("{}: {} {} of {} {}", what, p.stage, p.done, p.total, p.detail)
                                           : fmt::format("{}: {} {}", what, p.stage, p.detail));
        };
        const auto device = openDevice(m_args.device, m_args.adb);
        TimingReport report = runTiming(*device, request, {}, observer, m_context.stop());
        m_context.endProgress();
        m_context.throwIfStopped("Stopped while timing; nothing was stored.");
        if (!report.complete) {
            m_store.addTiming({0, report.device, report.started, false, toJson(report)});
            throw Error(report.failure);
        }
        return report;
    }

    void print(const TimingReport& report, std::int64_t number) {
        const Conditions& c = report.conditions;
        std::string cores = "as the system chooses";
        if (!c.cores.empty()) {
            cores.clear();
            for (const int core : c.cores)
                cores += fmt::format("{}{}", cores.empty() ? "" : ",", core);
        }
        m_context.print(fmt::format("{}{}, {}, scan by {}, {}x{}, {} thread{}, cores {}; 95 % intervals of the median",
                                    report.deviceName.empty() ? report.device : report.deviceName,
                                    c.isFixture ? " (a test fixture, not a phone)" : "", c.runtime, c.scanTarget,
                                    c.height, c.width, c.threads, c.threads == 1 ? "" : "s", cores));
        if (!c.fallbackReason.empty())
            m_context.print("ONNX Runtime could not be used there: " + c.fallbackReason);
        if (const std::string heat = heatSentence(c); !heat.empty())
            m_context.print(heat);
        const DeviceTimes times = deviceTimes(m_store, m_args.device);
        json rows = json::array();
        std::vector<double> predictions, measured, counts;
        for (const TimedModel& model : report.models) {
            const SampleStatistics s = summarise(model.milliseconds);
            const Architecture path = parseArchitecture(model.architecture, m_folder.stages());
            const auto predicted = times.path(path);
            m_context.print(fmt::format(
                "  {:8.2f} ms [{:.2f}, {:.2f}]  min {:.2f}, p90 {:.2f}, MAD {:.2f}, n = {}{}  {}", s.median, s.low95,
                s.high95, s.minimum, s.p90, s.mad, s.n,
                s.throttled ? fmt::format(", slower by {:.0f} % at its end (throttled?)", s.trendPercent) : "",
                model.architecture));
            if (model.parity)
                m_context.print(fmt::format("           output within {:.2g} of LibTorch's ({:.2g} allowed)",
                                            model.parity->maxRel, model.parity->allowed));
            if (predicted) {
                m_context.print(fmt::format("           foretold {:.2f} ms ({:+.1f} %)", *predicted,
                                            100 * (*predicted / s.median - 1)));
                predictions.push_back(*predicted);
                measured.push_back(s.median);
                counts.push_back(CostModel(m_folder.config(), 256, 256).network(path).transformers);
            }
            json stages = json::array();
            for (const StageTime& stage : model.stages) {
                const auto text = [](const std::optional<double>& ms) {
                    return ms ? fmt::format("{:8.2f} ms", *ms) : std::string("          -");
                };
                m_context.print(fmt::format("           {:<12} alone {}  profiled {}", stage.stage, text(stage.aloneMs),
                                            text(stage.profiledMs)));
                stages.push_back(
                    {{"stage", stage.stage}, {"alone", orNull(stage.aloneMs)}, {"profiled", orNull(stage.profiledMs)}});
            }
            json row{{"architecture", model.architecture},
                     {"median", s.median},
                     {"min", s.minimum},
                     {"p90", s.p90},
                     {"mad", s.mad},
                     {"low95", s.low95},
                     {"high95", s.high95},
                     {"trend_percent", s.trendPercent},
                     {"throttled", s.throttled},
                     {"samples", model.milliseconds},
                     {"order", model.order},
                     {"stages", stages},
                     {"load", model.loadMs},
                     {"predicted", orNull(predicted)},
                     {"profiled_whole", orNull(model.profiledWholeMs)},
                     {"nodes_sum", orNull(model.nodesSumMs)},
                     {"peak_bytes", model.peakBytes ? json(*model.peakBytes) : json(nullptr)},
                     {"parity", nullptr}};
            if (model.parity)
                row["parity"] = {{"max_abs", model.parity->maxAbs},
                                 {"max_rel", model.parity->maxRel},
                                 {"allowed", model.parity->allowed},
                                 {"pass", model.parity->pass}};
            rows.push_back(row);
        }
        json gain = nullptr;
        if (report.models.size() == 2) {
            const Gain g = gainOf(report.models[0].milliseconds, report.models[1].milliseconds);
            m_context.print(fmt::format("The second is {:.3f} times as fast [{:.3f}, {:.3f}]{}", g.ratio, g.low95,
                                        g.high95, g.clear ? "" : ": the two cannot be told apart"));
            gain = {{"ratio", g.ratio}, {"low95", g.low95}, {"high95", g.high95}, {"clear", g.clear}};
        }
        json prediction = nullptr;
        if (!predictions.empty()) {
            std::vector<std::pair<double, double>> pairs;
            for (std::size_t i = 0; i < predictions.size(); ++i)
                pairs.emplace_back(predictions[i], measured[i]);
            const PredictionError e = predictionError(pairs);
            prediction = {{"n", e.n},
                          {"median_percent", e.medianPercent},
                          {"maximum_percent", e.maximumPercent},
                          {"bias_percent", e.biasPercent},
                          {"tau", nullptr},
                          {"tau_transformers", nullptr}};
            m_context.print(fmt::format("Predictions of {} networks: off by {:.1f} % in the median, {:.1f} % at most",
                                        e.n, e.medianPercent, e.maximumPercent));
            if (pairs.size() > 2) {
                prediction["tau"] = kendallTau(predictions, measured);
                prediction["tau_transformers"] = kendallTau(counts, measured);
                m_context.print(fmt::format("Kendall's tau with the measured times: predictions {:.3f}, transformer "
                                            "counts {:.3f}",
                                            prediction["tau"].get<double>(),
                                            prediction["tau_transformers"].get<double>()));
            }
        }
        json document{{"device", m_args.device},
                      {"report", number},
                      {"networks", rows},
                      {"conditions", json::parse(toJson(report))["conditions"]},
                      {"gain", gain},
                      {"prediction", prediction}};
        // Of a single network also without looking into the list.
        if (rows.size() == 1)
            document.update(rows.front());
        m_context.printJson(document);
    }

    static json orNull(const std::optional<double>& value) { return value ? json(*value) : json(nullptr); }

    const ProfileArgs& m_args;
    const Context& m_context;
    ProjectFolder m_folder;
    ProjectStore m_store;
    std::unique_ptr<SurrogateLibrary> m_library;
    QTemporaryDir m_models;
    std::optional<TimingExporter> m_exporter;
    std::vector<Architecture> m_paths;
    TimingRequest m_request;
};

} // namespace

void profileOnDevice(const ProfileArgs& args, const Context& context) {
    const ProcessSupport support;
    DeviceProfile(args, context).run();
}

} // namespace kintsugi::cli

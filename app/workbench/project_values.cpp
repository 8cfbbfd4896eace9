#include "project_values.h"

#include "base/error.h"
#include "project/device_results.h"
#include "project/trials.h"
#include "search/quality.h"
#include "space/costs.h"
#include "weights/teacher_hash.h"

#include <QCoreApplication>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <tuple>

namespace kintsugi {

namespace {

namespace fs = std::filesystem;

const char* noteOf(ImageRole role) {
    return role == ImageRole::Validation ? "images.validation" : "images.training";
}

/// Of the project's teacher; computed again when its file is another one.
std::string hashOfTeacher(const ProjectFolder& folder) {
    struct Known {
        fs::file_time_type written;
        std::uintmax_t bytes = 0;
        std::string hash;
    };
    static std::mutex mutex;
    static std::map<fs::path, Known> known;
    const fs::path file = fs::absolute(folder.teacherFile());
    const fs::file_time_type written = fs::last_write_time(file);
    const std::uintmax_t bytes = fs::file_size(file);
    const std::lock_guard lock(mutex);
    Known& entry = known[file];
    if (entry.hash.empty() || entry.written != written || entry.bytes != bytes)
        entry = {written, bytes, teacherHash(folder.teacherWeights())};
    return entry.hash;
}

/// The set of the newest search, else the one with most values; only of those measured with this teacher.
std::string currentSet(const ProjectStore& store, const std::vector<SearchRecord>& searches,
                       const std::vector<ValidationSet>& sets) {
    for (auto it = searches.rbegin(); it != searches.rend(); ++it)
        for (const ValidationSet& set : sets)
            if (set.id == it->definition.validationSet)
                return set.id;
    std::string best;
    std::size_t most = 0;
    for (const ValidationSet& set : sets)
        if (const std::size_t count = store.evaluations(set.id).size(); count >= most) {
            most = count;
            best = set.id;
        }
    return best;
}

/// What a complete library would hold: stages and blocks in the standard runs (`distill --spans all`).
std::vector<PlacedEdge> standardEdges(const Stages& stages) {
    constexpr int leastMambaIrChannels = 30; // its channel attention does not exist below
    std::vector<PlacedEdge> edges;
    const auto add = [&](const StageInfo& stage, int begin, int end, int run) {
        for (const BlockKind kind : {BlockKind::Lite, BlockKind::Gated, BlockKind::Restormer, BlockKind::MambaIr}) {
            if ((kind == BlockKind::Restormer && run >= end - begin) ||
                (kind == BlockKind::MambaIr && stage.channels < leastMambaIrChannels))
                continue;
            edges.push_back({{stage.id, begin, end}, {kind, run, end - begin}});
        }
    };
    for (const StageInfo& stage : stages) {
        if (stage.blocks > 1 && stage.blocks < 4)
            add(stage, 0, stage.blocks, 1);
        for (int run = 2; run <= stage.blocks; run += 2)
            add(stage, 0, stage.blocks, run);
        for (int block = 0; block < stage.blocks; ++block)
            add(stage, block, block + 1, 1);
    }
    return edges;
}

std::vector<EdgeChoice> choicesOf(const ProjectFolder& folder, const std::vector<SurrogateRecord>& surrogates,
                                  const Stages& stages, const RowCosts& costs,
                                  const std::map<std::string, const EvaluationRecord*>& byText,
                                  const std::optional<double>& teacherPsnr) {
    std::vector<EdgeChoice> choices;
    const Architecture teacher = allTeacher(stages);
    const auto add = [&](const PlacedEdge& placed, const std::optional<double>& relativeError) {
        EdgeChoice choice;
        choice.placed = placed;
        choice.relativeError = relativeError;
        const auto alone = byText.find(teacher.replaced(placed.span, placed.edge).text());
        if (alone != byText.end() && teacherPsnr)
            choice.loss = *teacherPsnr - alone->second->psnr;
        costs.fill(choice);
        choices.push_back(choice);
    };
    for (const SurrogateRecord& record : surrogates) {
        add({record.span, {record.kind, record.run, record.span.length()}}, record.relativeError);
        std::error_code ignored;
        if (!fs::exists(folder.folder() / record.file, ignored)) // somebody removed it
            choices.back().state = EdgeState::Missing;
    }
    for (const PlacedEdge& placed : standardEdges(stages)) {
        const bool known = std::any_of(choices.begin(), choices.end(),
                                       [&](const EdgeChoice& choice) { return choice.placed == placed; });
        if (known)
            continue;
        add(placed, std::nullopt);
        choices.back().state = EdgeState::Missing;
    }
    for (const StageInfo& stage : stages)
        for (int begin = 0; begin < stage.blocks; ++begin) {
            add({{stage.id, begin, begin + 1}, {}}, 0.0);
            for (int end = begin + 1; end <= stage.blocks; ++end)
                add({{stage.id, begin, end}, {BlockKind::Skip, 0, end - begin}}, std::nullopt);
        }
    return choices;
}

/// Of the file that a training keeps; without phases where there is none.
LossCurve readTeacherCurve(const ProjectFolder& folder) {
    LossCurve curve;
    std::ifstream file(folder.trainingCurve());
    std::string line;
    std::getline(file, line); // names of the columns
    while (std::getline(file, line)) {
        double iteration = 0, loss = 0;
        if (std::sscanf(line.c_str(), "%lf,%lf,", &iteration, &loss) != 2)
            continue;
        if (curve.phases.empty())
            curve.phases.push_back({QCoreApplication::translate("ProjectValues", "training"), {}, {}});
        curve.phases.back().train.push_back({iteration, loss});
        curve.steps = iteration;
    }
    return curve;
}

/// The order in which rows are read: those outside of searches first, by number, then those of each search.
bool isEarlier(const TrialRow& a, const TrialRow& b) {
    return std::tuple(a.search, a.search > 0 ? a.index : a.number) <
           std::tuple(b.search, b.search > 0 ? b.index : b.number);
}

} // namespace

bool sameTrials(const ProjectValues& one, const ProjectValues& other) {
    const auto inOrder = [](const ProjectValues& values) {
        std::vector<const TrialRow*> rows;
        rows.reserve(values.trials.size());
        for (const TrialRow& row : values.trials)
            rows.push_back(&row);
        const auto before = [](const TrialRow* a, const TrialRow* b) { return isEarlier(*a, *b); };
        const auto landed = rows.begin() + static_cast<std::ptrdiff_t>(values.read);
        std::sort(landed, rows.end(), before);
        std::inplace_merge(rows.begin(), landed, rows.end(), before);
        return rows;
    };
    const auto a = inOrder(one), b = inOrder(other);
    return one.validationSet == other.validationSet &&
           std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const TrialRow* x, const TrialRow* y) { return *x == *y; });
}

struct RowCosts::State {
    CostModel model;
    DeviceTimes times;
    std::map<std::string, Interval> intervals;
};

RowCosts::RowCosts(const RestormerConfig& config, DeviceTimes times, std::map<std::string, Interval> intervals)
    : m_state(std::make_unique<State>(State{CostModel(config, 256, 256), std::move(times), std::move(intervals)})) {}

RowCosts::~RowCosts() = default;

void RowCosts::fill(TrialRow& row) const {
    const Cost cost = m_state->model.network(row.architecture);
    row.transformers = cost.transformers;
    row.surrogateBlocks = cost.surrogateBlocks;
    row.penalty = cost.penalty();
    row.gmacs = static_cast<double>(cost.macs.total()) / 1e9;
    row.mparameters = static_cast<double>(cost.parameters) / 1e6;
    row.predictedMs = m_state->times.path(row.architecture);
    const auto measured = m_state->times.milliseconds.find(row.architecture.text());
    row.measuredMs = measured == m_state->times.milliseconds.end() ? std::nullopt : std::optional(measured->second);
    const auto interval = m_state->intervals.find(row.architecture.text());
    row.measuredMsInterval = interval == m_state->intervals.end() ? std::nullopt : std::optional(interval->second);
}

std::map<StageId, double> measuredStages(const ProjectValues& values, const Architecture& architecture) {
    std::map<StageId, double> found;
    const std::string text = architecture.text();
    for (auto it = values.timings.rbegin(); it != values.timings.rend() && found.empty(); ++it) {
        if (it->record.device != values.times.device || !it->report.complete)
            continue;
        for (const TimedModel& model : it->report.models)
            // Times of other sizes or threads do not stand beside these.
            if (model.architecture == text && !model.milliseconds.empty() &&
                latencyRecord(it->report, model).conditionsJson == values.times.conditions)
                for (const StageTime& time : model.stages)
                    for (const StageInfo& stage : values.stages)
                        if (const auto ms = time.aloneMs ? time.aloneMs : time.profiledMs;
                            ms && time.stage == stageName(stage.id))
                            found[stage.id] = *ms;
    }
    return found;
}

void RowCosts::fill(EdgeChoice& choice) const {
    const Cost cost = m_state->model.edge(choice.placed.span.stage, choice.placed.edge);
    choice.gmacs = static_cast<double>(cost.macs.total()) / 1e9;
    choice.mparameters = static_cast<double>(cost.parameters) / 1e6;
    if (!m_state->times.isEmpty())
        choice.milliseconds = m_state->times.edge(choice.placed);
}

ProjectValues readProjectValues(const ProjectFolder& folder, const ProjectStore& store, const std::string& device,
                                const std::string& validationSet) {
    ProjectValues values;
    values.config = folder.config();
    values.stages = folder.stages();
    values.task = folder.task();
    values.readOnlyReason = store.readOnlyReason();
    values.finetunes = store.finetunes();
    values.distilling = store.note(distillNote).value_or(std::string());
    std::error_code none;
    if (fs::exists(folder.trainingCheckpoint(), none))
        values.training = store.note(trainNote).value_or(std::string());
    values.isUntrained = fs::exists(folder.untrainedMark(), none);
    values.hasSurrogates =
        fs::is_directory(folder.surrogateFolder(), none) && !fs::is_empty(folder.surrogateFolder(), none);
    values.teacherCurve = readTeacherCurve(folder);
    for (const ImageRole role : {ImageRole::Validation, ImageRole::Training})
        for (const fs::path& path : projectImages(store, role))
            if (std::error_code ignored; fs::exists(path, ignored))
                (role == ImageRole::Validation ? values.validationImages : values.trainingImages).push_back(path);

    const std::vector<SearchRecord> searches = store.searches();
    std::vector<ValidationSet> sets = store.validationSets();
    std::erase_if(sets, [hash = hashOfTeacher(folder)](const ValidationSet& set) { return set.teacher != hash; });
    const std::string searched = currentSet(store, searches, sets);
    values.validationSet = validationSet.empty() ? searched : validationSet;
    for (const ValidationSet& set : sets) {
        if (set.id == values.validationSet)
            values.validationText = set.description;
        if (set.id == searched) {
            values.crop = set.crop;
            values.crops = static_cast<std::size_t>(set.images);
        }
    }

    const std::vector<EvaluationRecord> evaluations = store.evaluations(values.validationSet);
    std::map<std::string, const EvaluationRecord*> byText;
    for (const EvaluationRecord& record : evaluations)
        byText[record.architecture] = &record;
    const auto teacher = byText.find(allTeacher(values.stages).text());
    if (teacher != byText.end()) {
        values.teacherPsnrs = teacher->second->imagePsnrs;
        values.teacherPsnr = teacher->second->psnr;
        values.teacherSsim = teacher->second->ssim;
    }

    std::map<std::string, std::vector<TrialRow>> places; // search, index and method by architecture
    for (const SearchRecord& record : searches) {
        SearchHistory history{record, {}};
        for (const TrialRecord& trial : store.trials(record.id)) {
            history.hypervolume.push_back(trial.hypervolume);
            if (record.definition.validationSet != values.validationSet)
                continue;
            TrialRow place;
            place.search = record.id;
            place.index = trial.index;
            place.method = QString::fromStdString(record.definition.method);
            places[trial.architecture].push_back(place);
        }
        values.searches.push_back(std::move(history));
    }

    for (const std::string& timed : store.latencyDevices())
        if (DeviceTimes times = deviceTimes(store, timed); !times.isEmpty())
            values.tables.push_back(std::move(times));
    const auto rank = [&](const DeviceTimes& times) {
        return std::tuple(times.device == device, times.isHere(), times.device == "local",
                          times.device == engineDevice);
    };
    for (const DeviceTimes& times : values.tables)
        if (values.times.isEmpty() || rank(times) > rank(values.times))
            values.times = times;
    for (const TimingRecord& record : store.timings())
        try {
            values.timings.push_back({record, timingReportFromJson(record.reportJson)});
        } catch (const Error&) { // of another version: not shown, and not lost
        }
    for (const LatencyRecord& record : store.latencies(values.times.device)) {
        const auto samples = nlohmann::json::parse(record.samplesJson, nullptr, false);
        if (record.conditionsJson != values.times.conditions || !byText.contains(record.subject) ||
            !samples.is_array() || samples.size() < 2 ||
            !std::all_of(samples.begin(), samples.end(), [](const auto& s) { return s.is_number(); }))
            continue;
        const SampleStatistics statistics = summarise(samples.get<std::vector<double>>());
        values.timeIntervals[record.subject] = {statistics.low95, statistics.high95};
    }
    const RowCosts costs(values.config, values.times, values.timeIntervals);
    for (const EvaluationRecord& record : evaluations) {
        TrialRow row;
        row.number = record.number;
        row.architecture = parseArchitecture(record.architecture, values.stages);
        row.psnr = record.psnr;
        row.ssim = record.ssim;
        if (teacher != byText.end()) {
            const PairedDifference difference = pairedDifference(teacher->second->imagePsnrs, record.imagePsnrs);
            row.loss = values.teacherPsnr.value() - record.psnr;
            row.lossInterval = difference.interval95;
            row.tied = record.architecture != teacher->first && difference.tied();
        }
        costs.fill(row);
        // A search that found what another had measured has it among its trials all the same.
        const auto found = places.find(record.architecture);
        if (found == places.end())
            values.trials.push_back(row);
        else
            for (const TrialRow& place : found->second) {
                row.search = place.search;
                row.index = place.index;
                row.method = place.method;
                values.trials.push_back(row);
            }
    }
    std::sort(values.trials.begin(), values.trials.end(), isEarlier);
    for (std::size_t i = 0; i < values.trials.size(); ++i) {
        const TrialRow& row = values.trials[i];
        values.rows.try_emplace(row.architecture, i);
        if (row.search > 0)
            values.places.emplace(row.search, row.index);
    }
    values.read = values.trials.size();
    const std::vector<SurrogateRecord> surrogates = store.surrogates();
    for (const SurrogateRecord& record : surrogates)
        values.curves[{record.span, {record.kind, record.run, record.span.length()}}] = record.curveJson;
    values.choices = choicesOf(folder, surrogates, values.stages, costs, byText, values.teacherPsnr);
    const auto isOfTeacher = [&](const std::string& id) {
        return std::any_of(sets.begin(), sets.end(), [&](const ValidationSet& set) { return set.id == id; });
    };
    if (const auto front = latestFront(store);
        front && front->knee && isOfTeacher(front->search.definition.validationSet)) {
        const std::string& text = front->trials[*front->knee].architecture;
        values.knee = parseArchitecture(text, values.stages);
        if (const auto found = byText.find(text); found != byText.end())
            values.kneeTrial = found->second->number;
    }
    return values;
}

QString deviceText(const DeviceTimes& times) {
    const auto text = [](const char* source) { return QCoreApplication::translate("DeviceTimes", source); };
    if (times.device == "local")
        return times.isHere() ? text(QT_TRANSLATE_NOOP("DeviceTimes", "ONNX Runtime, this computer"))
                              : text(QT_TRANSLATE_NOOP("DeviceTimes", "ONNX Runtime on %1"))
                                    .arg(QString::fromStdString(times.machine));
    if (times.device != engineDevice)
        return QString::fromStdString(times.name.empty() ? times.device : times.name);
    if (times.isHere())
        return QCoreApplication::translate("DeviceTimes", "engine, this computer");
    return times.machine.empty()
               ? QCoreApplication::translate("DeviceTimes", "engine, another computer")
               : QCoreApplication::translate("DeviceTimes", "engine on %1").arg(QString::fromStdString(times.machine));
}

std::vector<fs::path> projectImages(const ProjectStore& store, ImageRole role) {
    std::vector<fs::path> paths;
    const auto list = nlohmann::json::parse(store.note(noteOf(role)).value_or("[]"), nullptr, false);
    if (list.is_array())
        for (const auto& entry : list)
            if (entry.is_string())
                paths.emplace_back(entry.get<std::string>());
    return paths;
}

void setProjectImages(ProjectStore& store, ImageRole role, const std::vector<fs::path>& paths) {
    nlohmann::json list = nlohmann::json::array();
    for (const fs::path& path : paths)
        list.push_back(fs::absolute(path).string());
    store.setNote(noteOf(role), list.dump());
}

} // namespace kintsugi

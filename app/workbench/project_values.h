#pragma once

#include "common/values.h"
#include "device/timing.h"
#include "plots/curve_plot.h"
#include "project/device_times.h"
#include "project/project_folder.h"
#include "project/project_store.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace kintsugi {

/// A search with what its hypervolume was after each trial.
struct SearchHistory {
    SearchRecord record;
    std::vector<double> hypervolume;
};

/// A run on a device.
struct StoredTiming {
    TimingRecord record;
    TimingReport report;
};

/// Everything about a project that its views show, read at once off the interface thread.
struct ProjectValues {
    RestormerConfig config;
    Stages stages{};
    std::string task;
    std::string validationSet; ///< id of the set that the rows belong to; empty: nothing was measured yet
    std::string validationText;
    /// Side and number of crops that the newest search measured on, so that what the window measures on the same
    /// photographs belongs to the same set.
    int crop = 128;
    std::size_t crops = 24;
    std::optional<double> teacherPsnr, teacherSsim;
    /// One for each trial of each search, and one for each other measured architecture; in this order within each kind.
    std::vector<TrialRow> trials;
    std::size_t read = 0;                     ///< how many of them were read; what follows has landed since
    std::map<Architecture, std::size_t> rows; ///< where the first trial of an architecture is
    std::set<std::pair<std::int64_t, std::int64_t>> places; ///< search and index of the trials of searches
    std::vector<double> teacherPsnrs;                       ///< of each image; empty: the teacher was not measured
    std::map<PlacedEdge, std::string> curves;               ///< of finished surrogates, as SurrogateRecord::curveJson
    std::vector<EdgeChoice> choices;
    std::vector<SearchHistory> searches; ///< by id
    std::vector<FinetuneRecord> finetunes;
    std::vector<std::filesystem::path> validationImages, trainingImages; ///< those that exist
    /// Whether rows have predicted times.
    bool hasLatency() const { return !times.isEmpty(); }
    std::string readOnlyReason;
    std::optional<Architecture> knee; ///< of the newest search with trials
    std::int64_t kneeTrial = 0;
    DeviceTimes times;                             ///< of the chosen device; empty: nothing was timed
    std::map<std::string, Interval> timeIntervals; ///< 95 %, of the medians of networks that were timed as a whole
    std::vector<DeviceTimes> tables;               ///< of every device that can foretell paths
    std::vector<StoredTiming> timings;
    std::string distilling;     ///< note of a distillation that began and did not end
    std::string training;       ///< note of a training of the teacher that began, did not end and has a checkpoint
    bool isUntrained = false;   ///< the teacher has random weights
    bool hasSurrogates = false; ///< files of them, which a training of the teacher would make worthless
    LossCurve teacherCurve;     ///< of its training in this project; without phases: none
};

/// Reads them. @p device: whose times are wanted; where it has none or is empty, this computer's ONNX Runtime, the
/// engine, or another one that was timed. @p validationSet: whose values are wanted; empty: that of the newest search,
/// else the one with most values. Throws FileError for a damaged project.
ProjectValues readProjectValues(const ProjectFolder& folder, const ProjectStore& store, const std::string& device = {},
                                const std::string& validationSet = {});

/// Milliseconds of the stages of @p architecture in its newest complete run on the chosen device: alone where they were
/// timed alone, else their share of a profiled pass; empty where it was not timed by stages.
std::map<StageId, double> measuredStages(const ProjectValues& values, const Architecture& architecture);

/// Fills in what is known without measuring: blocks, parameters, operations.
class RowCosts {
public:
    /// @p times: from which those of paths are predicted; may be empty. @p intervals: of whole networks' times.
    explicit RowCosts(const RestormerConfig& config, DeviceTimes times = {},
                      std::map<std::string, Interval> intervals = {});
    ~RowCosts();
    void fill(TrialRow& row) const;
    void fill(EdgeChoice& choice) const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Whether both have the same rows, wherever those stand that landed since.
bool sameTrials(const ProjectValues& one, const ProjectValues& other);

/// "engine, this computer", "ONNX Runtime, this computer", a phone's name, or the processor whose times they are.
QString deviceText(const DeviceTimes& times);

/// Key of the note that tells what is being distilled.
inline constexpr const char* distillNote = "distilling";
/// The same of the training of the teacher.
inline constexpr const char* trainNote = "training";

/// Where a project's photographs are; kept in its store.
enum class ImageRole { Validation, Training };
std::vector<std::filesystem::path> projectImages(const ProjectStore& store, ImageRole role);
void setProjectImages(ProjectStore& store, ImageRole role, const std::vector<std::filesystem::path>& paths);

} // namespace kintsugi

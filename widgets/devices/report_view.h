#pragma once

#include "devices/device_values.h"

#include <memory>

namespace kintsugi {

/// How many times faster A is than B, from the medians of both, with a percentile bootstrap (fixed seed).
struct ShownGain {
    double ratio = 1; ///< median of B over median of A
    double low95 = 1, high95 = 1;
    int nA = 0, nB = 0;
    double savedMs = 0; ///< median of B minus median of A

    /// Whether the interval leaves out 1.
    bool isApart() const { return low95 > 1 || high95 < 1; }
};

/// Throws InputError when either list is empty.
ShownGain shownGain(std::span<const double> a, std::span<const double> b);

/// Whose times they are: magenta is A's alone, B's is ink.
enum class ModelRole { A, B, Other };

/// What the views show of one model.
struct ModelFigures {
    ModelRole role = ModelRole::Other;
    QString letter;                             ///< "A", "B"; empty for others
    QString name;                               ///< "trial 271"
    std::optional<SampleStatistics> statistics; ///< none without times
    double lowerQuartile = 0, upperQuartile = 0;
    /// Complete, and no failed parity: its median may be used.
    bool isAccepted = false;
    std::optional<double> loss, predictedMs;
    std::map<std::string, double> predictedStageMs;

    QString label() const; ///< "A trial 271"
};

/// A report with everything computed that views need; never changed once made.
struct ReportView {
    std::int64_t id = 0; ///< 0: not stored yet
    TimingReport report;
    std::vector<ModelFigures> models; ///< like report.models
    std::optional<ShownGain> gain;    ///< of models a against b
    int a = -1, b = -1;               ///< the pair that is compared: A and B where they are, else the first two

    bool isRunning() const { return !report.complete && report.failure.empty(); }
    /// Both are accepted.
    bool hasGain() const;
};

/// Whether a model's times count: the report is complete, there are times, and parity has not failed.
bool isAccepted(const TimingReport& report, const TimedModel& model);

using ReportViewPointer = std::shared_ptr<const ReportView>;

/// Some milliseconds of work for a long report: for a thread beside the interface's.
ReportViewPointer viewOf(std::int64_t id, const TimingReport& report, const std::vector<TimedChoice>& choices,
                         const std::vector<PredictedTimes>& predicted);

/// The name by which an architecture is known, its shortened text otherwise.
QString nameOf(const std::string& architecture, const std::vector<TimedChoice>& choices);

} // namespace kintsugi

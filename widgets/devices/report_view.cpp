#include "devices/report_view.h"

#include "base/error.h"
#include "device/measurement_plan.h"

#include <algorithm>
#include <cmath>

namespace kintsugi {

namespace {

double quantile(const std::vector<double>& sorted, double q) {
    const double at = q * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

const TimedChoice* choiceOf(const std::string& architecture, const std::vector<TimedChoice>& choices) {
    const TimedChoice* found = nullptr;
    for (const TimedChoice& choice : choices)
        if (choice.architecture == architecture && (!found || choice.isA))
            found = &choice;
    return found;
}

} // namespace

ShownGain shownGain(std::span<const double> a, std::span<const double> b) {
    if (a.empty() || b.empty())
        throw InputError("Two architectures can be compared once both have times; time them in one run.");
    const Gain gain = gainOf(b, a); // how much faster A is than B
    return {gain.ratio,
            gain.low95,
            gain.high95,
            static_cast<int>(a.size()),
            static_cast<int>(b.size()),
            medianOf(b) - medianOf(a)};
}

QString ModelFigures::label() const {
    return letter.isEmpty() ? name : QStringLiteral("%1 %2").arg(letter, name);
}

bool ReportView::hasGain() const {
    return gain && models[static_cast<std::size_t>(a)].isAccepted && models[static_cast<std::size_t>(b)].isAccepted;
}

QString nameOf(const std::string& architecture, const std::vector<TimedChoice>& choices) {
    if (const TimedChoice* choice = choiceOf(architecture, choices))
        return choice->name;
    const QString text = QString::fromStdString(architecture);
    return text.size() <= 24 ? text : text.left(23) + QChar(0x2026);
}

bool isAccepted(const TimingReport& report, const TimedModel& model) {
    return report.complete && !model.milliseconds.empty() && (!model.parity || model.parity->pass);
}

ReportViewPointer viewOf(std::int64_t id, const TimingReport& report, const std::vector<TimedChoice>& choices,
                         const std::vector<PredictedTimes>& predicted) {
    auto view = std::make_shared<ReportView>();
    view->id = id;
    view->report = report;
    for (std::size_t i = 0; i < report.models.size(); ++i) {
        const TimedModel& model = report.models[i];
        ModelFigures figures;
        figures.name = nameOf(model.architecture, choices);
        if (const TimedChoice* choice = choiceOf(model.architecture, choices)) {
            figures.loss = choice->loss;
            // A pinned as B too stays A; the second one is then B.
            if (choice->isA && view->a < 0)
                figures.role = ModelRole::A;
            else if (choice->isB || choice->isA)
                figures.role = ModelRole::B;
        }
        if (figures.role == ModelRole::A)
            view->a = static_cast<int>(i);
        else if (figures.role == ModelRole::B && view->b < 0)
            view->b = static_cast<int>(i);
        figures.letter = figures.role == ModelRole::A   ? QStringLiteral("A")
                         : figures.role == ModelRole::B ? QStringLiteral("B")
                                                        : QString();
        if (!model.milliseconds.empty()) {
            figures.statistics = summarise(model.milliseconds);
            std::vector<double> sorted = model.milliseconds;
            std::sort(sorted.begin(), sorted.end());
            figures.lowerQuartile = quantile(sorted, 0.25);
            figures.upperQuartile = quantile(sorted, 0.75);
        }
        figures.isAccepted = isAccepted(report, model);
        for (const PredictedTimes& times : predicted)
            if (times.architecture == model.architecture) {
                figures.predictedMs = times.wholeMs;
                figures.predictedStageMs = times.stageMs;
            }
        view->models.push_back(std::move(figures));
    }
    const auto count = static_cast<int>(view->models.size());
    if (view->a < 0)
        view->a = view->b == 0 ? (count > 1 ? 1 : -1) : count > 0 ? 0 : -1;
    if (view->b < 0)
        view->b = view->a == 0 ? (count > 1 ? 1 : -1) : count > 1 ? 0 : -1;
    if (view->a >= 0 && view->b >= 0) {
        const auto& a = report.models[static_cast<std::size_t>(view->a)].milliseconds;
        const auto& b = report.models[static_cast<std::size_t>(view->b)].milliseconds;
        if (!a.empty() && !b.empty())
            view->gain = shownGain(a, b);
    }
    return view;
}

} // namespace kintsugi

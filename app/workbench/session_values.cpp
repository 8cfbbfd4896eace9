// Session: what is known of architectures, and measuring what is not.
#include "session.h"

#include "common/engine_text.h"
#include "search/quality.h"
#include "space/all_surrogate.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace kintsugi {

Knowledge Session::knowledge(const Architecture& architecture) const {
    const auto found = m_values->rows.find(architecture);
    if (found != m_values->rows.end() && m_teacherJob == 0)
        return {m_values->trials[found->second], true, {}};
    Knowledge knowledge;
    knowledge.row.architecture = architecture;
    m_costs->fill(knowledge.row);
    if (m_teacherJob != 0)
        knowledge.pending = tr("Not measured while the teacher is trained");
    else if (m_values->validationImages.empty())
        knowledge.pending = tr("Not measured: the project has no validation images. Choose some in the Image menu.");
    else if (architecture == m_measuring && !m_measureProblem.isEmpty())
        knowledge.pending = m_measureProblem;
    else
        knowledge.pending = tr("Being measured on the validation images");
    return knowledge;
}

const TrialRow* Session::trial(std::int64_t number) const {
    const auto found = std::find_if(m_values->trials.begin(), m_values->trials.end(),
                                    [&](const TrialRow& row) { return row.number == number; });
    return found == m_values->trials.end() ? nullptr : &*found;
}

LossCurve Session::curve(const PlacedEdge& placed) const {
    LossCurve curve;
    const auto found = m_values->curves.find(placed);
    if (found == m_values->curves.end()) {
        for (const auto& [job, edges] : m_distilling)
            if (const auto live = m_live.find(job);
                live != m_live.end() && std::find(edges.begin(), edges.end(), placed) != edges.end())
                return live->second;
        return curve;
    }
    const auto points = nlohmann::json::parse(found->second, nullptr, false);
    if (!points.is_array())
        return curve;
    // Rows of iteration within the phase, phase, loss.
    double before = 0;
    for (const auto& point : points) {
        if (!point.is_array() || point.size() != 3 || !point[0].is_number() || !point[1].is_number() ||
            !point[2].is_number())
            return curve;
        const bool output = point[1].get<int>() != 0;
        if (curve.phases.size() < (output ? 2u : 1u)) {
            before = curve.steps;
            curve.phases.push_back({output ? tr("output") : tr("features"), {}, {}});
        }
        curve.steps = before + point[0].get<double>();
        curve.phases.back().train.push_back({curve.steps, point[2].get<double>()});
    }
    return curve;
}

Architecture Session::allSurrogate() const {
    std::vector<PlacedEdge> edges;
    for (const EdgeChoice& choice : m_values->choices)
        if (choice.state == EdgeState::Ready)
            edges.push_back(choice.placed);
    return kintsugi::allSurrogate(m_values->stages, edges);
}

void Session::measureIfNeeded() {
    if (!isOpen() || m_values->validationImages.empty())
        return;
    if (m_isTiming || m_teacherJob != 0) // begins again when that is over
        return;
    // Losses are against the teacher, so that it comes first.
    Architecture wanted = m_values->teacherPsnr ? m_selection.a() : allTeacher(m_values->stages);
    if (m_values->rows.contains(wanted))
        wanted = m_selection.b();
    // The first answer also tells which set the chosen images make.
    if (!m_measuredSet.empty() && m_values->rows.contains(wanted))
        return;
    m_measureProblem.clear();
    m_measuring = wanted;
    m_measureA = m_engine.requestMeasure(wanted);
}

void Session::takeMeasured(const EvaluationRecord& record) {
    m_measuredSet = record.validationSet;
    const bool isFirst = m_values->validationSet.empty();
    if (m_values->validationSet.empty() || m_values->validationSet == m_measuredSet) {
        try {
            addEvaluation(record, nullptr);
            measureIfNeeded();
            if (isFirst) // what the set is called is in the store
                reload();
        } catch (const std::exception& e) {
            Q_EMIT problem(engineText(e));
        }
        return;
    }
    // Numbers of different images do not compare.
    if (!m_values->trials.empty())
        Q_EMIT problem(
            tr("The searches were measured on other validation images than the chosen ones. Their trials are "
               "shown again when those are chosen in the Image menu."));
    reload(); // which goes on measuring
}

void Session::addEvaluation(const EvaluationRecord& record, const SearchStep* step) {
    if (m_values->validationSet.empty())
        m_values->validationSet = record.validationSet;
    if (record.validationSet != m_values->validationSet)
        return;
    TrialRow row;
    row.number = record.number;
    row.architecture = parseArchitecture(record.architecture, m_values->stages);
    const bool isKnown = m_values->rows.contains(row.architecture);
    if (step ? m_values->places.contains({step->search, step->evaluations - 1}) : isKnown)
        return;
    row.psnr = record.psnr;
    row.ssim = record.ssim;
    if (row.architecture == allTeacher(m_values->stages)) {
        m_values->teacherPsnr = record.psnr;
        m_values->teacherPsnrs = record.imagePsnrs;
    }
    if (m_values->teacherPsnr) {
        row.loss = *m_values->teacherPsnr - record.psnr;
        const PairedDifference difference = pairedDifference(m_values->teacherPsnrs, record.imagePsnrs);
        row.lossInterval = difference.interval95;
        row.tied = difference.tied() && row.architecture != allTeacher(m_values->stages);
    }
    if (step) {
        row.search = step->search;
        row.index = step->evaluations - 1;
        if (step->search == m_runningSearch) // which may be too new to have been read
            row.method = m_searchMethod;
        for (const SearchHistory& history : m_values->searches)
            if (history.record.id == step->search)
                row.method = QString::fromStdString(history.record.definition.method);
    }
    m_costs->fill(row);
    if (step)
        m_values->places.emplace(row.search, row.index);
    m_values->rows.try_emplace(row.architecture, m_values->trials.size());
    m_values->trials.push_back(row);
    Q_EMIT trialAdded(row);
    if (isKnown)
        return;
    if (row.architecture == m_selection.a() || row.architecture == m_selection.b())
        Q_EMIT knowledgeChanged();
}

} // namespace kintsugi

#include "devices/stage_time_model.h"

#include "common/wording.h"
#include "devices/device_wording.h"
#include "space/stage.h"

#include <algorithm>

namespace kintsugi {

namespace {

int rankOf(const std::string& stage) {
    for (const StageId id : allStages)
        if (stageName(id) == stage)
            return indexOf(id);
    return stage == "base" ? 98 : stage == "unattributed" ? 99 : 50;
}

} // namespace

void StageTimeModel::show(const ReportViewPointer& view) {
    beginResetModel();
    m_view = view;
    m_rows.clear();
    m_sumAlone.reset();
    m_longest = 0;
    const auto rowOf = [this](const std::string& stage) -> Row& {
        for (Row& row : m_rows)
            if (row.stage == stage)
                return row;
        m_rows.push_back({stage, {}, {}, {}, {}, {}});
        return m_rows.back();
    };
    if (view && view->a >= 0) {
        const auto a = static_cast<std::size_t>(view->a);
        for (const StageTime& time : view->report.models[a].stages) {
            Row& row = rowOf(time.stage);
            row.aloneA = time.aloneMs;
            row.profiledA = time.profiledMs;
            if (time.aloneMs)
                m_sumAlone = m_sumAlone.value_or(0) + *time.aloneMs;
            const auto& predicted = view->models[a].predictedStageMs;
            if (const auto found = predicted.find(time.stage); found != predicted.end())
                row.predictedA = found->second;
        }
    }
    if (view && view->b >= 0)
        for (const StageTime& time : view->report.models[static_cast<std::size_t>(view->b)].stages) {
            Row& row = rowOf(time.stage);
            row.aloneB = time.aloneMs;
            row.profiledB = time.profiledMs;
        }
    std::stable_sort(m_rows.begin(), m_rows.end(),
                     [](const Row& x, const Row& y) { return rankOf(x.stage) < rankOf(y.stage); });
    for (const Row& row : m_rows)
        m_longest = std::max({m_longest, row.barA().value_or(0), row.barB().value_or(0), row.predictedA.value_or(0)});
    endResetModel();
}

std::optional<double> StageTimeModel::unattributedA() const {
    for (const Row& row : m_rows)
        if (row.stage == "unattributed")
            return row.profiledA;
    return std::nullopt;
}

int StageTimeModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QString StageTimeModel::letterA() const {
    return m_view && m_view->a >= 0 && !m_view->models[static_cast<std::size_t>(m_view->a)].letter.isEmpty()
               ? m_view->models[static_cast<std::size_t>(m_view->a)].letter
               : tr("1st");
}

QString StageTimeModel::letterB() const {
    return m_view && m_view->b >= 0 && !m_view->models[static_cast<std::size_t>(m_view->b)].letter.isEmpty()
               ? m_view->models[static_cast<std::size_t>(m_view->b)].letter
               : tr("2nd");
}

QVariant StageTimeModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole)
        return int((index.column() == Stage || index.column() == Bars ? Qt::AlignLeft : Qt::AlignRight) |
                   Qt::AlignVCenter);
    if (role == Qt::ToolTipRole)
        return row.stage == "unattributed"
                   ? tr("Time of a profiled pass whose nodes carry no stage's name, for example after fusion")
               : row.stage == "base" ? tr("What belongs to no stage: patch embedding, down- and upsampling, output")
               : row.predictedA      ? tr("Predicted for %1: %2").arg(letterA(), msText(row.predictedA))
                                     : QVariant();
    if (role == Qt::AccessibleTextRole && index.column() == Bars)
        return tr("%1 %2, %3 %4").arg(letterA(), msText(row.barA()), letterB(), msText(row.barB()));
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Stage:
        return stageRowText(row.stage);
    case AloneA:
        return msNumber(row.aloneA);
    case ProfiledA:
        return msNumber(row.profiledA);
    case AloneB:
        return msNumber(row.aloneB);
    case Difference: {
        const bool alone = row.aloneA && row.aloneB;
        const auto& a = alone ? row.aloneA : row.profiledA;
        const auto& b = alone ? row.aloneB : row.profiledB;
        return a && b ? msNumber(*a - *b, true) : notMeasured();
    }
    default:
        return {};
    }
}

QVariant StageTimeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Stage || section == Bars ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole)
        return section == AloneA || section == AloneB ? tr("Median of the stage as a model of its own, ms")
               : section == ProfiledA                 ? tr("Its nodes' medians in one profiled pass of the whole, ms")
                                                      : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Stage:
        return tr("Stage, ms");
    case AloneA:
        return tr("%1 alone").arg(letterA());
    case ProfiledA:
        return tr("profiled");
    case AloneB:
        return tr("%1 alone").arg(letterB());
    case Difference:
        return QStringLiteral("%1 − %2").arg(letterA(), letterB());
    default:
        return {};
    }
}

} // namespace kintsugi

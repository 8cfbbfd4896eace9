#include "library/surrogate_model.h"

#include "common/wording.h"

#include <QFont>
#include <algorithm>
#include <tuple>

namespace kintsugi {

namespace {

constexpr quintptr stageRow = 0; // else: number of the stage + 1

bool before(const EdgeChoice& one, const EdgeChoice& other) {
    const auto key = [](const EdgeChoice& choice) {
        const auto& [span, edge] = choice.placed;
        return std::make_tuple(span.length(), span.begin, edge.kind, edge.run);
    };
    return key(one) < key(other);
}

QString nameOfStage(StageId stage) {
    return QString::fromLatin1(stageName(stage).data(), int(stageName(stage).size()));
}

} // namespace

void SurrogateModel::setChoices(const std::optional<Stages>& stages, const std::vector<EdgeChoice>& choices) {
    std::array<std::vector<EdgeChoice>, stageCount> rows;
    for (const EdgeChoice& choice : choices)
        if (!choice.placed.edge.isTeacher())
            rows[static_cast<std::size_t>(choice.placed.span.stage)].push_back(choice);
    for (auto& list : rows)
        std::sort(list.begin(), list.end(), before);
    bool same = m_stages == stages;
    for (std::size_t s = 0; s < rows.size(); ++s)
        same = same &&
               std::equal(rows[s].begin(), rows[s].end(), m_rows[s].begin(), m_rows[s].end(),
                          [](const EdgeChoice& one, const EdgeChoice& other) { return one.placed == other.placed; });
    if (!same)
        beginResetModel();
    m_stages = stages;
    m_all = choices;
    m_rows = std::move(rows);
    if (!same) {
        endResetModel();
        return;
    }
    for (int s = 0; m_stages && s < stageCount; ++s) {
        const QModelIndex stage = index(s, 0);
        if (const int count = rowCount(stage); count > 0)
            Q_EMIT dataChanged(index(0, 0, stage), index(count - 1, columnCountAll - 1, stage));
    }
    if (m_stages)
        Q_EMIT dataChanged(index(0, 0), index(stageCount - 1, columnCountAll - 1));
}

const EdgeChoice* SurrogateModel::choiceAt(const QModelIndex& index) const {
    if (!index.isValid() || index.internalId() == stageRow)
        return nullptr;
    const auto& list = m_rows[static_cast<std::size_t>(index.internalId() - 1)];
    return index.row() < int(list.size()) ? &list[static_cast<std::size_t>(index.row())] : nullptr;
}

QModelIndex SurrogateModel::indexOf(const PlacedEdge& placed) const {
    const auto& list = m_rows[static_cast<std::size_t>(placed.span.stage)];
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const EdgeChoice& choice) { return choice.placed == placed; });
    return found == list.end() ? QModelIndex()
                               : index(int(found - list.begin()), 0, index(kintsugi::indexOf(placed.span.stage), 0));
}

QModelIndex SurrogateModel::indexOf(const Span& span) const {
    for (const EdgeChoice& choice : m_rows[static_cast<std::size_t>(span.stage)])
        if (choice.placed.span == span)
            return indexOf(choice.placed);
    return {};
}

QModelIndex SurrogateModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row() + 1) : stageRow);
}

QModelIndex SurrogateModel::parent(const QModelIndex& child) const {
    if (!child.isValid() || child.internalId() == stageRow)
        return {};
    return createIndex(int(child.internalId()) - 1, 0, stageRow);
}

int SurrogateModel::rowCount(const QModelIndex& parent) const {
    if (!m_stages || parent.column() > 0)
        return 0;
    if (!parent.isValid())
        return stageCount;
    return parent.internalId() == stageRow ? int(m_rows[static_cast<std::size_t>(parent.row())].size()) : 0;
}

int SurrogateModel::columnCount(const QModelIndex&) const {
    return columnCountAll;
}

QVariant SurrogateModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole && (index.column() == Error || index.column() == Loss))
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    const EdgeChoice* choice = choiceAt(index);
    return choice ? choiceData(*choice, index.column(), role)
                  : stageData(static_cast<StageId>(index.row()), index.column(), role);
}

QVariant SurrogateModel::stageData(StageId stage, int column, int role) const {
    const auto& list = m_rows[static_cast<std::size_t>(stage)];
    if (role == SortRole)
        return kintsugi::indexOf(stage);
    if (role == FilterRole)
        return nameOfStage(stage);
    if (role == Qt::FontRole && column == Blocks) {
        QFont bold;
        bold.setBold(true);
        return bold;
    }
    if (role != Qt::DisplayRole)
        return {};
    if (column == Blocks)
        return nameOfStage(stage);
    if (column != State || list.empty())
        return {};
    const auto ready =
        std::count_if(list.begin(), list.end(), [](const EdgeChoice& c) { return c.state == EdgeState::Ready; });
    return tr("%1/%2", "ready, all").arg(ready).arg(list.size());
}

QVariant SurrogateModel::choiceData(const EdgeChoice& choice, int column, int role) const {
    const Edge& edge = choice.placed.edge;
    const Chip chip = chipOf(choice.state, choice.percent);
    if (role == ChipRole)
        return column == State ? QVariant::fromValue(chip) : QVariant();
    if (role == FilterRole)
        return QStringList{spanText(choice.placed.span, *m_stages), spanText(choice.placed.span), coversText(edge),
                           kindText(edge.kind), chip.text}
            .join(QLatin1Char(' '));
    if (role == Qt::ToolTipRole)
        return choice.state == EdgeState::Failed
                   ? tr("%1\nRight-click and choose Distil again, or distil it with more iterations.")
                         .arg(choice.message.isEmpty() ? tr("It failed.") : choice.message)
               : column == State ? QVariant(chipOf(choice.state, choice.percent).text)
                                 : QVariant();
    const bool text = role == Qt::DisplayRole || role == Qt::AccessibleTextRole;
    if (!text && role != SortRole)
        return {};
    switch (column) {
    case Blocks:
        return text ? QVariant(spanText(choice.placed.span, *m_stages)) : QVariant(choice.placed.span.begin);
    case SpanType:
        return text ? QVariant(coversText(edge)) : QVariant(edge.covers * 1000 + edge.run);
    case Kind:
        return kindText(edge.kind);
    case Error:
        return text ? QVariant(numberText(choice.relativeError, 3)) : QVariant(choice.relativeError.value_or(1e9));
    case Loss:
        return text ? QVariant(numberText(choice.loss, 3)) : QVariant(choice.loss.value_or(1e9));
    case State:
        return text ? QVariant(chip.text) : QVariant(int(choice.state));
    default:
        return {};
    }
}

QVariant SurrogateModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    static const std::array<const char*, columnCountAll> titles{QT_TR_NOOP("Blocks"),  QT_TR_NOOP("Span"),
                                                                QT_TR_NOOP("Kind"),    QT_TR_NOOP("Error"),
                                                                QT_TR_NOOP("dB lost"), QT_TR_NOOP("State")};
    static const std::array<const char*, columnCountAll> tips{
        QT_TR_NOOP("Blocks of the teacher that it replaces"),
        QT_TR_NOOP("How many blocks it covers, and how many it runs"),
        QT_TR_NOOP("What its blocks are"),
        QT_TR_NOOP("Relative error of its features"),
        QT_TR_NOOP("dB lost when it alone replaces the teacher's blocks"),
        QT_TR_NOOP("Whether it can be used")};
    if (section < 0 || section >= columnCountAll)
        return {};
    if (role == Qt::DisplayRole)
        return tr(titles[static_cast<std::size_t>(section)]);
    if (role == Qt::ToolTipRole)
        return tr(tips[static_cast<std::size_t>(section)]);
    return {};
}

} // namespace kintsugi

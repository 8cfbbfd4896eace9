#include "grid/path_model.h"

#include "common/wording.h"
#include "grid/edge_description.h"

#include <QStringList>
#include <algorithm>
#include <limits>
#include <utility>

namespace kintsugi {

void PathModel::setChoices(std::vector<EdgeChoice> choices) {
    beginResetModel();
    m_table.assign(std::move(choices));
    endResetModel();
}

void PathModel::setMeasured(std::map<PlacedEdge, double> milliseconds) {
    m_measured = std::move(milliseconds);
    if (!m_edges.empty())
        Q_EMIT dataChanged(index(0, MeasuredMs), index(rowCount() - 1, MeasuredMs));
}

void PathModel::setPath(const Architecture& path) {
    beginResetModel();
    m_edges = path == Architecture() ? std::vector<PlacedEdge>() : path.placedEdges();
    endResetModel();
}

int PathModel::rowOf(const Span& span) const {
    const auto found = std::find_if(m_edges.begin(), m_edges.end(), [&](const PlacedEdge& placed) {
        return placed.span.stage == span.stage && placed.span.begin <= span.begin && span.begin < placed.span.end;
    });
    return found == m_edges.end() ? -1 : static_cast<int>(found - m_edges.begin());
}

int PathModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_edges.size());
}

int PathModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : columnCountAll;
}

std::optional<double> PathModel::number(const PlacedEdge& placed, int column) const {
    const EdgeChoice* choice = m_table.find(placed);
    if (column == MeasuredMs) {
        const auto found = m_measured.find(placed);
        return found == m_measured.end() ? std::nullopt : std::optional(found->second);
    }
    if (!choice)
        return std::nullopt;
    switch (column) {
    case PredictedMs:
        return choice->milliseconds;
    case Share: {
        double sum = 0;
        for (const PlacedEdge& each : m_edges) {
            const EdgeChoice* other = m_table.find(each);
            if (!other || !other->milliseconds)
                return std::nullopt;
            sum += *other->milliseconds;
        }
        return sum > 0 ? std::optional(100 * *choice->milliseconds / sum) : std::nullopt;
    }
    case Gmacs:
        return choice->gmacs;
    case Parameters:
        return choice->mparameters;
    // The teacher's own blocks lose nothing.
    case Loss:
        return placed.edge.isTeacher() ? std::nullopt : choice->loss;
    case Error:
        return placed.edge.isTeacher() ? std::nullopt : choice->relativeError;
    default:
        return std::nullopt;
    }
}

QVariant PathModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PlacedEdge& placed = edge(index.row());
    const int column = index.column();
    if (role == Qt::ToolTipRole)
        return describeEdge(placed, m_table);
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((column > Kind ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == SortRole && column == Place)
        return index.row();
    if (role == SortRole && column != Kind)
        return number(placed, column).value_or(std::numeric_limits<double>::quiet_NaN());
    if (role != Qt::DisplayRole && role != SortRole)
        return {};
    switch (column) {
    case Place:
        return spanText(placed.span);
    case Kind:
        return edgeText(placed.edge);
    case PredictedMs:
    case MeasuredMs: {
        const auto ms = number(placed, column);
        return numberText(ms, ms && *ms < 20 ? 2 : 1);
    }
    case Share:
        return numberText(number(placed, column), 1);
    default:
        return numberText(number(placed, column), 3);
    }
}

QVariant PathModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::ToolTipRole)
        switch (section) {
        case PredictedMs:
            return tr("The edge timed alone on the chosen device");
        case MeasuredMs:
            return tr("The stage's time in a measured run of this network, shared among its edges as predicted");
        case Share:
            return tr("Part of the edges' predicted time");
        case Loss:
            return tr("dB lost when it alone replaces the teacher's blocks");
        case Error:
            return tr("Squared difference to the teacher's features over the teacher's own squared update");
        default:
            return {};
        }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Place:
        return tr("Blocks");
    case Kind:
        return tr("Kind");
    case PredictedMs:
        return tr("Pred. ms");
    case MeasuredMs:
        return tr("Meas. ms");
    case Share:
        return tr("Share, %");
    case Gmacs:
        return tr("GMAC");
    case Parameters:
        return tr("Par., M");
    case Loss:
        return tr("dB lost alone");
    default:
        return tr("Rel. error");
    }
}

QString PathModel::text() const {
    QString text;
    for (int row = -1; row < rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < columnCountAll; ++column)
            cells << (row < 0 ? headerData(column, Qt::Horizontal, Qt::DisplayRole)
                              : data(index(row, column), Qt::DisplayRole))
                         .toString();
        text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    return text;
}

} // namespace kintsugi

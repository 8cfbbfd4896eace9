#pragma once

#include "grid/choice_table.h"

#include <QAbstractTableModel>
#include <map>
#include <optional>
#include <vector>

namespace kintsugi {

/// The edges of an architecture, one a row in the order of the path, with all that is known of each: the numbers of the
/// grid's bars as a table. The sort role gives numbers as numbers; NaN where one is not known.
class PathModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Place, Kind, PredictedMs, MeasuredMs, Share, Gmacs, Parameters, Loss, Error, columnCountAll };
    static constexpr int SortRole = Qt::UserRole;

    explicit PathModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setChoices(std::vector<EdgeChoice> choices);
    /// As UnetView::setMeasured.
    void setMeasured(std::map<PlacedEdge, double> milliseconds);
    void setPath(const Architecture& path);
    const PlacedEdge& edge(int row) const { return m_edges[static_cast<std::size_t>(row)]; }
    int rowOf(const Span& span) const; ///< that runs its first block; -1: none

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Rows with tabs, headers first.
    QString text() const;

private:
    std::optional<double> number(const PlacedEdge& placed, int column) const;

    ChoiceTable m_table;
    std::map<PlacedEdge, double> m_measured;
    std::vector<PlacedEdge> m_edges;
};

} // namespace kintsugi

#pragma once

#include "common/state_chip.h"
#include "common/values.h"

#include <QAbstractItemModel>
#include <array>
#include <optional>
#include <vector>

namespace kintsugi {

/// The library as a tree: stages, below them their surrogates.
class SurrogateModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { Blocks, SpanType, Kind, Error, Loss, State, columnCountAll };
    enum Role {
        SortRole = Qt::UserRole, ///< a number or a text to sort by
        ChipRole,                ///< of the State column: QVariant of Chip; none for stages
        FilterRole               ///< everything that a filter may look for
    };

    using QAbstractItemModel::QAbstractItemModel;

    /// Rows whose edges stay are updated in place, so that selection and open stages stay too.
    void setChoices(const std::optional<Stages>& stages, const std::vector<EdgeChoice>& choices);
    const std::vector<EdgeChoice>& choices() const { return m_all; }

    /// Nothing for a stage.
    const EdgeChoice* choiceAt(const QModelIndex& index) const;
    QModelIndex indexOf(const PlacedEdge& placed) const;
    /// The first surrogate of exactly this span.
    QModelIndex indexOf(const Span& span) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QVariant stageData(StageId stage, int column, int role) const;
    QVariant choiceData(const EdgeChoice& choice, int column, int role) const;

    std::optional<Stages> m_stages;
    std::vector<EdgeChoice> m_all;
    std::array<std::vector<EdgeChoice>, stageCount> m_rows;
};

} // namespace kintsugi

Q_DECLARE_METATYPE(kintsugi::Chip)

#pragma once

#include "compare/comparison.h"

#include <QAbstractTableModel>

namespace kintsugi {

/// The patches where A loses most against B, worst first: number, A, ground truth (B without one), error, PSNR of A,
/// difference to B.
class WorstPatchModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Number, A, Truth, Error, PsnrA, Difference, ColumnCount };

    explicit WorstPatchModel(Comparison& comparison, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QRect patch(int row) const { return m_rows[static_cast<std::size_t>(row)].rect; }

private:
    struct Row {
        QRect rect;
        double psnrA = 0.0;
        std::optional<double> difference;
        QImage a, truth, error;
    };
    void reload();

    Comparison& m_comparison;
    std::vector<Row> m_rows;
};

} // namespace kintsugi

#pragma once

#include "common/theme.h"

#include <QAbstractTableModel>
#include <QString>
#include <array>
#include <optional>

namespace kintsugi {

/// What is known of a whole network. A reason in one of the stale texts tells that the number is of something older.
struct NetworkFigures {
    std::optional<double> psnr, ssim;
    std::optional<int> transformers, surrogateBlocks;
    std::optional<double> mparameters; ///< 10^6
    std::optional<double> gmacs;       ///< 10^9 at 256x256
    std::optional<double> predictedMs, measuredMs;
    QString psnrStale, ssimStale, measuredStale;
};

/// A, B and A - B, line by line. Sizes and times differ in percent, the rest in its own unit.
class SummaryModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Row { Psnr, Ssim, Transformers, SurrogateBlocks, Parameters, Gmacs, Predicted, Measured, rowCountAll };
    enum Column { Name, A, B, Difference, columnCountAll };

    explicit SummaryModel(QObject* parent = nullptr);

    void setFigures(const NetworkFigures& a, const NetworkFigures& b);
    void setTokens(const Tokens& tokens);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString text(Row row, Column column) const;
    QString staleReason(Row row, Column column) const;

    NetworkFigures m_a, m_b;
    Tokens m_tokens;
};

} // namespace kintsugi

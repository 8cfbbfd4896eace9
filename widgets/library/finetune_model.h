#pragma once

#include "space/architecture.h"

#include <QAbstractTableModel>
#include <QString>
#include <optional>
#include <vector>

namespace kintsugi {

/// A network that was trained end to end.
struct FinetuneRow {
    Architecture architecture;
    QString name; ///< for people
    QString role; ///< why it was: "chosen", "knee candidate"
    std::optional<double> psnrBefore, psnrAfter, ssimBefore, ssimAfter;
    int iterations = 0;
    double seconds = 0;

    bool operator==(const FinetuneRow&) const = default;
};

/// Fine-tuned networks, with what that did to them. The sort role gives numbers as numbers, NaN where there is none.
class FinetuneModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Network, Role, Before, After, Gain, SsimBefore, SsimAfter, Iterations, Time, columnCountAll };
    static constexpr int SortRole = Qt::UserRole;

    explicit FinetuneModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setRows(std::vector<FinetuneRow> rows);
    const FinetuneRow& row(int row) const { return m_rows[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<FinetuneRow> m_rows;
};

} // namespace kintsugi

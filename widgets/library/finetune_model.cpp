#include "library/finetune_model.h"

#include "common/wording.h"

#include <limits>
#include <utility>

namespace kintsugi {

namespace {

std::optional<double> numberOf(const FinetuneRow& row, int column) {
    switch (column) {
    case FinetuneModel::Before:
        return row.psnrBefore;
    case FinetuneModel::After:
        return row.psnrAfter;
    case FinetuneModel::Gain:
        return row.psnrBefore && row.psnrAfter ? std::optional(*row.psnrAfter - *row.psnrBefore) : std::nullopt;
    case FinetuneModel::SsimBefore:
        return row.ssimBefore;
    case FinetuneModel::SsimAfter:
        return row.ssimAfter;
    case FinetuneModel::Iterations:
        return row.iterations;
    case FinetuneModel::Time:
        return row.seconds;
    default:
        return std::nullopt;
    }
}

} // namespace

void FinetuneModel::setRows(std::vector<FinetuneRow> rows) {
    if (rows == m_rows)
        return;
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int FinetuneModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int FinetuneModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : columnCountAll;
}

QVariant FinetuneModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const FinetuneRow& shown = row(index.row());
    const int column = index.column();
    if (role == Qt::ToolTipRole && column == Network)
        return QString::fromStdString(shown.architecture.text());
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((column > Role ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == SortRole && column > Role)
        return numberOf(shown, column).value_or(std::numeric_limits<double>::quiet_NaN());
    if (role != Qt::DisplayRole && role != SortRole)
        return {};
    switch (column) {
    case Network:
        return shown.name;
    case Role:
        return shown.role;
    case Gain:
        return numberText(numberOf(shown, column), 3, true);
    case Iterations:
        return numberText(double(shown.iterations), 0);
    case Time:
        return durationText(shown.seconds);
    case SsimBefore:
    case SsimAfter:
        return numberText(numberOf(shown, column), 4);
    default:
        return numberText(numberOf(shown, column), 3);
    }
}

QVariant FinetuneModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Network:
        return tr("Network");
    case Role:
        return tr("Role");
    case Before:
        return tr("dB before");
    case After:
        return tr("dB after");
    case Gain:
        return tr("Gain, dB");
    case SsimBefore:
        return tr("SSIM before");
    case SsimAfter:
        return tr("SSIM after");
    case Iterations:
        return tr("Iterations");
    default:
        return tr("Time");
    }
}

} // namespace kintsugi

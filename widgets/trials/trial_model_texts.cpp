// What the table says of a trial.

#include "trials/search_request.h"
#include "trials/trial_model.h"

#include "common/wording.h"

#include <cmath>

namespace kintsugi {

namespace {

QString withInterval(const QString& value, const std::optional<Interval>& interval, int decimals) {
    if (!interval)
        return value;
    return QStringLiteral("%1 ± %2").arg(value, numberText((interval->high - interval->low) / 2, decimals));
}

} // namespace

QString TrialModel::text(int row, int column) const {
    const TrialRow& trial = m_trials[static_cast<std::size_t>(row)];
    switch (column) {
    case Number:
        return trial.number > 0 ? QString::number(trial.number) : notMeasured();
    case Pattern:
        return QString::fromStdString(trial.architecture.text());
    case Transformers:
        return QString::number(trial.transformers);
    case Surrogates:
        return QString::number(trial.surrogateBlocks);
    case Loss:
        return trial.failed ? notMeasured() : withInterval(numberText(-trial.loss, 3), trial.lossInterval, 3);
    case PredictedMs:
        return numberText(trial.predictedMs, 0);
    case MeasuredMs:
        return trial.measuredMs ? withInterval(numberText(trial.measuredMs, 0), trial.measuredMsInterval, 0)
                                : notMeasured();
    case Parameters:
        return numberText(trial.mparameters, 1);
    case Gmacs:
        return numberText(trial.gmacs, 1);
    case Penalty:
        return numberText(trial.penalty, 2);
    case Method:
        return trial.search > 0 ? tr("%1, search %2").arg(methodShort(trial.method)).arg(trial.search)
                                : methodShort(trial.method);
    case Role:
        return standingText(standing(row));
    case State:
        if (trial.failed)
            return tr("failed");
        return trial.measuredMs ? tr("measured") : tr("done");
    default:
        return {};
    }
}

QVariant TrialModel::sortValue(int row, int column) const {
    const TrialRow& trial = m_trials[static_cast<std::size_t>(row)];
    const auto optional = [](const std::optional<double>& value) { return value ? QVariant(*value) : QVariant(); };
    switch (column) {
    case Number:
        return qlonglong(trial.number);
    case Transformers:
        return trial.transformers;
    case Surrogates:
        return trial.surrogateBlocks;
    case Loss:
        return trial.failed ? QVariant() : QVariant(-trial.loss);
    case PredictedMs:
        return optional(trial.predictedMs);
    case MeasuredMs:
        return optional(trial.measuredMs);
    case Parameters:
        return trial.mparameters;
    case Gmacs:
        return trial.gmacs;
    case Penalty:
        return trial.penalty;
    case Role: {
        const TrialStanding& place = standing(row);
        return place.reference ? 0 : place.knee ? 1 : place.front ? 2 : place.tied ? 3 : place.placed ? 4 : 5;
    }
    default:
        return text(row, column);
    }
}

QString TrialModel::toolTip(int row, int column) const {
    const TrialRow& trial = m_trials[static_cast<std::size_t>(row)];
    if (trial.failed)
        return trial.message;
    switch (column) {
    case Loss:
        return trial.lossInterval
                   ? tr("PSNR against the teacher; 95 % interval %1 to %2 dB, paired over the validation images")
                         .arg(numberText(-trial.lossInterval->high, 3), numberText(-trial.lossInterval->low, 3))
                   : tr("PSNR against the teacher");
    case MeasuredMs:
        return trial.measuredMsInterval ? tr("95 % interval %1 to %2 ms")
                                              .arg(numberText(trial.measuredMsInterval->low, 1),
                                                   numberText(trial.measuredMsInterval->high, 1))
                                        : QString();
    case Pattern:
        return text(row, Pattern);
    case Role:
        return standing(row).tied ? tr("Tied: the 95 % interval of its loss against the teacher includes 0")
                                  : QString();
    default:
        return {};
    }
}

QVariant TrialModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(index.row(), index.column());
    case SortRole:
        return sortValue(index.row(), index.column());
    case Qt::ToolTipRole:
        return toolTip(index.row(), index.column());
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1: %2").arg(headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString(),
                                            text(index.row(), index.column()));
    case Qt::TextAlignmentRole:
        switch (index.column()) {
        case Pattern:
        case Method:
        case Role:
        case State:
            return int(Qt::AlignLeft | Qt::AlignVCenter);
        default:
            return int(Qt::AlignRight | Qt::AlignVCenter);
        }
    default:
        return {};
    }
}

QVariant TrialModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Pattern || section >= Method ? int(Qt::AlignLeft | Qt::AlignVCenter)
                                                       : int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case Transformers:
            return tr("Transformer blocks");
        case Surrogates:
            return tr("Surrogate blocks that run");
        case Loss:
            return tr("PSNR against the teacher, with half the 95 % interval");
        case PredictedMs:
            return tr("Predicted latency");
        case Parameters:
            return tr("Parameters in millions");
        case Gmacs:
            return tr("10⁹ multiply-accumulates at 256×256");
        case Penalty:
            return tr("The penalty that ENS weighs");
        case Role:
            return tr("Among the visible searches, by loss and the chosen cost");
        default:
            return {};
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Number:
        return tr("Trial");
    case Pattern:
        return tr("Pattern, enc1 to refine");
    case Transformers:
        return tr("T");
    case Surrogates:
        return tr("S");
    case Loss:
        return tr("Δ dB");
    case PredictedMs:
        return tr("Pred. ms");
    case MeasuredMs:
        return tr("Measured ms");
    case Parameters:
        return tr("Par., M");
    case Gmacs:
        return tr("GMAC");
    case Penalty:
        return tr("Penalty");
    case Method:
        return tr("Method");
    case Role:
        return tr("Role");
    case State:
        return tr("State");
    default:
        return {};
    }
}

} // namespace kintsugi

#include "grid/summary_model.h"

#include "common/wording.h"

#include <QFont>
#include <cmath>

namespace kintsugi {

namespace {

struct Line {
    int decimals = 0;
    bool relative = false; ///< A - B in percent of B
};

// By row; times get more decimals when they are short.
constexpr std::array<Line, SummaryModel::rowCountAll> lines{
    {{2, false}, {4, false}, {0, false}, {0, false}, {2, true}, {1, true}, {0, true}, {0, true}}};

std::optional<double> value(const NetworkFigures& figures, SummaryModel::Row row) {
    const auto number = [](const std::optional<int>& count) {
        return count ? std::optional<double>(*count) : std::nullopt;
    };
    switch (row) {
    case SummaryModel::Psnr:
        return figures.psnr;
    case SummaryModel::Ssim:
        return figures.ssim;
    case SummaryModel::Transformers:
        return number(figures.transformers);
    case SummaryModel::SurrogateBlocks:
        return number(figures.surrogateBlocks);
    case SummaryModel::Parameters:
        return figures.mparameters;
    case SummaryModel::Gmacs:
        return figures.gmacs;
    case SummaryModel::Predicted:
        return figures.predictedMs;
    case SummaryModel::Measured:
        return figures.measuredMs;
    case SummaryModel::rowCountAll:
        break;
    }
    return std::nullopt;
}

QString stale(const NetworkFigures& figures, SummaryModel::Row row) {
    switch (row) {
    case SummaryModel::Psnr:
        return figures.psnrStale;
    case SummaryModel::Ssim:
        return figures.ssimStale;
    case SummaryModel::Measured:
        return figures.measuredStale;
    default:
        return {};
    }
}

} // namespace

SummaryModel::SummaryModel(QObject* parent) : QAbstractTableModel(parent), m_tokens(lightTokens()) {}

void SummaryModel::setFigures(const NetworkFigures& a, const NetworkFigures& b) {
    m_a = a;
    m_b = b;
    Q_EMIT dataChanged(index(0, 0), index(rowCountAll - 1, columnCountAll - 1));
}

void SummaryModel::setTokens(const Tokens& tokens) {
    m_tokens = tokens;
    Q_EMIT dataChanged(index(0, 0), index(rowCountAll - 1, columnCountAll - 1), {Qt::ForegroundRole});
}

int SummaryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : rowCountAll;
}

int SummaryModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : columnCountAll;
}

QString SummaryModel::staleReason(Row row, Column column) const {
    switch (column) {
    case A:
        return stale(m_a, row);
    case B:
        return stale(m_b, row);
    case Difference:
        return stale(m_a, row).isEmpty() ? stale(m_b, row) : stale(m_a, row);
    default:
        return {};
    }
}

QString SummaryModel::text(Row row, Column column) const {
    const auto a = value(m_a, row), b = value(m_b, row);
    const Line& line = lines[static_cast<std::size_t>(row)];
    const auto decimals = [&](double number) {
        return (row == Predicted || row == Measured) && std::abs(number) < 20 ? 1 : line.decimals;
    };
    switch (column) {
    case Name:
        switch (row) {
        case Psnr:
            return tr("PSNR, dB");
        case Ssim:
            return tr("SSIM");
        case Transformers:
            return tr("Transformer blocks");
        case SurrogateBlocks:
            return tr("SSM blocks");
        case Parameters:
            return tr("Parameters, M");
        case Gmacs:
            return tr("GMACs, 256²");
        case Predicted:
            return tr("Predicted ms");
        case Measured:
            return tr("Measured ms");
        case rowCountAll:
            break;
        }
        return {};
    case A:
        return a ? numberText(*a, decimals(*a)) : notMeasured();
    case B:
        return b ? numberText(*b, decimals(*b)) : notMeasured();
    case Difference:
        if (!a || !b)
            return notMeasured();
        if (!staleReason(row, column).isEmpty())
            return tr("stale");
        if (!line.relative)
            return numberText(*a - *b, line.decimals, true);
        return *b == 0 ? notMeasured() : tr("%1 %").arg(numberText((*a - *b) / *b * 100, 0, true));
    case columnCountAll:
        break;
    }
    return {};
}

QVariant SummaryModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto row = static_cast<Row>(index.row());
    const auto column = static_cast<Column>(index.column());
    const bool known = column == A ? value(m_a, row).has_value() : column == B ? value(m_b, row).has_value() : true;
    const QString reason = known ? staleReason(row, column) : QString();
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::AccessibleTextRole:
        return reason.isEmpty() ? text(row, column) : tr("%1, stale: %2").arg(text(row, column), reason);
    case Qt::ToolTipRole:
        return reason.isEmpty() ? QVariant() : tr("Stale: %1").arg(reason);
    case Qt::ForegroundRole:
        if (reason.isEmpty())
            return column == Name || column == A ? m_tokens.ink : m_tokens.second;
        return column == Difference ? m_tokens.warn : m_tokens.hint;
    case Qt::FontRole:
        if (column == A && reason.isEmpty()) {
            QFont bold;
            bold.setBold(true);
            return bold;
        }
        return {};
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment((column == Name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter));
    default:
        return {};
    }
}

QVariant SummaryModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCountAll)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment((section == Name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    const std::array<QString, columnCountAll> titles{tr("Whole network"), tr("A"), tr("B"), tr("A − B")};
    return titles[static_cast<std::size_t>(section)];
}

} // namespace kintsugi

#include "compare/worst_patch_model.h"

#include "common/wording.h"

#include <QFont>
#include <QLocale>

namespace kintsugi {

WorstPatchModel::WorstPatchModel(Comparison& comparison, QObject* parent)
    : QAbstractTableModel(parent), m_comparison(comparison) {
    connect(&comparison.analysis(), &ErrorAnalysis::patchesChanged, this, &WorstPatchModel::reload);
    connect(&comparison.selection(), &Selection::patchChanged, this, [this] {
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {Qt::FontRole});
    });
    reload();
}

void WorstPatchModel::reload() {
    const ComparedImages& images = m_comparison.images();
    const Slot reference = images.content(Slot::Truth).isEmpty() ? Slot::B : Slot::Truth;
    const auto inside = [&](Slot slot, const QRect& rect) {
        return !images.content(slot).isEmpty() && images.content(slot).picture->image().rect().contains(rect);
    };
    beginResetModel();
    m_rows.clear();
    for (const WorstPatch& patch : m_comparison.analysis().patches()) {
        const QRect rect = Comparison::rectOf(patch);
        if (!inside(Slot::A, rect) || !inside(reference, rect))
            continue; // the images have changed since
        const Image map = signedErrorMap(images.values(Slot::A, rect), images.values(reference, rect));
        m_rows.push_back({rect, patch.psnrA, patch.difference(), images.content(Slot::A).picture->image().copy(rect),
                          images.content(reference).picture->image().copy(rect),
                          coloredMap(map, m_comparison.analysis().scaleOf(ErrorKind::Signed))});
    }
    endResetModel();
}

int WorstPatchModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int WorstPatchModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant WorstPatchModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return column == Number       ? QVariant(QLocale().toString(index.row() + 1))
               : column == PsnrA      ? QVariant(numberText(row.psnrA, 1))
               : column == Difference ? QVariant(numberText(row.difference, 2, true))
                                      : QVariant();
    case Qt::DecorationRole:
        return column == A       ? QVariant(row.a)
               : column == Truth ? QVariant(row.truth)
               : column == Error ? QVariant(row.error)
                                 : QVariant();
    case Qt::TextAlignmentRole:
        return int(column == Number ? Qt::AlignCenter : Qt::AlignRight | Qt::AlignVCenter);
    case Qt::FontRole: {
        QFont font;
        font.setBold(column == Number || column == Difference || row.rect == m_comparison.selection().patch());
        return font;
    }
    case Qt::ToolTipRole:
        return tr("x %1, y %2, %3×%4 pixels")
            .arg(row.rect.x())
            .arg(row.rect.y())
            .arg(row.rect.width())
            .arg(row.rect.height());
    case Qt::AccessibleTextRole:
        return tr("Patch %1 at x %2, y %3: A %4, against B %5")
            .arg(index.row() + 1)
            .arg(row.rect.x())
            .arg(row.rect.y())
            .arg(decibels(row.psnrA, 1), decibels(row.difference, 2, true));
    default:
        return {};
    }
}

QVariant WorstPatchModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    const bool hasTruth = !m_comparison.images().content(Slot::Truth).isEmpty();
    if (role == Qt::TextAlignmentRole)
        return int(section < PsnrA ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case A:
        return tr("A");
    case Truth:
        return hasTruth ? tr("truth") : tr("B");
    case Error:
        return tr("error");
    case PsnrA:
        return tr("A, dB");
    case Difference:
        return tr("vs B");
    default:
        return QString();
    }
}

} // namespace kintsugi

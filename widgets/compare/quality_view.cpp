#include "compare/quality_view.h"

#include "common/theme.h"
#include "common/wording.h"

#include <QEvent>
#include <QFont>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

namespace kintsugi {

namespace {

constexpr std::array rowSlots{Slot::Degraded, Slot::B, Slot::A};

} // namespace

QualityModel::QualityModel(ComparedImages& images, QObject* parent) : QAbstractTableModel(parent), m_images(images) {
    connect(&images, &ComparedImages::stateChanged, this,
            [this] { Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1)); });
}

int QualityModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(rowSlots.size());
}

int QualityModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant QualityModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const Slot slot = rowSlots[static_cast<std::size_t>(index.row())];
    const SlotContent &content = m_images.content(slot), &b = m_images.content(Slot::B);
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case Name:
            return m_images.label(slot);
        case Psnr:
            return numberText(content.psnr, 2);
        case Ssim:
            return numberText(content.ssim, 4);
        default:
            return slot != Slot::B && content.psnr && b.psnr ? numberText(*content.psnr - *b.psnr, 2, true)
                                                             : notMeasured();
        }
    case Qt::TextAlignmentRole:
        return int(index.column() == Name ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return content.stale.isEmpty() ? QString() : tr("Stale: %1").arg(content.stale);
    case Qt::ForegroundRole:
        return content.stale.isEmpty() ? QVariant() : QVariant(tokensOf(QGuiApplication::palette()).hint);
    case Qt::FontRole: {
        QFont font;
        font.setBold(slot == Slot::A);
        return font;
    }
    default:
        return {};
    }
}

QVariant QualityModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(section == Name ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("RGB");
    case Psnr:
        return tr("PSNR, dB");
    case Ssim:
        return tr("SSIM");
    default:
        return tr("vs B");
    }
}

QualityView::QualityView(ComparedImages& images, QWidget* parent)
    : QWidget(parent), m_model(images), m_table(new QTableView),
      m_convention(new QLabel(tr("RGB, 8 bits, border kept; SSIM: 11×11 Gaussian window, σ 1.5"))) {
    m_table->setModel(&m_model);
    m_table->setAccessibleName(tr("Quality against the ground truth"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(metric::row);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(QualityModel::Name, QHeaderView::Stretch);
    m_table->setFixedHeight(metric::row * (m_model.rowCount() + 1) + 8);
    m_convention->setWordWrap(true);
    m_convention->setContentsMargins(metric::small, 0, metric::small, metric::small);
    m_convention->setForegroundRole(QPalette::PlaceholderText);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metric::small);
    layout->addWidget(m_table);
    layout->addWidget(m_convention);
    layout->addStretch(1);
}

} // namespace kintsugi

#include "compare/preview_strip.h"

#include "common/elided_label.h"
#include "common/theme.h"
#include "common/wording.h"
#include "compare/color_maps.h"
#include "compare/image_tile.h"
#include "compare/latest_work.h"
#include "compare/pane_painter.h"
#include "imaging/error_maps.h"

#include <QAction>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace kintsugi {

namespace {

struct Difference {
    std::shared_ptr<const ImagePyramid> picture;
    double largest = 0.0;
};

} // namespace

const std::vector<Slot> PreviewStrip::allShown{Slot::Degraded, Slot::B, Slot::A, Slot::Error, Slot::Truth};

PreviewStrip::PreviewStrip(ComparedImages& images, QWidget* parent, const std::vector<Slot>& shown)
    : QWidget(parent), m_images(images), m_title(new ElidedLabel), m_info(new QLabel), m_row(new QWidget),
      m_empty(new QWidget), m_previous(new QAction(tr("Previous image"), this)),
      m_next(new QAction(tr("Next image"), this)), m_inspect(new QAction(tr("Inspect this image"), this)),
      m_shown(shown), m_work(std::make_unique<LatestWork>()) {
    m_previous->setToolTip(tr("Show the previous image"));
    m_next->setToolTip(tr("Show the next image"));
    m_inspect->setToolTip(tr("Open the image in Inspect"));
    connect(m_previous, &QAction::triggered, this, [this] { Q_EMIT stepRequested(-1); });
    connect(m_next, &QAction::triggered, this, [this] { Q_EMIT stepRequested(1); });
    connect(m_inspect, &QAction::triggered, this, [this] { Q_EMIT inspectRequested(Slot::A); });

    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_info->setFont(sizedFont(font(), 12));
    m_info->setForegroundRole(QPalette::PlaceholderText);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_info);
    for (const auto& [action, arrow] : {std::pair(m_previous, Qt::LeftArrow), std::pair(m_next, Qt::RightArrow)}) {
        auto* button = new QToolButton;
        button->setAutoRaise(true);
        button->setDefaultAction(action);
        button->setArrowType(arrow);
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setAccessibleName(action->text());
        head->addWidget(button);
    }
    auto* row = new QHBoxLayout(m_row);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metric::medium);
    for (const Slot slot : m_shown) {
        auto* tile = new ImageTile;
        tile->setIsA(slot == Slot::A);
        if (slot == Slot::A || slot == Slot::Degraded || slot == Slot::Truth)
            tile->setTitle(slot == Slot::A          ? tr("Hybrid A")
                           : slot == Slot::Degraded ? tr("Degraded")
                                                    : tr("Ground truth"));
        connect(tile, &ImageTile::clicked, this, [this, slot] { Q_EMIT inspectRequested(slot); });
        row->addWidget(tile);
        m_tiles << tile;
    }
    setReferenceIsTeacher(true);

    auto* emptyLayout = new QVBoxLayout(m_empty);
    auto* sentence = new QLabel(tr("No image is open."));
    sentence->setAlignment(Qt::AlignCenter);
    auto* button = new QPushButton(tr("Open images…"));
    connect(button, &QPushButton::clicked, this, &PreviewStrip::browseRequested);
    emptyLayout->addStretch();
    emptyLayout->addWidget(sentence);
    emptyLayout->addWidget(button, 0, Qt::AlignHCenter);
    emptyLayout->addStretch();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metric::medium, metric::small, metric::medium, metric::medium);
    layout->setSpacing(metric::small);
    layout->addLayout(head);
    layout->addWidget(m_row, 1);
    layout->addWidget(m_empty, 1);

    connect(&images, &ComparedImages::stateChanged, this, &PreviewStrip::showSlot);
    connect(&images, &ComparedImages::pictureChanged, this, [this](Slot slot) {
        showSlot(slot);
        showInfo();
        if (slot == Slot::A || slot == Slot::B)
            compareWithTeacher();
    });
    for (const Slot slot : allSlots)
        showSlot(slot);
    compareWithTeacher();
    showInfo();
}

PreviewStrip::~PreviewStrip() = default;

void PreviewStrip::setImageInfo(const QString& name, const QString& device, std::optional<double> seconds) {
    m_name = name;
    m_device = device;
    m_seconds = seconds;
    showInfo();
}

void PreviewStrip::setReferenceIsTeacher(bool isTeacher) {
    if (ImageTile* reference = tile(Slot::B))
        reference->setTitle(isTeacher ? tr("Teacher") : tr("Hybrid B"));
    if (ImageTile* difference = tile(Slot::Error))
        difference->setTitle((isTeacher ? tr("|A − teacher| × %1") : tr("|A − B| × %1")).arg(differenceGain));
}

ImageTile* PreviewStrip::tile(Slot slot) const {
    const auto found = std::find(m_shown.begin(), m_shown.end(), slot);
    return found == m_shown.end() ? nullptr : m_tiles[found - m_shown.begin()];
}

QString PreviewStrip::info() const {
    return m_info->text();
}

void PreviewStrip::showInfo() {
    m_title->setText(m_name.isEmpty() ? tr("Preview") : tr("Preview: %1").arg(m_name));
    QStringList parts;
    const QSize size = m_images.size();
    if (!size.isEmpty())
        parts << QStringLiteral("%1×%2").arg(size.width()).arg(size.height());
    if (!m_device.isEmpty())
        parts << m_device;
    if (m_seconds)
        parts << (*m_seconds < 1 ? tr("%1 ms").arg(numberText(1e3 * *m_seconds, 0))
                                 : tr("%1 s").arg(numberText(*m_seconds, *m_seconds < 10 ? 1 : 0)));
    m_info->setText(parts.join(QStringLiteral(", ")));
}

void PreviewStrip::showSlot(Slot slot) {
    bool isEmpty = m_images.isEmpty();
    for (const Slot other : allSlots)
        isEmpty = isEmpty && !m_images.content(other).loading && m_images.content(other).problem.isEmpty();
    m_row->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty);
    m_inspect->setEnabled(!isEmpty);
    if (slot == Slot::Error || !this->tile(slot)) // the difference is its own
        return;
    ImageTile& tile = *this->tile(slot);
    const SlotContent& content = m_images.content(slot);
    tile.setPicture(content.picture, content.picture ? content.picture->image().rect() : QRect());
    tile.setNumber(slot == Slot::Truth ? QString() : decibels(content.psnr));
    tile.setLoading(content.loading);
    tile.setStale(content.stale);
    const QString& staleA = m_images.content(Slot::A).stale;
    if (ImageTile* difference = this->tile(Slot::Error))
        difference->setStale(staleA.isEmpty() ? m_images.content(Slot::B).stale : staleA);
    tile.setSentence(!content.problem.isEmpty() ? content.problem
                     : slot == Slot::Truth      ? tr("This image has none.")
                                                : tr("Not restored yet."));
}

void PreviewStrip::compareWithTeacher() {
    if (!this->tile(Slot::Error))
        return;
    ImageTile& tile = *this->tile(Slot::Error);
    const SlotContent a = m_images.content(Slot::A), b = m_images.content(Slot::B);
    tile.setSentence(tr("Not restored yet."));
    if (a.isEmpty() || b.isEmpty() || a.picture->size() != b.picture->size()) {
        m_work->cancel();
        tile.setPicture(nullptr, {});
        return tile.setNumber({});
    }
    m_work->start(
        [a, b](const std::stop_token& stop) {
            const Image map = absoluteErrorMap(rgbValues(a), rgbValues(b));
            const QImage picture = coloredMap(map, {ErrorKind::Absolute, differenceGain, 0.0});
            return Difference{std::make_shared<const ImagePyramid>(picture, stop),
                              double(*std::max_element(map.values.begin(), map.values.end()))};
        },
        [&tile](const Difference& difference) {
            tile.setPicture(difference.picture, difference.picture->image().rect());
            tile.setNumber(tr("max %1").arg(numberText(difference.largest, 2)));
        });
}

} // namespace kintsugi

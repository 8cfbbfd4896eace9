#include "compare/preview_strip.h"

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

namespace kintsugi {

namespace {

constexpr std::array shownSlots{Slot::Degraded, Slot::B, Slot::A, Slot::Error, Slot::Truth};

struct Difference {
    std::shared_ptr<const ImagePyramid> picture;
    double largest = 0.0;
};

} // namespace

PreviewStrip::PreviewStrip(ComparedImages& images, QWidget* parent)
    : QWidget(parent), m_images(images), m_title(new QLabel), m_info(new QLabel), m_row(new QWidget),
      m_empty(new QWidget), m_previous(new QAction(tr("Previous image"), this)),
      m_next(new QAction(tr("Next image"), this)), m_inspect(new QAction(tr("Inspect this image"), this)),
      m_work(std::make_unique<LatestWork>()) {
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
    head->addWidget(m_title);
    head->addStretch();
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
    for (const Slot slot : shownSlots) {
        auto* tile = new ImageTile;
        tile->setIsA(slot == Slot::A);
        connect(tile, &ImageTile::clicked, this, [this, slot] { Q_EMIT inspectRequested(slot); });
        row->addWidget(tile);
        m_tiles << tile;
    }
    m_tiles[0]->setTitle(tr("Degraded"));
    setReferenceIsTeacher(true);
    m_tiles[2]->setTitle(tr("Hybrid A"));
    m_tiles[4]->setTitle(tr("Ground truth"));

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
    m_tiles[1]->setTitle(isTeacher ? tr("Teacher") : tr("Hybrid B"));
    m_tiles[3]->setTitle((isTeacher ? tr("|A − teacher| × %1") : tr("|A − B| × %1")).arg(differenceGain));
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
        parts << tr("%1 s").arg(numberText(*m_seconds, *m_seconds < 10 ? 1 : 0));
    m_info->setText(parts.join(QStringLiteral(", ")));
}

void PreviewStrip::showSlot(Slot slot) {
    bool isEmpty = m_images.isEmpty();
    for (const Slot other : allSlots)
        isEmpty = isEmpty && !m_images.content(other).loading && m_images.content(other).problem.isEmpty();
    m_row->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty);
    m_inspect->setEnabled(!isEmpty);
    if (slot == Slot::Error) // the difference is its own
        return;
    const auto index = std::find(shownSlots.begin(), shownSlots.end(), slot) - shownSlots.begin();
    ImageTile& tile = *m_tiles[index];
    const SlotContent& content = m_images.content(slot);
    tile.setPicture(content.picture, content.picture ? content.picture->image().rect() : QRect());
    tile.setNumber(slot == Slot::Truth ? QString() : decibels(content.psnr));
    tile.setLoading(content.loading);
    tile.setStale(content.stale);
    const QString& staleA = m_images.content(Slot::A).stale;
    m_tiles[3]->setStale(staleA.isEmpty() ? m_images.content(Slot::B).stale : staleA);
    tile.setSentence(!content.problem.isEmpty() ? content.problem
                     : slot == Slot::Truth      ? tr("This image has none.")
                                                : tr("Not restored yet."));
}

void PreviewStrip::compareWithTeacher() {
    ImageTile& tile = *m_tiles[3];
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

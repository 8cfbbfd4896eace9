#include "compare/patch_strip.h"

#include "common/theme.h"
#include "common/wording.h"
#include "compare/image_tile.h"
#include "compare/pane_painter.h"
#include "imaging/metrics.h"

#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace kintsugi {

namespace {

constexpr std::array shownSlots{Slot::Degraded, Slot::B, Slot::A, Slot::Truth, Slot::Error};

QToolButton* arrowButton(QAction* action, Qt::ArrowType arrow) {
    auto* button = new QToolButton;
    button->setAutoRaise(true);
    button->setDefaultAction(action);
    button->setArrowType(arrow);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setAccessibleName(action->text());
    return button;
}

} // namespace

PatchStrip::PatchStrip(Comparison& comparison, QWidget* parent)
    : QWidget(parent), m_comparison(comparison), m_title(new QLabel), m_info(new QLabel), m_stack(new QStackedWidget),
      m_timer(new QTimer(this)) {
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_info->setFont(sizedFont(font(), 12));
    m_info->setForegroundRole(QPalette::PlaceholderText);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title);
    head->addStretch();
    head->addWidget(m_info);
    head->addWidget(arrowButton(comparison.previousPatchAction(), Qt::LeftArrow));
    head->addWidget(arrowButton(comparison.nextPatchAction(), Qt::RightArrow));

    auto* none = new QWidget;
    auto* noneLayout = new QVBoxLayout(none);
    auto* sentence = new QLabel(tr("No patch is selected. Ctrl+click in the viewer selects one."));
    sentence->setAlignment(Qt::AlignCenter);
    auto* button = new QPushButton(tr("Go to the worst patch"));
    connect(button, &QPushButton::clicked, comparison.nextPatchAction(), &QAction::trigger);
    connect(comparison.nextPatchAction(), &QAction::enabledChanged, button, &QWidget::setEnabled);
    button->setEnabled(comparison.nextPatchAction()->isEnabled());
    noneLayout->addStretch();
    noneLayout->addWidget(sentence);
    noneLayout->addWidget(button, 0, Qt::AlignHCenter);
    noneLayout->addStretch();

    auto* row = new QWidget;
    auto* rowLayout = new QHBoxLayout(row);
    rowLayout->setContentsMargins(0, 0, 0, 0);
    rowLayout->setSpacing(metric::medium);
    for (const Slot slot : shownSlots) {
        auto* tile = new ImageTile;
        tile->setIsA(slot == Slot::A);
        connect(tile, &ImageTile::clicked, this,
                [this] { m_comparison.transform().setCenter(QRectF(m_comparison.selection().patch()).center()); });
        rowLayout->addWidget(tile);
        m_tiles << tile;
    }
    m_stack->addWidget(none);
    m_stack->addWidget(row);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metric::medium, metric::small, metric::medium, metric::medium);
    layout->setSpacing(metric::small);
    layout->addLayout(head);
    layout->addWidget(m_stack, 1);

    for (QAction* action : commands())
        addAction(action);
    m_timer->setSingleShot(true);
    m_timer->setInterval(0);
    const auto later = [this] { m_timer->start(); };
    connect(m_timer, &QTimer::timeout, this, &PatchStrip::showPatch);
    connect(&comparison.images(), &ComparedImages::pictureChanged, this, later);
    connect(&comparison.images(), &ComparedImages::stateChanged, this, later);
    connect(&comparison.analysis(), &ErrorAnalysis::patchesChanged, this, later);
    connect(&comparison.analysis(), &ErrorAnalysis::settingsChanged, this, later);
    connect(&comparison.selection(), &Selection::patchChanged, this, later);
    showPatch();
}

QList<QAction*> PatchStrip::commands() const {
    return {m_comparison.previousPatchAction(), m_comparison.nextPatchAction()};
}

QString PatchStrip::title() const {
    return m_title->text();
}

void PatchStrip::showPatch() {
    const QRect patch = m_comparison.selection().patch();
    const int index = m_comparison.patchIndex(), count = int(m_comparison.analysis().patches().size());
    m_title->setText(index >= 0 ? tr("Patch %1 of %2").arg(index + 1).arg(count) : tr("Patch"));
    m_stack->setCurrentIndex(patch.isEmpty() ? 0 : 1);
    for (int i = 0; i < m_tiles.size() && !patch.isEmpty(); ++i)
        showTile(shownSlots[static_cast<std::size_t>(i)], *m_tiles[i], patch);
    showInfo();
}

void PatchStrip::showInfo() {
    const QRect patch = m_comparison.selection().patch();
    m_info->setText(patch.isEmpty() ? QString()
                                    : tr("%1×%2 pixels at x %3, y %4, %5 %")
                                          .arg(patch.width())
                                          .arg(patch.height())
                                          .arg(patch.x())
                                          .arg(patch.y())
                                          .arg(numberText(m_tiles[1]->scale() * 100, 0)));
}

void PatchStrip::showTile(Slot slot, ImageTile& tile, const QRect& patch) {
    if (slot == Slot::Error)
        return showError(tile, patch);
    const ComparedImages& images = m_comparison.images();
    const SlotContent& content = images.content(slot);
    const bool isInside = !content.isEmpty() && content.picture->image().rect().contains(patch);
    tile.setTitle(images.label(slot));
    tile.setLoading(content.loading);
    tile.setStale(content.stale);
    tile.setSentence(content.problem.isEmpty() ? tr("none") : content.problem);
    tile.setPicture(isInside ? content.picture : nullptr, patch);
    const SlotContent& truth = images.content(Slot::Truth);
    const bool isMeasured =
        slot != Slot::Truth && isInside && !truth.isEmpty() && truth.picture->image().rect().contains(patch);
    tile.setNumber(isMeasured ? decibels(psnr(images.values(slot, patch), images.values(Slot::Truth, patch)), 1)
                              : QString());
}

void PatchStrip::showError(ImageTile& tile, const QRect& patch) {
    const ComparedImages& images = m_comparison.images();
    const auto has = [&](Slot slot) {
        return !images.content(slot).isEmpty() && images.content(slot).picture->image().rect().contains(patch);
    };
    const Slot reference = has(Slot::Truth) ? Slot::Truth : Slot::B;
    const MapScale scale = m_comparison.analysis().scaleOf(ErrorKind::Signed);
    tile.setTitle(tr("%1, × %2")
                      .arg(pairText(reference == Slot::Truth ? ErrorPair::ATruth : ErrorPair::AB),
                           QLocale().toString(scale.gain)));
    tile.setStale(images.content(Slot::A).stale);
    tile.setSentence(tr("none"));
    if (!has(Slot::A) || !has(reference))
        return tile.setPicture(nullptr, {});
    const Image map = signedErrorMap(images.values(Slot::A, patch), images.values(reference, patch));
    const QImage picture = coloredMap(map, scale);
    tile.setPicture(std::make_shared<const ImagePyramid>(picture), picture.rect());
}

void PatchStrip::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_timer->start();
}

} // namespace kintsugi

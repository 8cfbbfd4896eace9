#include "grid/unet_view.h"

#include "base/error.h"
#include "common/selection.h"
#include "common/wording.h"
#include "grid/edge_description.h"
#include "grid/path_moves.h"
#include "grid/span_menu.h"
#include "grid/unet_accessible.h"

#include <QAccessible>
#include <QAction>
#include <QRegularExpression>
#include <QResizeEvent>
#include <algorithm>

namespace kintsugi {

namespace {
constexpr double leastZoom = 0.3, mostZoom = 4, mostFittedZoom = 1.5, zoomStep = 1.2;
}

UnetView::UnetView(Selection& selection, QWidget* parent)
    : QGraphicsView(parent), m_selection(selection), m_scene(new UnetScene(this)), m_actions(new UnetActions(this)) {
    installUnetAccessibility();
    setScene(m_scene);
    setObjectName(QStringLiteral("unetView"));
    setAccessibleName(tr("Network"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setInteractive(false); // all input is the view's own
    setAlignment(Qt::AlignCenter);
    setViewportUpdateMode(QGraphicsView::MinimalViewportUpdate);
    setMouseTracking(true);
    setMinimumSize(320, 240);
    viewport()->grabGesture(Qt::PinchGesture);
    restyle();
    connectActions();
    connect(&m_selection, &Selection::stagesChanged, this, &UnetView::followNetwork);
    connect(&m_selection, &Selection::spanChanged, this, &UnetView::followSpan);
    const auto followPaths = [this] {
        if (!m_scene->stages())
            return;
        m_scene->setPaths(m_selection.a(), m_selection.b());
        followSpan();
    };
    connect(&m_selection, &Selection::aChanged, this, followPaths);
    connect(&m_selection, &Selection::bChanged, this, followPaths);
    followNetwork();
}

void UnetView::connectActions() {
    connect(m_actions->toggle, &QAction::triggered, this, [this] {
        if (!m_byKey)
            ++m_gesture;
        const bool repeated = m_byKey && m_repeated;
        m_byKey = false;
        if (span())
            toggle(*span(), m_gesture, repeated);
        else
            Q_EMIT messageRequested(tr("Select a block first."));
    });
    connect(m_actions->cycle, &QAction::triggered, this, &UnetView::cycle);
    connect(m_actions->list, &QAction::triggered, this, &UnetView::showChoicesHere);
    connect(m_actions->distil, &QAction::triggered, this, &UnetView::distilMissing);
    const auto preset = [this](QAction* action, ArchitecturePreset value) {
        connect(action, &QAction::triggered, this, [this, value] { Q_EMIT presetRequested(value); });
    };
    preset(m_actions->allTransformer, ArchitecturePreset::AllTransformer);
    preset(m_actions->allSurrogate, ArchitecturePreset::AllSurrogate);
    preset(m_actions->knee, ArchitecturePreset::Knee);
    connect(m_actions->zoomIn, &QAction::triggered, this, [this] { zoomBy(zoomStep); });
    connect(m_actions->zoomOut, &QAction::triggered, this, [this] { zoomBy(1 / zoomStep); });
    connect(m_actions->fit, &QAction::triggered, this, &UnetView::fitNetwork);
    connect(m_actions->outline, &QAction::toggled, m_scene, &UnetScene::setOutlineDifferences);
    connect(m_actions->exportImage, &QAction::triggered, this, &UnetView::chooseExportFile);
    for (const auto& [value, action] : m_actions->overlays)
        connect(action, &QAction::triggered, this, [this, overlay = value] { setOverlay(overlay); });
    for (const auto& [value, action] : m_actions->scales)
        connect(action, &QAction::triggered, this, [this, scale = value] { setBarScale(scale); });
}

const std::optional<Span>& UnetView::span() const {
    return m_selection.span();
}

void UnetView::setNetwork(const Stages& stages, const NetworkLabels& labels) {
    m_labels = labels;
    if (m_selection.isEmpty() || m_selection.stages() != stages)
        m_selection.reset(stages);
    else
        followNetwork();
}

void UnetView::followNetwork() {
    m_scene->setNetwork(m_selection.isEmpty() ? std::nullopt : std::optional(m_selection.stages()), m_labels);
    if (!m_selection.isEmpty()) {
        m_scene->setPaths(m_selection.a(), m_selection.b());
        fitNetwork();
    }
    followSpan();
}

void UnetView::setChoices(std::vector<EdgeChoice> choices) {
    m_scene->setChoices(std::move(choices));
}

void UnetView::setMeasured(std::map<PlacedEdge, double> milliseconds) {
    m_scene->setMeasured(std::move(milliseconds));
}

void UnetView::setOverlay(Overlay overlay) {
    m_overlay = overlay;
    m_actions->overlays.at(overlay)->setChecked(true);
    m_scene->setOverlay(m_overlay, m_barScale);
    Q_EMIT overlayChanged();
}

void UnetView::setBarScale(BarScale scale) {
    m_barScale = scale;
    m_actions->scales.at(scale)->setChecked(true);
    m_scene->setOverlay(m_overlay, m_barScale);
    Q_EMIT overlayChanged();
}

void UnetView::followSpan() {
    if (!m_extending)
        m_extent.reset();
    m_scene->setFocus(span(), hasFocus());
    if (!span() || !QAccessible::isActive())
        return;
    const auto all = cells();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const PlacedEdge& placed) { return placed.span == *span(); });
    if (found != all.end() && hasFocus()) {
        QAccessibleEvent event(this, QAccessible::Focus);
        event.setChild(int(found - all.begin()));
        QAccessible::updateAccessibility(&event);
    }
}

void UnetView::restyle() {
    m_scene->setStyle(GridStyle(palette(), font()));
}

void UnetView::changeEvent(QEvent* event) {
    QGraphicsView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange ||
        event->type() == QEvent::FontChange)
        restyle();
}

void UnetView::fitNetwork() {
    m_fitted = true;
    const QRectF bounds = m_scene->sceneRect();
    if (bounds.isEmpty() || viewport()->width() < 2)
        return;
    // Room that a scroll bar takes while the old zoom still holds must not count.
    const QSize room = maximumViewportSize();
    const double factor =
        std::clamp(std::min(room.width() / bounds.width(), room.height() / bounds.height()), leastZoom, mostFittedZoom);
    setTransform(QTransform::fromScale(factor, factor));
    centerOn(bounds.center());
    Q_EMIT zoomChanged(zoom());
}

void UnetView::zoomBy(double factor) {
    const double next = std::clamp(zoom() * factor, leastZoom, mostZoom);
    m_fitted = false;
    setTransform(QTransform::fromScale(next, next));
    Q_EMIT zoomChanged(zoom());
}

void UnetView::resizeEvent(QResizeEvent* event) {
    QGraphicsView::resizeEvent(event);
    if (m_fitted)
        fitNetwork();
}

void UnetView::goTo(const Span& target) {
    m_selection.setSpan(target);
    ensureVisible(m_scene->layout().cell(target));
    setFocus(Qt::OtherFocusReason);
}

bool UnetView::goTo(const QString& name) {
    if (m_selection.isEmpty())
        return false;
    static const QRegularExpression form(QStringLiteral("^\\s*([A-Za-z]+[123]?)(?:\\.(\\d+)(?:[-–](\\d+))?)?\\s*$"));
    const QRegularExpressionMatch match = form.match(name);
    if (!match.hasMatch())
        return false;
    try {
        const StageId stage = parseStage(match.captured(1).toLower().toStdString());
        const int blocks = m_selection.stages()[static_cast<std::size_t>(stage)].blocks;
        const int first = match.captured(2).isEmpty() ? 1 : match.captured(2).toInt();
        const int last = !match.captured(3).isEmpty()  ? match.captured(3).toInt()
                         : match.captured(2).isEmpty() ? blocks
                                                       : first;
        if (first < 1 || last < first || last > blocks)
            return false;
        goTo({stage, first - 1, last});
        return true;
    } catch (const InputError&) {
        return false;
    }
}

std::vector<PlacedEdge> UnetView::cells() const {
    return m_scene->stages() ? m_selection.a().placedEdges() : std::vector<PlacedEdge>{};
}

QString UnetView::cellDescription(const PlacedEdge& placed) const {
    return describeEdge(placed, m_scene->table());
}

QRect UnetView::cellRect(const PlacedEdge& placed) const {
    return mapFromScene(m_scene->layout().cell(placed.span)).boundingRect();
}

void UnetView::toggle(const Span& target, int gesture, bool repeated) {
    const ChoiceTable& table = m_scene->table();
    const auto path = m_selection.a().placedEdges(target.stage);
    const bool replaced = std::any_of(path.begin(), path.end(), [&](const PlacedEdge& placed) {
        return placed.span.begin < target.end && placed.span.end > target.begin && !placed.edge.isTeacher();
    });
    SpanOption option;
    option.span = target;
    if (replaced) {
        option.edges.assign(static_cast<std::size_t>(target.length()), Edge{});
    } else {
        if (repeated && target.length() > 1)
            return; // a held key flips single blocks; several make a step of their own
        for (int block = target.begin; block < target.end; ++block) {
            const EdgeChoice* best = table.bestSingle(target.stage, block);
            if (!best) {
                Q_EMIT messageRequested(
                    tr("No surrogate of %1 yet; distil one.").arg(spanText({target.stage, block, block + 1})));
                return;
            }
            option.edges.push_back(best->placed.edge);
        }
    }
    putOnPath(option, m_selection, gesture);
}

void UnetView::cycle() {
    if (!span()) {
        Q_EMIT messageRequested(tr("Select a block first."));
        return;
    }
    std::vector<const EdgeChoice*> ready = m_scene->table().surrogates(*span());
    std::erase_if(ready, [](const EdgeChoice* choice) { return choice->state != EdgeState::Ready; });
    if (ready.empty()) {
        Q_EMIT messageRequested(tr("No surrogate of %1 yet; distil one.").arg(spanText(*span())));
        return;
    }
    const auto path = m_selection.a().placedEdges(span()->stage);
    const auto current = std::find_if(ready.begin(), ready.end(), [&](const EdgeChoice* choice) {
        return std::find(path.begin(), path.end(), choice->placed) != path.end();
    });
    const std::size_t next = current == ready.end() ? 0 : std::size_t(current - ready.begin() + 1) % ready.size();
    const PlacedEdge placed = ready[next]->placed;
    m_selection.edit(placed.span, placed.edge);
}

void UnetView::distilMissing() {
    if (!span()) {
        Q_EMIT messageRequested(tr("Select a block first."));
        return;
    }
    std::vector<PlacedEdge> missing;
    for (const EdgeChoice* choice : m_scene->table().surrogates(*span()))
        if (choice->state == EdgeState::Missing || choice->state == EdgeState::Failed)
            missing.push_back(choice->placed);
    if (missing.empty())
        Q_EMIT messageRequested(tr("No surrogate of %1 is missing.").arg(spanText(*span())));
    else
        Q_EMIT distilRequested(missing);
}

} // namespace kintsugi

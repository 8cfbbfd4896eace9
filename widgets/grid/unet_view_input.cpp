#include "common/selection.h"
#include "common/wording.h"
#include "grid/edge_description.h"
#include "grid/path_moves.h"
#include "grid/span_menu.h"
#include "grid/unet_view.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QGestureEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPinchGesture>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>
#include <cmath>

namespace kintsugi {

std::optional<BlockPlace> UnetView::blockAt(const QPoint& pos) const {
    return m_scene->stages() ? m_scene->layout().blockAt(mapToScene(pos)) : std::nullopt;
}

void UnetView::selectCell(const BlockPlace& block) {
    m_selection.setSpan(edgeAt(m_selection.a(), block).span);
}

SpanMenu* UnetView::showChoices(const Span& target, const QPoint& globalPos) {
    auto* menu = new SpanMenu(target, m_selection.a(), m_scene->table(), this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu, &SpanMenu::chosen, this, [this](const SpanOption& option) { putOnPath(option, m_selection); });
    connect(menu, &SpanMenu::distilRequested, this, &UnetView::distilRequested);
    menu->popup(globalPos);
    return menu;
}

void UnetView::showChoicesHere() {
    if (!span()) {
        Q_EMIT messageRequested(tr("Select a block first."));
        return;
    }
    const QRect cell = mapFromScene(m_scene->layout().cell(*span())).boundingRect();
    SpanMenu* menu = showChoices(*span(), viewport()->mapToGlobal(cell.bottomLeft()));
    for (QAction* action : menu->actions())
        if (action->isChecked())
            menu->setActiveAction(action);
}

void UnetView::useLane(const EdgeChoice& choice) {
    const PlacedEdge placed = choice.placed;
    switch (choice.state) {
    case EdgeState::Ready:
        m_selection.setSpan(placed.span);
        m_selection.edit(placed.span, placed.edge);
        return;
    case EdgeState::Missing:
        Q_EMIT messageRequested(tr("%1 of %2 is not distilled yet; right-click to distil it.")
                                    .arg(edgeText(placed.edge), spanText(placed.span)));
        return;
    case EdgeState::Waiting:
    case EdgeState::Training:
        Q_EMIT messageRequested(tr("%1 of %2 is being distilled.").arg(edgeText(placed.edge), spanText(placed.span)));
        return;
    case EdgeState::Failed:
        Q_EMIT messageRequested(
            tr("%1 of %2 failed; right-click to distil it again.").arg(edgeText(placed.edge), spanText(placed.span)));
        return;
    }
}

void UnetView::move(Direction direction) {
    if (!span()) {
        selectCell({StageId::enc1, 0});
        return;
    }
    const Span from = cellsBetween(m_selection.a(), span()->stage, span()->begin, span()->end - 1);
    if (const auto next = neighbour(m_selection.stages(), from, direction)) {
        selectCell(*next);
        ensureVisible(m_scene->layout().cell(*span()), 20, 20);
    }
}

void UnetView::extend(Direction direction) {
    const int step = span() ? alongStage(span()->stage, direction) : 0;
    if (step == 0)
        return;
    const StageId stage = span()->stage;
    if (!m_extent)
        m_extent = step > 0 ? std::pair(span()->begin, span()->end - 1) : std::pair(span()->end - 1, span()->begin);
    auto& [anchor, head] = *m_extent;
    const Span at = edgeAt(m_selection.a(), {stage, head}).span;
    const int next = step > 0 ? at.end : at.begin - 1;
    if (next < 0 || next >= m_selection.stages()[static_cast<std::size_t>(stage)].blocks)
        return;
    head = next;
    m_extending = true;
    m_selection.setSpan(cellsBetween(m_selection.a(), stage, anchor, head));
    m_extending = false;
}

bool UnetView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        // A held key repeats its command; repetitions share one step of undo.
        const auto* key = static_cast<QKeyEvent*>(event);
        m_byKey = key->key() == Qt::Key_T && key->modifiers() == Qt::NoModifier;
        m_repeated = key->isAutoRepeat();
        if (m_byKey && !m_repeated)
            ++m_gesture;
    }
    return QGraphicsView::event(event);
}

void UnetView::keyPressEvent(QKeyEvent* event) {
    const auto direction = [&]() -> std::optional<Direction> {
        switch (event->key()) {
        case Qt::Key_Up:
            return Direction::Up;
        case Qt::Key_Down:
            return Direction::Down;
        case Qt::Key_Left:
            return Direction::Left;
        case Qt::Key_Right:
            return Direction::Right;
        default:
            return std::nullopt;
        }
    }();
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (direction && m_scene->stages() && (modifiers == Qt::NoModifier || modifiers == Qt::ShiftModifier)) {
        if (modifiers == Qt::ShiftModifier)
            extend(*direction);
        else
            move(*direction);
        return;
    }
    QGraphicsView::keyPressEvent(event);
}

bool UnetView::focusNextPrevChild(bool next) {
    if (m_scene->stages() && span()) {
        const int stage = indexOf(span()->stage) + (next ? 1 : -1);
        if (stage >= 0 && stage < stageCount) {
            selectCell({static_cast<StageId>(stage), 0});
            ensureVisible(m_scene->layout().cell(*span()), 20, 20);
            return true;
        }
    }
    return QGraphicsView::focusNextPrevChild(next);
}

void UnetView::focusInEvent(QFocusEvent* event) {
    QGraphicsView::focusInEvent(event);
    if (m_scene->stages() && !span()) {
        if (event->reason() == Qt::TabFocusReason)
            selectCell({StageId::enc1, 0});
        else if (event->reason() == Qt::BacktabFocusReason)
            selectCell({StageId::refine, 0});
    }
    followSpan();
}

void UnetView::focusOutEvent(QFocusEvent* event) {
    QGraphicsView::focusOutEvent(event);
    followSpan();
}

void UnetView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::MiddleButton) {
        m_panFrom = event->position().toPoint();
        viewport()->setCursor(Qt::ClosedHandCursor);
        return;
    }
    if (event->button() != Qt::LeftButton || !m_scene->stages())
        return;
    m_pressed.reset();
    m_pressedLane.reset();
    m_dragged = false;
    const QPoint pos = event->position().toPoint();
    const Fan* fan = m_scene->fan();
    if (const Fan::Cell* lane = fan ? fan->cellAt(mapToScene(pos)) : nullptr) {
        m_pressedLane = lane->choice.placed;
        return;
    }
    m_pressed = blockAt(pos);
    if (m_pressed)
        selectCell(*m_pressed);
    else if (!fan || !fan->panel.contains(mapToScene(pos)))
        m_selection.setSpan(std::nullopt);
}

void UnetView::mouseMoveEvent(QMouseEvent* event) {
    const QPoint pos = event->position().toPoint();
    if (m_panFrom) {
        const QPoint moved = pos - *m_panFrom;
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - moved.x());
        verticalScrollBar()->setValue(verticalScrollBar()->value() - moved.y());
        m_panFrom = pos;
        return;
    }
    const Fan* fan = m_scene->fan();
    const bool overTarget = blockAt(pos) || (fan && fan->cellAt(mapToScene(pos)));
    viewport()->setCursor(overTarget ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (!m_pressed || !(event->buttons() & Qt::LeftButton))
        return;
    // The pointer may leave the column sideways; what counts is how far it came along the stage.
    const QRectF area = m_scene->layout().stage(m_pressed->stage);
    const QPointF point = mapToScene(pos);
    const QPointF inside(std::clamp(point.x(), area.left(), area.right() - 0.1),
                         std::clamp(point.y(), area.top(), area.bottom() - 0.1));
    const auto block = m_scene->layout().blockAt(inside);
    if (!block)
        return;
    const Span dragged = cellsBetween(m_selection.a(), m_pressed->stage, m_pressed->block, block->block);
    m_dragged = m_dragged || dragged != edgeAt(m_selection.a(), *m_pressed).span;
    m_selection.setSpan(dragged);
}

void UnetView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::MiddleButton && m_panFrom) {
        m_panFrom.reset();
        viewport()->unsetCursor();
        return;
    }
    if (event->button() != Qt::LeftButton)
        return;
    if (m_pressedLane) {
        const Fan* fan = m_scene->fan();
        const Fan::Cell* lane = fan ? fan->cellAt(mapToScene(event->position().toPoint())) : nullptr;
        if (lane && lane->choice.placed == *m_pressedLane)
            useLane(EdgeChoice(lane->choice)); // a copy: the fan is rebuilt meanwhile
    } else if (m_pressed && m_dragged && span() && span()->length() > 1) {
        showChoices(*span(), event->globalPosition().toPoint());
    }
    m_pressedLane.reset();
    m_pressed.reset();
    m_dragged = false;
}

void UnetView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    const QPoint pos = event->position().toPoint();
    const Fan* fan = m_scene->fan();
    if (fan && fan->cellAt(mapToScene(pos)))
        return; // its first click has acted
    if (const auto block = blockAt(pos)) {
        const Span cell = edgeAt(m_selection.a(), *block).span;
        m_selection.setSpan(cell);
        toggle(cell, 0, false);
    }
}

void UnetView::contextMenuEvent(QContextMenuEvent* event) {
    if (!m_scene->stages())
        return;
    if (event->reason() == QContextMenuEvent::Keyboard) {
        showChoicesHere();
        return;
    }
    const Fan* fan = m_scene->fan();
    if (const Fan::Cell* lane = fan ? fan->cellAt(mapToScene(event->pos())) : nullptr) {
        const Span target = lane->choice.placed.span;
        m_selection.setSpan(target);
        showChoices(target, event->globalPos());
    } else if (const auto block = blockAt(event->pos())) {
        const auto& current = span();
        if (!current || current->stage != block->stage || block->block < current->begin || block->block >= current->end)
            selectCell(*block);
        showChoices(*span(), event->globalPos());
    }
}

void UnetView::wheelEvent(QWheelEvent* event) {
    if (!(event->modifiers() & Qt::ControlModifier)) {
        QGraphicsView::wheelEvent(event);
        return;
    }
    setTransformationAnchor(AnchorUnderMouse);
    zoomBy(std::pow(1.0015, event->angleDelta().y()));
    setTransformationAnchor(AnchorViewCenter);
    event->accept();
}

bool UnetView::viewportEvent(QEvent* event) {
    switch (event->type()) {
    case QEvent::ToolTip: {
        const auto* help = static_cast<QHelpEvent*>(event);
        const Fan* fan = m_scene->fan();
        if (const Fan::Cell* lane = fan ? fan->cellAt(mapToScene(help->pos())) : nullptr)
            QToolTip::showText(help->globalPos(), describeEdge(lane->choice.placed, m_scene->table()), viewport());
        else if (const auto block = blockAt(help->pos()))
            QToolTip::showText(help->globalPos(), cellDescription(edgeAt(m_selection.a(), *block)), viewport());
        else
            QToolTip::hideText();
        return true;
    }
    case QEvent::NativeGesture: {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomBy(1 + gesture->value());
            return true;
        }
        break;
    }
    case QEvent::Gesture: {
        auto* gestures = static_cast<QGestureEvent*>(event);
        if (const auto* pinch = static_cast<QPinchGesture*>(gestures->gesture(Qt::PinchGesture))) {
            zoomBy(pinch->scaleFactor());
            return true;
        }
        break;
    }
    default:
        break;
    }
    return QGraphicsView::viewportEvent(event);
}

} // namespace kintsugi

// What a FrontCanvas does with pointer and keys.

#include "plots/front_canvas.h"

#include "common/selection.h"
#include "plots/trial_tip.h"
#include "trials/trial_model.h"

#include <cmath>

namespace kintsugi {

void FrontCanvas::updateCursor(const QPointF& at) {
    if (m_drag == Drag::Pan)
        setCursor(Qt::ClosedHandCursor);
    else if (m_spaceHeld)
        setCursor(Qt::OpenHandCursor);
    else if (m_drag == Drag::Limit || (m_drag == Drag::None && isOnLimit(at)))
        setCursor(Qt::SplitHCursor);
    else
        unsetCursor();
}

void FrontCanvas::mousePressEvent(QMouseEvent* event) {
    setFocus(Qt::MouseFocusReason);
    m_pressed = m_last = event->position();
    const Axes axes = axesAt(m_pressed);
    if (event->button() == Qt::MiddleButton ||
        (event->button() == Qt::LeftButton && (m_spaceHeld || axes != Axes::Both))) {
        m_drag = Drag::Pan;
        m_panAxes = axes;
        hover(std::nullopt);
    } else if (event->button() == Qt::LeftButton) {
        m_drag = isOnLimit(m_pressed) && !rowAt(m_pressed) ? Drag::Limit : Drag::Press;
    } else if (event->button() == Qt::RightButton) {
        Q_EMIT menuRequested(event->pos());
    }
    updateCursor(m_pressed);
    event->accept();
}

void FrontCanvas::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    switch (m_drag) {
    case Drag::None:
        hover(at);
        break;
    case Drag::Press:
        if ((at - m_pressed).manhattanLength() < QApplication::startDragDistance() / 2.0)
            break;
        m_drag = Drag::Band;
        hover(std::nullopt);
        [[fallthrough]];
    case Drag::Band:
        m_view.band = QRectF(m_pressed, at).normalized();
        drawMarks();
        break;
    case Drag::Pan:
        pan(at - m_last, m_panAxes);
        break;
    case Drag::Limit:
        m_trials.setLimit(costAtPixel(at.x()));
        break;
    }
    m_last = at;
    updateCursor(at);
    event->accept();
}

void FrontCanvas::mouseReleaseEvent(QMouseEvent* event) {
    const Drag ended = std::exchange(m_drag, Drag::None);
    if (ended == Drag::Press) {
        click(event->position(), event->modifiers());
    } else if (ended == Drag::Band) {
        const QRectF band = m_view.band.value_or(QRectF());
        m_view.band.reset();
        std::vector<int> rows = rowsIn(band);
        if (event->modifiers() & Qt::ControlModifier)
            rows.insert(rows.end(), m_trials.picked().begin(), m_trials.picked().end());
        std::sort(rows.begin(), rows.end());
        rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
        m_trials.setPicked(std::move(rows));
        drawMarks();
    }
    updateCursor(event->position());
    event->accept();
}

void FrontCanvas::click(const QPointF& at, Qt::KeyboardModifiers modifiers) {
    const auto row = rowAt(at);
    if (!row) {
        m_trials.setPicked({});
        return;
    }
    const TrialRow& trial = m_trials.trial(*row);
    if (modifiers & Qt::ShiftModifier) {
        m_selection.setB(trial.architecture, trial.number);
    } else if (modifiers & Qt::ControlModifier) {
        std::vector<int> rows = m_trials.picked();
        if (const auto found = std::find(rows.begin(), rows.end(), *row); found != rows.end())
            rows.erase(found);
        else
            rows.push_back(*row);
        m_trials.setPicked(std::move(rows));
    } else {
        m_trials.setPicked({});
        m_selection.showTrial(trial.number, trial.architecture);
    }
}

void FrontCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    // On a point the first click did all; beside them it asks for the whole front.
    if (event->button() == Qt::LeftButton && !rowAt(event->position()))
        fit();
    event->accept();
}

void FrontCanvas::wheelEvent(QWheelEvent* event) {
    const QPoint delta = event->angleDelta();
    if (std::abs(delta.x()) > std::abs(delta.y()))
        pan(QPointF(delta.x() * 0.4, 0), Axes::X);
    else if (event->modifiers() & Qt::ShiftModifier)
        pan(QPointF(delta.y() * 0.4, 0), Axes::X);
    else if (delta.y() != 0)
        zoomAt(event->position(), std::pow(0.85, delta.y() / 120.0), axesAt(event->position()));
    hover(std::nullopt);
    event->accept();
}

void FrontCanvas::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Up:
        Q_EMIT walkRequested(false);
        break;
    case Qt::Key_Right:
    case Qt::Key_Down:
        Q_EMIT walkRequested(true);
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom(0.8);
        break;
    case Qt::Key_Minus:
        zoom(1.25);
        break;
    case Qt::Key_Space:
        m_spaceHeld = true;
        updateCursor(m_last);
        break;
    case Qt::Key_Escape:
        if (m_drag != Drag::Band && m_trials.picked().empty()) {
            QCustomPlot::keyPressEvent(event);
            return;
        }
        m_drag = Drag::None;
        m_view.band.reset();
        m_trials.setPicked({});
        drawMarks();
        break;
    default:
        QCustomPlot::keyPressEvent(event);
        return;
    }
    event->accept();
}

void FrontCanvas::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        m_spaceHeld = false;
        updateCursor(m_last);
    }
    QCustomPlot::keyReleaseEvent(event);
}

void FrontCanvas::focusInEvent(QFocusEvent* event) {
    m_view.hasFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
                      event->reason() == Qt::ShortcutFocusReason;
    QCustomPlot::focusInEvent(event);
    drawMarks();
}

void FrontCanvas::focusOutEvent(QFocusEvent* event) {
    m_view.hasFocus = false;
    m_spaceHeld = false;
    QCustomPlot::focusOutEvent(event);
    drawMarks();
}

void FrontCanvas::leaveEvent(QEvent* event) {
    hover(std::nullopt);
    QCustomPlot::leaveEvent(event);
}

} // namespace kintsugi

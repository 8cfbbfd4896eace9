#include "compare/compare_canvas.h"

#include "compare/pane_painter.h"

#include <QApplication>
#include <QHelpEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QToolTip>
#include <cmath>

namespace kintsugi {

namespace {

constexpr double wipeReach = 8.0, panStep = 64.0;

std::optional<Slot> slotOfKey(int key) {
    switch (key) {
    case Qt::Key_B:
        return Slot::B;
    case Qt::Key_G:
        return Slot::Truth;
    case Qt::Key_D:
        return Slot::Degraded;
    case Qt::Key_E:
        return Slot::Error;
    default:
        return std::nullopt;
    }
}

QStringList localFiles(const QMimeData* data) {
    QStringList files;
    for (const QUrl& url : data->urls())
        if (url.isLocalFile())
            files << url.toLocalFile();
    return files;
}

} // namespace

CompareCanvas::Pane CompareCanvas::paneAt(const QPointF& position) const {
    const QList<Pane> all = panes();
    for (const Pane& pane : all)
        if (pane.clip.contains(position))
            return pane;
    return all.front();
}

QPointF CompareCanvas::fromMiddle(const QPointF& position, const Pane& pane) const {
    return (position - pane.rect.center()) * devicePixelRatioF();
}

QPointF CompareCanvas::imagePoint(const QPointF& position) const {
    const Pane pane = paneAt(position);
    return m_comparison.transform().toImage(fromMiddle(position, pane), pane.slot);
}

bool CompareCanvas::isOnWipe(const QPointF& position) const {
    return isWiping() && std::abs(position.x() - std::round(width() * m_wipe)) <= wipeReach;
}

void CompareCanvas::setCursorAt(const QPointF& position) {
    setCursor(m_drag == Drag::Pan                          ? Qt::ClosedHandCursor
              : m_drag == Drag::Wipe || isOnWipe(position) ? Qt::SplitHCursor
                                                           : Qt::ArrowCursor);
}

void CompareCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton)
        return QWidget::mousePressEvent(event);
    m_pressed = m_last = event->position();
    m_drag = event->button() == Qt::LeftButton && isOnWipe(event->position()) ? Drag::Wipe : Drag::Press;
    setCursorAt(event->position());
}

void CompareCanvas::mouseMoveEvent(QMouseEvent* event) {
    const QPointF position = event->position();
    m_pointer = position;
    if (m_drag == Drag::Press && (position - m_pressed).manhattanLength() >= QApplication::startDragDistance())
        m_drag = Drag::Pan;
    if (m_drag == Drag::Wipe)
        setWipe(position.x() / std::max(1, width()));
    if (m_drag == Drag::Pan)
        m_comparison.transform().panBy((position - m_last) * devicePixelRatioF(), paneAt(m_pressed).slot);
    if (m_drag != Drag::Press)
        m_last = position;
    setCursorAt(position);
    update();
}

void CompareCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (m_drag == Drag::Press && event->button() == Qt::LeftButton)
        click(event->position(), event->modifiers());
    m_drag = Drag::None;
    setCursorAt(event->position());
}

void CompareCanvas::click(const QPointF& position, Qt::KeyboardModifiers modifiers) {
    const QPointF point = imagePoint(position);
    const QSize size = m_comparison.images().size();
    if (modifiers & Qt::ControlModifier) {
        const PatchSize patch;
        const int width = std::min(patch.width, size.width()), height = std::min(patch.height, size.height());
        if (QRectF(QPointF(), size).contains(point))
            m_comparison.selection().setPatch({std::clamp(int(point.x()) - width / 2, 0, size.width() - width),
                                               std::clamp(int(point.y()) - height / 2, 0, size.height() - height),
                                               width, height});
        return;
    }
    if (!m_showPatches)
        return;
    for (const WorstPatch& patch : m_comparison.analysis().patches())
        if (QRectF(Comparison::rectOf(patch)).contains(point))
            return m_comparison.selection().setPatch(Comparison::rectOf(patch));
}

void CompareCanvas::leaveEvent(QEvent*) {
    m_pointer.reset();
    update();
}

void CompareCanvas::wheelEvent(QWheelEvent* event) {
    const double turn = event->angleDelta().y() / 120.0;
    if (turn == 0.0)
        return;
    const Pane pane = paneAt(event->position());
    m_comparison.transform().zoomBy(std::pow(1.25, turn), fromMiddle(event->position(), pane), pane.slot);
    event->accept();
}

void CompareCanvas::keyPressEvent(QKeyEvent* event) {
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))
        return QWidget::keyPressEvent(event);
    if (const auto slot = slotOfKey(event->key()); slot && !(event->modifiers() & Qt::ShiftModifier)) {
        if (!event->isAutoRepeat()) {
            m_held = slot;
            update();
        }
        return;
    }
    const Slot slot = activeSlot();
    const double step = panStep * devicePixelRatioF();
    const bool isShifted = event->modifiers() & Qt::ShiftModifier;
    const double wipeStep = 0.02;
    switch (event->key()) {
    case Qt::Key_Left:
        return isShifted ? setWipe(m_wipe - wipeStep) : m_comparison.transform().panBy({step, 0}, slot);
    case Qt::Key_Right:
        return isShifted ? setWipe(m_wipe + wipeStep) : m_comparison.transform().panBy({-step, 0}, slot);
    case Qt::Key_Up:
        return m_comparison.transform().panBy({0, step}, slot);
    case Qt::Key_Down:
        return m_comparison.transform().panBy({0, -step}, slot);
    default:
        QWidget::keyPressEvent(event);
    }
}

void CompareCanvas::keyReleaseEvent(QKeyEvent* event) {
    if (event->isAutoRepeat() || !m_held || slotOfKey(event->key()) != m_held)
        return QWidget::keyReleaseEvent(event);
    m_held.reset();
    update();
}

void CompareCanvas::focusOutEvent(QFocusEvent* event) {
    m_held.reset(); // its release goes elsewhere
    QWidget::focusOutEvent(event);
}

void CompareCanvas::dragEnterEvent(QDragEnterEvent* event) {
    if (!localFiles(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void CompareCanvas::dropEvent(QDropEvent* event) {
    const QStringList files = localFiles(event->mimeData());
    if (files.isEmpty())
        return;
    event->acceptProposedAction();
    Q_EMIT openRequested(files);
}

QString CompareCanvas::staleReasonAt(const QPoint& position) const {
    constexpr int labelHeight = 36;
    const Pane pane = paneAt(position);
    return position.y() - pane.rect.top() <= labelHeight ? m_comparison.images().content(pane.slot).stale : QString();
}

bool CompareCanvas::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString reason = staleReasonAt(help->pos());
        if (reason.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), reason, this);
        return true;
    }
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        update();
    return QWidget::event(event);
}

} // namespace kintsugi

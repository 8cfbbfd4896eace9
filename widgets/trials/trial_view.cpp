#include "trials/trial_view.h"

#include "common/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace kintsugi {

TrialView::TrialView(QWidget* parent) : QTableView(parent) {
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setShowGrid(false);
    setWordWrap(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollMode(ScrollPerPixel);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(metric::row);
    verticalHeader()->setMinimumSectionSize(metric::row);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsMovable(true);
}

void TrialView::setNotice(const QString& sentence) {
    if (sentence == m_notice)
        return;
    m_notice = sentence;
    viewport()->update();
}

void TrialView::mousePressEvent(QMouseEvent* event) {
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && event->modifiers() == Qt::ShiftModifier) {
        if (index.isValid())
            Q_EMIT pinned(index);
        return;
    }
    QTableView::mousePressEvent(event);
    if (event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier && index.isValid())
        Q_EMIT chosen(index);
}

void TrialView::keyPressEvent(QKeyEvent* event) {
    const QPersistentModelIndex before = currentIndex();
    QTableView::keyPressEvent(event);
    const bool selects = event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier);
    const bool enters = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (currentIndex().isValid() && !selects && (enters || before.row() != currentIndex().row()))
        Q_EMIT chosen(currentIndex());
}

void TrialView::paintEvent(QPaintEvent* event) {
    QTableView::paintEvent(event);
    if (m_notice.isEmpty())
        return;
    QPainter painter(viewport());
    painter.setPen(tokensOf(this).second);
    painter.drawText(viewport()->rect().adjusted(metric::large, 0, -metric::large, 0),
                     Qt::AlignCenter | Qt::TextWordWrap, m_notice);
}

} // namespace kintsugi

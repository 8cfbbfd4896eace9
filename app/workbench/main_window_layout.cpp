// MainWindow: workspaces and their layouts.
#include "main_window.h"

#include "hint_bar.h"
#include "settings.h"
#include "workspace.h"

#include <QDockWidget>
#include <QStackedWidget>
#include <QTabBar>
#include <QTimer>
#include <algorithm>

namespace kintsugi {

QString MainWindow::workspace() const {
    return m_current ? m_current->id() : QString();
}

QStringList MainWindow::workspaces() const {
    QStringList ids;
    for (const Workspace* workspace : m_workspaces)
        ids << workspace->id();
    return ids;
}

void MainWindow::showWorkspace(const QString& id) {
    const auto found =
        std::find_if(m_workspaces.begin(), m_workspaces.end(), [&](const Workspace* w) { return w->id() == id; });
    if (found == m_workspaces.end() || *found == m_current)
        return;
    if (m_current) {
        saveLayout();
        m_current->setActive(false);
    }
    m_current = *found;
    m_tabs->setCurrentIndex(static_cast<int>(found - m_workspaces.begin()));
    m_stack->setCurrentWidget(m_current->center());
    applyLayout(*m_current);
    m_current->setActive(true);
    m_hint->showHint(m_current->id(), m_current->hint());
    m_current->center()->setFocus();
    Settings().setWorkspace(id);
}

void MainWindow::applyLayout(const Workspace& workspace) {
    for (const auto& [id, dock] : m_docks)
        dock->hide();
    // A state of another version, or a damaged one, is refused, and may have moved some panels before.
    if (!restoreState(Settings().layout(workspace.id()), layoutVersion))
        defaultLayout(workspace);
    for (const Workspace* other : m_workspaces)
        for (const WorkspacePanel& panel : other->panels())
            if (other != &workspace)
                m_docks[panel.id]->hide();
    // Qt leaves the bar of tabs that the last workspace had, empty but drawn.
    QTimer::singleShot(0, this, [this] {
        for (QTabBar* bar : findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly))
            if (bar->count() < 2)
                bar->hide();
    });
}

void MainWindow::defaultLayout(const Workspace& workspace) {
    QList<QDockWidget*> horizontal, vertical;
    QList<int> widths, heights, bottomWidths;
    QDockWidget *lastRight = nullptr, *before = nullptr;
    const bool narrow = width() < 1400;
    for (const WorkspacePanel& panel : workspace.panels()) {
        QDockWidget* dock = m_docks[panel.id];
        dock->setFloating(false);
        addDockWidget(panel.area, dock);
        dock->show();
        if (panel.isBehind && before) {
            tabifyDockWidget(before, dock);
            before->raise();
            continue;
        }
        before = dock;
        const bool bottom = panel.area == Qt::BottomDockWidgetArea;
        // Little room: the panels at the right share one place, and count once.
        if (panel.area == Qt::RightDockWidgetArea && narrow && lastRight) {
            tabifyDockWidget(lastRight, dock);
            continue;
        }
        if (panel.area == Qt::RightDockWidgetArea)
            lastRight = dock;
        (bottom ? vertical : horizontal) << dock;
        if (bottom)
            bottomWidths << (panel.width > 0 ? panel.width : std::max(1, width() - 380));
        (bottom ? heights : widths) << (narrow && !bottom
                                            ? std::min(panel.size, panel.area == Qt::LeftDockWidgetArea ? 412 : 290)
                                            : panel.size);
    }
    if (lastRight)
        lastRight->raise();
    // Panels above each other get what their contents ask for.
    QList<QDockWidget*> column;
    QList<int> wanted;
    for (const WorkspacePanel& panel : workspace.panels())
        if (QDockWidget* dock = m_docks[panel.id];
            panel.area == Qt::RightDockWidgetArea && !narrow && !panel.isBehind) {
            column << dock;
            wanted << std::max(60, dock->sizeHint().height());
        }
    if (column.size() > 2)
        resizeDocks(column, wanted, Qt::Vertical);
    if (!horizontal.isEmpty())
        resizeDocks(horizontal, widths, Qt::Horizontal);
    if (!vertical.isEmpty())
        resizeDocks(vertical, heights, Qt::Vertical);
    if (vertical.size() > 1)
        resizeDocks(vertical, bottomWidths, Qt::Horizontal);
}

void MainWindow::saveLayout() {
    if (m_current)
        Settings().setLayout(m_current->id(), saveState(layoutVersion));
}

void MainWindow::restoreDefaultLayout() {
    Settings().removeLayouts();
    for (const auto& [id, dock] : m_docks)
        dock->hide();
    defaultLayout(*m_current);
}

} // namespace kintsugi

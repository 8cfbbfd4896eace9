#pragma once

#include "space/architecture.h"

#include <QList>
#include <QString>
#include <QWidget>
#include <vector>

class QAction;

namespace kintsugi {

/// A panel at the side of a workspace.
struct WorkspacePanel {
    QString id; ///< unique over all workspaces; layouts are kept by it
    QString title;
    QWidget* widget = nullptr;
    Qt::DockWidgetArea area = Qt::LeftDockWidgetArea;
    int size = 280;        ///< width at the sides, height at the bottom, at first
    int width = 0;         ///< at first, at the bottom beside other panels; 0: what they leave
    bool isBehind = false; ///< shares its place with the panel before it, which is in front at first
};

/// One of the window's four views of the project. Owns nothing: its widgets get the window as parent.
class Workspace : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    virtual QString id() const = 0;
    virtual QString title() const = 0;
    virtual QWidget* center() const = 0;
    virtual QList<WorkspacePanel> panels() const = 0;
    virtual QList<QAction*> commands() const = 0;
    /// One line for those who are new here.
    virtual QString hint() const = 0;
    virtual void setActive(bool active) { Q_UNUSED(active) }

Q_SIGNALS:
    void showWorkspace(const QString& id);
    /// These shall be timed at once, on the device and with the settings of the Device workspace.
    void timingWanted(const std::vector<kintsugi::Architecture>& architectures);
    void message(const QString& text); ///< for the status bar
    void problem(const QString& sentence);
};

} // namespace kintsugi

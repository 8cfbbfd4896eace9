#pragma once

#include "workspace.h"

namespace kintsugi {

/// Timing on a device. Devices are not there yet; the page says what can be had instead.
class DeviceWorkspace : public Workspace {
    Q_OBJECT

public:
    explicit DeviceWorkspace(QWidget* parent);

    QString id() const override { return QStringLiteral("device"); }
    QString title() const override { return tr("Device"); }
    QWidget* center() const override { return m_page; }
    QList<WorkspacePanel> panels() const override { return {}; }
    QList<QAction*> commands() const override { return {}; }
    QString hint() const override { return {}; }

private:
    QWidget* m_page;
};

} // namespace kintsugi

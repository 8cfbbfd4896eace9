#pragma once

#include "devices/device_board.h"
#include "session.h"
#include "workspace.h"

namespace kintsugi {

class TimingController;

/// Timing on devices: cards, form and results, over the runs that the project keeps.
class DeviceWorkspace : public Workspace {
    Q_OBJECT

public:
    DeviceWorkspace(Session& session, TimingController& timing, QWidget* parent);

    QString id() const override { return QStringLiteral("device"); }
    QString title() const override { return tr("Device"); }
    QWidget* center() const override { return m_board->center(); }
    QList<WorkspacePanel> panels() const override;
    QList<QAction*> commands() const override;
    QString hint() const override;
    void setActive(bool active) override;
    /// Chooses these and runs; where that is not possible, tells why. They wait for the list of devices.
    void time(const std::vector<Architecture>& architectures);

private:
    void startWanted();
    void showProject();
    void showChoices();
    void showPredictions();
    void showReport(qint64 id);
    void showNewest();

    Session& m_session;
    TimingController& m_timing;
    DeviceBoard* m_board;
    QAction* m_timeEdges;
    std::vector<Architecture> m_asked; ///< by time(); offered beside A, B and the landmarks
    bool m_startsAtOnce = false;       ///< as soon as devices are known
    bool m_isFresh = false;            ///< the report of a run that just ended is not in the history yet
};

} // namespace kintsugi

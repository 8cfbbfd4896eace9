#include "trials/run_state.h"

#include <QCoreApplication>

namespace kintsugi {

namespace {
QString tr(const char* text) {
    return QCoreApplication::translate("RunState", text);
}
} // namespace

QString runStateText(RunState state) {
    switch (state) {
    case RunState::Idle:
        return tr("ready");
    case RunState::Running:
        return tr("running");
    case RunState::Pausing:
        return tr("pausing");
    case RunState::Paused:
        return tr("paused");
    case RunState::Stopping:
        return tr("stopping");
    case RunState::Interrupted:
        return tr("interrupted");
    case RunState::Finished:
        return tr("finished");
    case RunState::Failed:
        return tr("failed");
    }
    return {};
}

} // namespace kintsugi

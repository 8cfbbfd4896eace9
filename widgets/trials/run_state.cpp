#include "trials/run_state.h"

#include <QCoreApplication>

namespace kintsugi {

namespace {
struct Texts {
    Q_DECLARE_TR_FUNCTIONS(RunState)
};
} // namespace

QString runStateText(RunState state) {
    switch (state) {
    case RunState::Idle:
        return Texts::tr("ready");
    case RunState::Running:
        return Texts::tr("running");
    case RunState::Pausing:
        return Texts::tr("pausing");
    case RunState::Paused:
        return Texts::tr("paused");
    case RunState::Stopping:
        return Texts::tr("stopping");
    case RunState::Interrupted:
        return Texts::tr("interrupted");
    case RunState::Finished:
        return Texts::tr("finished");
    case RunState::Failed:
        return Texts::tr("failed");
    }
    return {};
}

} // namespace kintsugi

#include "architecture_caption.h"

#include "session.h"

#include <QCoreApplication>

namespace kintsugi {

QString architectureCaption(const Session& session, const Architecture& architecture) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("ArchitectureCaption", text); };
    if (session.isOpen() && architecture == allTeacher(session.values().stages))
        return tr("all transformer");
    const Knowledge known = session.knowledge(architecture);
    if (known.row.number > 0)
        return tr("trial %1").arg(known.row.number);
    return tr("edited");
}

} // namespace kintsugi

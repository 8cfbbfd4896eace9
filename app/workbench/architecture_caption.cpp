#include "architecture_caption.h"

#include "session.h"

#include <QCoreApplication>

namespace kintsugi {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ArchitectureCaption)
};

} // namespace

QString architectureCaption(const Session& session, const Architecture& architecture) {
    if (!session.isOpen())
        return {};
    if (architecture == allTeacher(session.values().stages))
        return Texts::tr("all transformer");
    const Knowledge known = session.knowledge(architecture);
    if (known.row.number > 0)
        return Texts::tr("trial %1").arg(known.row.number);
    return Texts::tr("edited");
}

} // namespace kintsugi

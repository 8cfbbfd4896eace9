#include "compare/slot.h"

#include <QCoreApplication>

namespace kintsugi {

QString slotText(Slot slot) {
    switch (slot) {
    case Slot::Degraded:
        return QCoreApplication::translate("Slot", "Degraded");
    case Slot::A:
        return QCoreApplication::translate("Slot", "A");
    case Slot::B:
        return QCoreApplication::translate("Slot", "B");
    case Slot::Truth:
        return QCoreApplication::translate("Slot", "Ground truth");
    case Slot::Error:
        return QCoreApplication::translate("Slot", "Error map");
    }
    return {};
}

} // namespace kintsugi

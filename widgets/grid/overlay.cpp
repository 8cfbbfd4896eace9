#include "grid/overlay.h"

#include "common/wording.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace kintsugi {

namespace {

struct OverlayTexts {
    Q_DECLARE_TR_FUNCTIONS(kintsugi::Overlay)
};

std::optional<double> valueOf(Overlay overlay, const EdgeChoice& choice) {
    switch (overlay) {
    case Overlay::Milliseconds:
        return choice.milliseconds;
    case Overlay::PsnrDrop:
        return choice.loss;
    case Overlay::Operations:
        return choice.gmacs;
    case Overlay::RelativeError:
        return choice.relativeError;
    }
    return std::nullopt;
}

} // namespace

QString overlayName(Overlay overlay) {
    switch (overlay) {
    case Overlay::Milliseconds:
        return OverlayTexts::tr("ms per block");
    case Overlay::PsnrDrop:
        return OverlayTexts::tr("PSNR drop if replaced");
    case Overlay::Operations:
        return OverlayTexts::tr("operations, GMAC");
    case Overlay::RelativeError:
        return OverlayTexts::tr("relative error");
    }
    return {};
}

QString overlayLegend(Overlay overlay) {
    switch (overlay) {
    case Overlay::Milliseconds:
        return OverlayTexts::tr("predicted ms");
    case Overlay::PsnrDrop:
        return OverlayTexts::tr("dB lost, alone");
    case Overlay::Operations:
        return OverlayTexts::tr("GMAC at 256²");
    case Overlay::RelativeError:
        return OverlayTexts::tr("relative error");
    }
    return {};
}

QString overlayUnit(Overlay overlay) {
    switch (overlay) {
    case Overlay::Milliseconds:
        return OverlayTexts::tr("ms");
    case Overlay::PsnrDrop:
        return OverlayTexts::tr("dB");
    case Overlay::Operations:
        return OverlayTexts::tr("GMAC");
    case Overlay::RelativeError:
        break;
    }
    return {};
}

QString overlayText(Overlay overlay, double value) {
    switch (overlay) {
    case Overlay::PsnrDrop:
    case Overlay::RelativeError:
        return numberText(value, 3);
    case Overlay::Milliseconds:
    case Overlay::Operations:
        break;
    }
    const double size = std::abs(value);
    return numberText(value, size == 0 || size >= 20 ? 0 : size >= 1 ? 1 : 2);
}

bool overlayAdds(Overlay overlay) {
    return overlay == Overlay::Milliseconds || overlay == Overlay::Operations;
}

OverlayValue overlayValue(Overlay overlay, const PlacedEdge& placed, const ChoiceTable& table) {
    if (!overlayAdds(overlay) && placed.edge.isTeacher()) {
        const EdgeChoice* best = table.bestSingle(placed.span.stage, placed.span.begin);
        return {best ? valueOf(overlay, *best) : std::nullopt, true};
    }
    const EdgeChoice* choice = table.find(placed);
    if (!choice && placed.edge.kind == BlockKind::Skip && overlayAdds(overlay))
        return {0.0, false}; // runs nothing
    return {choice ? valueOf(overlay, *choice) : std::nullopt, false};
}

double barFraction(double value, double most, BarScale scale) {
    if (!(value > 0) || !(most > 0))
        return 0;
    if (scale == BarScale::Linear)
        return std::min(1.0, value / most);
    return std::clamp(1 + std::log10(value / most) / 3, 0.0, 1.0);
}

} // namespace kintsugi

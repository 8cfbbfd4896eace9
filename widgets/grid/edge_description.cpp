#include "grid/edge_description.h"

#include "common/wording.h"

#include <QCoreApplication>
#include <QStringList>

namespace kintsugi {

namespace {

struct EdgeTexts {
    Q_DECLARE_TR_FUNCTIONS(kintsugi::EdgeDescription)
};

QString bodyText(const Edge& edge) {
    switch (edge.kind) {
    case BlockKind::Teacher:
        return EdgeTexts::tr("transformer block");
    case BlockKind::Lite:
    case BlockKind::MambaIr:
        return EdgeTexts::tr("SSM surrogate %1").arg(coversText(edge));
    case BlockKind::Restormer:
        return EdgeTexts::tr("transformer surrogate %1").arg(coversText(edge));
    case BlockKind::Gated:
        return EdgeTexts::tr("gated surrogate %1").arg(coversText(edge));
    case BlockKind::Skip:
        break;
    }
    return EdgeTexts::tr("skipped");
}

} // namespace

QString describeEdge(const PlacedEdge& placed, const ChoiceTable& table) {
    const auto& [span, edge] = placed;
    QStringList parts{QString::fromLatin1(stageName(span.stage).data(), int(stageName(span.stage).size()))};
    parts << (span.length() == 1 ? EdgeTexts::tr("block %1").arg(span.end)
                                 : EdgeTexts::tr("blocks %1 to %2").arg(span.begin + 1).arg(span.end));
    parts << bodyText(edge);
    const EdgeChoice* choice = table.find(placed);
    switch (table.state(placed)) {
    case EdgeState::Missing:
        parts << EdgeTexts::tr("not distilled yet");
        break;
    case EdgeState::Waiting:
        parts << EdgeTexts::tr("waiting to be distilled");
        break;
    case EdgeState::Training:
        parts << EdgeTexts::tr("distilling, %1 %").arg(choice->percent);
        break;
    case EdgeState::Failed:
        parts << (choice->message.isEmpty() ? EdgeTexts::tr("failed")
                                            : EdgeTexts::tr("failed: %1").arg(choice->message));
        break;
    case EdgeState::Ready:
        break;
    }
    if (choice) {
        if (choice->milliseconds)
            parts << EdgeTexts::tr("%1 ms predicted")
                         .arg(numberText(*choice->milliseconds, *choice->milliseconds < 20 ? 1 : 0));
        if (choice->loss && !edge.isTeacher())
            parts << EdgeTexts::tr("%1 dB lost").arg(numberText(*choice->loss, 3));
        if (choice->relativeError && !edge.isTeacher())
            parts << EdgeTexts::tr("relative error %1").arg(numberText(*choice->relativeError, 3));
    }
    return parts.join(EdgeTexts::tr(", ", "between parts of a description"));
}

} // namespace kintsugi

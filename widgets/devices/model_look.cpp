#include "devices/model_look.h"

#include "common/theme.h"

#include <QCoreApplication>
#include <array>

namespace kintsugi {

QCPScatterStyle ModelLook::dots(double size) const {
    QColor fill = line;
    fill.setAlphaF(0.65f);
    return QCPScatterStyle(shape, isFilled ? QPen(fill, 0) : QPen(line, 1), isFilled ? QBrush(fill) : QBrush(), size);
}

ModelLook lookOf(ModelRole role, std::size_t index, const Tokens& tokens) {
    switch (role) {
    case ModelRole::A:
        return {tokens.a, tokens.a, QCPScatterStyle::ssCircle, true};
    case ModelRole::B:
        return {tokens.ink, tokens.ink, QCPScatterStyle::ssCircle, false};
    case ModelRole::Other:
        break;
    }
    constexpr std::array shapes{QCPScatterStyle::ssSquare, QCPScatterStyle::ssTriangle, QCPScatterStyle::ssDiamond,
                                QCPScatterStyle::ssTriangleInverted};
    return {tokens.bars, tokens.second, shapes[index % shapes.size()], false};
}

void addReservation(QCustomPlot& plot, const Conditions& conditions, const Tokens& tokens) {
    QStringList words;
    if (conditions.isFixture)
        words << QCoreApplication::translate("DevicePlots", "test fixture, no phone");
    if (!conditions.fallbackReason.empty())
        words << QCoreApplication::translate("DevicePlots", "reference kernels, no deployment runtime");
    if (words.isEmpty())
        return;
    auto* mark = new QCPItemText(&plot);
    mark->setText(words.join(QStringLiteral(" · ")));
    mark->setColor(tokens.warn);
    mark->setPen(QPen(tokens.warn));
    mark->setBrush(tokens.base);
    mark->setPadding(QMargins(5, 2, 5, 2));
    mark->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
    mark->position->setType(QCPItemPosition::ptAxisRectRatio);
    mark->position->setCoords(0.01, 0.985);
    mark->setClipToAxisRect(false);
}

} // namespace kintsugi

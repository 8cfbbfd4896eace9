#include "plots/plot_theme.h"

#include "common/theme.h"
#include "common/wording.h"

#include <cmath>

namespace kintsugi {

void applyTokens(QCustomPlot& plot, const Tokens& tokens) {
    plot.setBackground(tokens.base);
    QFont labels = plot.font();
    labels.setPixelSize(12);
    for (QCPAxis* axis : {plot.xAxis, plot.yAxis, plot.xAxis2, plot.yAxis2}) {
        axis->setBasePen(QPen(tokens.strongLine));
        axis->setTickPen(QPen(tokens.strongLine));
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(tokens.ink);
        axis->setLabelColor(tokens.ink);
        axis->setTickLabelFont(labels);
        axis->setLabelFont(labels);
        QColor grid = tokens.line;
        grid.setAlphaF(0.6f);
        axis->grid()->setPen(QPen(grid, 1));
        axis->grid()->setZeroLinePen(QPen(grid, 1));
    }
}

double NumberTicker::getTickStep(const QCPRange& range) {
    double step = QCPAxisTicker::getTickStep(range);
    if (m_wholeSteps)
        step = std::max(1.0, std::round(step));
    m_decimals = 0;
    for (double scaled = step; m_decimals < 6 && std::abs(scaled - std::round(scaled)) > 1e-6 * scaled; scaled *= 10)
        ++m_decimals;
    return step;
}

QString NumberTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    return numberText(tick, m_decimals);
}

} // namespace kintsugi

#include "compare/error_legend.h"

#include "common/theme.h"
#include "common/wording.h"
#include "compare/pane_painter.h"

#include <QEvent>
#include <QPainter>
#include <cmath>

namespace kintsugi {

ErrorLegend::ErrorLegend(ErrorAnalysis& analysis, QWidget* parent) : QWidget(parent), m_analysis(analysis) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    const auto show = [this] {
        setAccessibleName(
            tr("Colours of the error map: %1. %2").arg(scaleTexts().join(QStringLiteral(", ")), summaryText()));
        update();
    };
    connect(&analysis, &ErrorAnalysis::errorMapChanged, this, show);
    connect(&analysis, &ErrorAnalysis::settingsChanged, this, show);
    show();
}

QStringList ErrorLegend::scaleTexts() const {
    const double reach = m_analysis.scale().reach();
    switch (m_analysis.kind()) {
    case ErrorKind::Absolute:
        return {numberText(0.0, 0), numberText(reach / 2, 3), numberText(reach, 3)};
    case ErrorKind::Signed:
        if (m_analysis.pair() == ErrorPair::ATruth || m_analysis.pair() == ErrorPair::BTruth)
            return {tr("%1 too dark").arg(numberText(-reach, 3)), numberText(0.0, 0),
                    tr("too bright %1").arg(numberText(reach, 3, true))};
        return {tr("%1 darker").arg(numberText(-reach, 3)), numberText(0.0, 0),
                tr("brighter %1").arg(numberText(reach, 3, true))};
    case ErrorKind::Ssim:
        return {tr("SSIM 1"), numberText(1.0 - reach / 2, 3), numberText(1.0 - reach, 3)};
    }
    return {};
}

QString ErrorLegend::summaryText() const {
    const ErrorMapData& shown = m_analysis.errorMap();
    if (!shown.map)
        return {};
    const QString mean = numberText(shown.summary.mean, 3), p99 = numberText(shown.summary.p99, 3);
    return shown.kind == ErrorKind::Ssim ? tr("mean 1 − SSIM %1, P99 %2").arg(mean, p99)
                                         : tr("mean |e| %1, P99 %2").arg(mean, p99);
}

void ErrorLegend::paintEvent(QPaintEvent*) {
    const Tokens& tokens = tokensOf(this);
    QPainter painter(this);
    painter.setFont(sizedFont(font(), 11));
    const QRectF bar(0.5, 2.5, width() - 1, 10);
    for (int x = 0; x < width(); ++x)
        painter.fillRect(x, 3, 1, 9, QColor(mapColor(m_analysis.kind(), x / std::max(1.0, width() - 1.0))));
    painter.setPen(tokens.line);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(bar);

    const QRectF numbers(0, 14, width(), 16);
    const QStringList texts = scaleTexts();
    painter.setPen(tokens.second);
    painter.drawText(numbers, Qt::AlignLeft | Qt::AlignVCenter, texts[0]);
    painter.drawText(numbers, Qt::AlignHCenter | Qt::AlignVCenter, texts[1]);
    painter.drawText(numbers, Qt::AlignRight | Qt::AlignVCenter, texts[2]);

    const QRectF plot(0, 34, width(), 42);
    const auto& counts = m_analysis.errorMap().bars.counts;
    const auto most = counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());
    const double step = counts.empty() ? 0.0 : plot.width() / static_cast<double>(counts.size());
    for (std::size_t i = 0; i < counts.size() && most > 0; ++i) {
        const double share = std::log1p(static_cast<double>(counts[i])) / std::log1p(static_cast<double>(most));
        const double left = std::round(static_cast<double>(i) * step), right = std::round((double(i) + 1) * step);
        painter.fillRect(
            QRectF(left, plot.bottom() - share * plot.height(), std::max(1.0, right - left - 1), share * plot.height()),
            tokens.bars);
    }
    painter.setPen(tokens.strongLine);
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    const QRectF foot(0, 79, width(), 16);
    painter.setPen(tokens.second);
    const QString summary = summaryText();
    if (painter.fontMetrics().horizontalAdvance(tr("log count") + summary) + 10 < width())
        painter.drawText(foot, Qt::AlignLeft | Qt::AlignVCenter, tr("log count"));
    painter.drawText(foot, Qt::AlignRight | Qt::AlignVCenter, summary);
}

bool ErrorLegend::event(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        update();
    return QWidget::event(event);
}

} // namespace kintsugi

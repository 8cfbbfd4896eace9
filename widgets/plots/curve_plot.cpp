#include "plots/curve_plot.h"

#include "common/theme.h"
#include "common/wording.h"
#include "plots/plot_export.h"
#include "plots/plot_theme.h"

#include <QEvent>
#include <QLocale>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace kintsugi {

namespace {

/// 1, 2 and 5 times powers of ten, over a wide range only the powers.
class LossTicker : public QCPAxisTicker {
protected:
    int getSubTickCount(double) override { return 0; }
    QVector<double> createTickVector(double, const QCPRange& range) override {
        QVector<double> ticks;
        if (range.lower <= 0)
            return ticks;
        const bool isWide = std::log10(range.upper / range.lower) > 1.7;
        for (int power = static_cast<int>(std::floor(std::log10(range.lower))); std::pow(10, power) <= range.upper;
             ++power)
            for (const double factor : {1.0, 2.0, 5.0})
                if (factor == 1 || !isWide)
                    ticks << factor * std::pow(10, power);
        return ticks;
    }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override {
        if (tick >= 1e-3 && tick < 1e4)
            return numberText(tick, std::max(0, -static_cast<int>(std::floor(std::log10(tick) + 1e-9))));
        return QLocale().toString(tick, 'g', 2);
    }
};

} // namespace

CurvePlot::CurvePlot(QWidget* parent) : QWidget(parent), m_plot(new QCustomPlot(this)) {
    m_plot->setMinimumHeight(80);
    m_plot->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_plot->axisRect()->setAutoMargins(QCP::msLeft | QCP::msBottom);
    m_plot->axisRect()->setMargins(QMargins(0, 6, 8, 0));
    m_plot->xAxis->setTicker(QSharedPointer<NumberTicker>::create(true));
    m_plot->xAxis->ticker()->setTickCount(3);
    m_plot->yAxis->setScaleType(QCPAxis::stLogarithmic);
    m_plot->yAxis->setTicker(QSharedPointer<LossTicker>::create());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    rebuild();
}

void CurvePlot::show(const LossCurve& curve) {
    m_curve = curve;
    rebuild();
}

void CurvePlot::clear() {
    show({});
}

void CurvePlot::rebuild() {
    const Tokens& tokens = tokensOf(this);
    applyTokens(*m_plot, tokens);
    QFont small = font();
    small.setPixelSize(11);
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis})
        axis->setTickLabelFont(small);
    m_plot->clearGraphs();
    m_plot->clearItems();
    double low = INFINITY, high = 0, last = 0;
    const auto add = [&](const std::vector<LossCurve::Point>& points, const QPen& pen) {
        QVector<double> x, y;
        for (const LossCurve::Point& point : points) {
            if (!std::isfinite(point.loss) || point.loss <= 0)
                continue;
            x << point.step;
            y << point.loss;
            low = std::min(low, point.loss);
            high = std::max(high, point.loss);
            last = std::max(last, point.step);
        }
        if (x.isEmpty())
            return;
        QCPGraph* graph = m_plot->addGraph();
        graph->setPen(pen);
        graph->setData(x, y);
    };
    const auto text = [&](const QString& words) {
        auto* label = new QCPItemText(m_plot);
        label->setText(words);
        label->setFont(small);
        label->setColor(tokens.second);
        return label;
    };
    bool hasHeldOut = false, first = true;
    for (const LossCurve::Phase& phase : m_curve.phases) {
        const double begins = !phase.train.empty()     ? phase.train.front().step
                              : !phase.heldOut.empty() ? phase.heldOut.front().step
                                                       : last;
        if (!first) {
            auto* line = new QCPItemStraightLine(m_plot);
            line->setPen(QPen(tokens.strongLine, 1));
            line->point1->setCoords(begins, 1);
            line->point2->setCoords(begins, 2);
        }
        QCPItemText* name = text(phase.name);
        name->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
        name->position->setTypeX(QCPItemPosition::ptPlotCoords);
        name->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        name->position->setCoords(begins, 1);
        name->setPadding(QMargins(4, 0, 0, 1));
        first = false;
        QPen dashes(tokens.ink, 1.2, Qt::CustomDashLine);
        dashes.setDashPattern({3, 3});
        add(phase.train, QPen(tokens.ink, 1.4));
        add(phase.heldOut, dashes);
        hasHeldOut = hasHeldOut || !phase.heldOut.empty();
    }
    QCPItemText* key = text(high == 0 ? tr("no loss yet") : hasHeldOut ? tr("train —  held-out - -") : tr("train —"));
    key->setPositionAlignment(Qt::AlignRight | Qt::AlignTop);
    key->position->setType(QCPItemPosition::ptAxisRectRatio);
    key->position->setCoords(1, 0);
    key->setPadding(QMargins(0, 2, 4, 0));
    m_plot->xAxis->setRange(0, std::max({1.0, m_curve.steps, last}));
    if (high > 0)
        m_plot->yAxis->setRange(low / 1.3, high * 1.6);
    else
        m_plot->yAxis->setRange(0.01, 1);
    m_plot->setAccessibleName(tr("Loss against steps"));
    setAccessibleDescription(high > 0 ? tr("%1 steps so far").arg(numberText(last, 0)) : QString());
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::saveTo(const QString& path) {
    savePlot(*m_plot, path);
}

QString CurvePlot::csv() const {
    QString lines = QStringLiteral("step,phase,set,loss\n");
    const auto exact = [](double value) { return QLocale::c().toString(value, 'g', QLocale::FloatingPointShortest); };
    for (const LossCurve::Phase& phase : m_curve.phases) {
        for (const LossCurve::Point& point : phase.train)
            lines += QStringLiteral("%1,%2,train,%3\n").arg(exact(point.step), phase.name, exact(point.loss));
        for (const LossCurve::Point& point : phase.heldOut)
            lines += QStringLiteral("%1,%2,held-out,%3\n").arg(exact(point.step), phase.name, exact(point.loss));
    }
    return lines;
}

void CurvePlot::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        rebuild();
    QWidget::changeEvent(event);
}

} // namespace kintsugi

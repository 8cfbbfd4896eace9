#include "plots/plot_canvas.h"

#include "plots/qcustomplot_header.h"

namespace kintsugi {

namespace {

struct Theme {
    QColor base, line, ink, dimmed;
    std::vector<QColor> series;
};

// Series colours after Okabe and Ito, distinct also for the colour-blind.
const Theme& themeOf(bool dark) {
    static const Theme light{"#FFFFFF",
                             "#D2D7DD",
                             "#1A1F26",
                             "#A7B0BA",
                             {"#B01E73", "#2B66A8", "#B45F06", "#1B7F5C", "#6B4FA0", "#7A5C00", "#0F7F8C"}};
    static const Theme night{"#17191D",
                             "#363C44",
                             "#E8EBEF",
                             "#59626D",
                             {"#FF7FC2", "#6FA8E8", "#F0A24A", "#5CC9A0", "#B39BE6", "#D9BE5A", "#5CC5D2"}};
    return dark ? night : light;
}

QCPScatterStyle::ScatterShape shapeOf(PlotMark mark) {
    switch (mark) {
    case PlotMark::None:
        return QCPScatterStyle::ssNone;
    case PlotMark::Circle:
        return QCPScatterStyle::ssCircle;
    case PlotMark::Square:
        return QCPScatterStyle::ssSquare;
    case PlotMark::Diamond:
        return QCPScatterStyle::ssDiamond;
    case PlotMark::Triangle:
        return QCPScatterStyle::ssTriangle;
    case PlotMark::Cross:
        return QCPScatterStyle::ssCross;
    case PlotMark::Star:
        return QCPScatterStyle::ssStar;
    }
    return QCPScatterStyle::ssCircle;
}

QString text(const std::string& value) {
    return QString::fromStdString(value);
}

} // namespace

void showSpec(QCustomPlot& plot, const PlotSpec& spec, bool dark) {
    const Theme& theme = themeOf(dark);
    plot.clearPlottables();
    plot.clearItems();
    plot.setBackground(theme.base);
    for (QCPAxis* axis : {plot.xAxis, plot.yAxis, plot.xAxis2, plot.yAxis2}) {
        axis->setBasePen(QPen(theme.ink));
        axis->setTickPen(QPen(theme.ink));
        axis->setSubTickPen(QPen(theme.line));
        axis->setTickLabelColor(theme.ink);
        axis->setLabelColor(theme.ink);
        axis->grid()->setPen(QPen(theme.line, 1, Qt::SolidLine));
        axis->grid()->setZeroLinePen(QPen(theme.line, 1, Qt::SolidLine));
    }
    plot.xAxis->setLabel(text(spec.xLabel));
    plot.yAxis->setLabel(text(spec.yLabel));
    if (!spec.xNames.empty()) {
        auto ticker = QSharedPointer<QCPAxisTickerText>::create();
        for (std::size_t i = 0; i < spec.xNames.size(); ++i)
            ticker->addTick(static_cast<double>(i), text(spec.xNames[i]));
        plot.xAxis->setTicker(ticker);
    }
    if (!spec.title.empty()) {
        auto* title = qobject_cast<QCPTextElement*>(plot.plotLayout()->element(0, 0));
        if (!title) {
            plot.plotLayout()->insertRow(0);
            title = new QCPTextElement(&plot);
            plot.plotLayout()->addElement(0, 0, title);
        }
        QFont font = plot.font();
        font.setBold(true);
        title->setFont(font);
        title->setTextColor(theme.ink);
        title->setText(text(spec.title));
    }
    bool named = false;
    for (const PlotSeries& series : spec.series) {
        QCPGraph* graph = plot.addGraph();
        const QColor color = series.color < 0
                                 ? theme.dimmed
                                 : theme.series[static_cast<std::size_t>(series.color) % theme.series.size()];
        graph->setPen(QPen(color, 1.6));
        graph->setLineStyle(!series.line ? QCPGraph::lsNone : series.steps ? QCPGraph::lsStepLeft : QCPGraph::lsLine);
        graph->setScatterStyle(QCPScatterStyle(shapeOf(series.mark), QPen(color, 1.2),
                                               series.mark == PlotMark::Star ? QBrush(color) : QBrush(Qt::NoBrush),
                                               series.size));
        graph->setData(QVector<double>(series.x.begin(), series.x.end()),
                       QVector<double>(series.y.begin(), series.y.end()));
        if (series.name.empty())
            graph->removeFromLegend();
        else
            graph->setName(text(series.name));
        named = named || !series.name.empty();
    }
    plot.legend->setVisible(named);
    plot.legend->setBrush(QColor(theme.base.red(), theme.base.green(), theme.base.blue(), 220));
    plot.legend->setBorderPen(QPen(theme.line));
    plot.legend->setTextColor(theme.ink);
    // Beside the plot, where it hides no point.
    if (plot.legend->layout() == plot.axisRect()->insetLayout()) {
        auto* side = new QCPLayoutGrid;
        plot.axisRect()->insetLayout()->take(plot.legend);
        plot.plotLayout()->addElement(plot.plotLayout()->rowCount() - 1, 1, side);
        side->addElement(0, 0, plot.legend);
        side->addElement(1, 0, new QCPLayoutElement(&plot));
        side->setRowStretchFactor(0, 0.001);
        plot.plotLayout()->setColumnStretchFactor(1, 0.001);
    }
    plot.rescaleAxes();
    plot.xAxis->scaleRange(1.06);
    plot.yAxis->scaleRange(1.06);
    if (spec.yRange)
        plot.yAxis->setRange(spec.yRange->first, spec.yRange->second);
}

} // namespace kintsugi

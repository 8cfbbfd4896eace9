#include "devices/order_plot.h"

#include "common/theme.h"
#include "devices/device_wording.h"
#include "devices/model_look.h"
#include "plots/plot_theme.h"

#include <QEvent>
#include <QVBoxLayout>
#include <algorithm>
#include <map>

namespace kintsugi {

OrderPlot::OrderPlot(QWidget* parent) : QWidget(parent), m_plot(new QCustomPlot(this)) {
    m_plot->setAccessibleName(tr("Run order and temperature"));
    m_plot->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_plot->axisRect()->setAutoMargins(QCP::msBottom | QCP::msLeft | QCP::msRight);
    m_plot->axisRect()->setMargins(QMargins(0, 8, 8, 0));
    m_plot->axisRect()->setupFullAxesBox();
    m_plot->xAxis->setTicker(QSharedPointer<NumberTicker>::create(true));
    for (QCPAxis* axis : {m_plot->yAxis, m_plot->yAxis2})
        axis->setTicker(QSharedPointer<NumberTicker>::create());
    m_plot->yAxis->ticker()->setTickCount(4);
    m_plot->yAxis2->ticker()->setTickCount(4);
    m_plot->xAxis2->setTicks(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    rebuild();
}

void OrderPlot::show(const ReportViewPointer& view) {
    m_view = view;
    rebuild();
}

void OrderPlot::rebuild() {
    const Tokens& tokens = tokensOf(this);
    m_plot->clearGraphs();
    m_plot->clearItems();
    applyTokens(*m_plot, tokens);
    m_hasTemperature = false;
    QStringList description;
    if (m_view) {
        std::map<int, double> celsius;
        double low = 0, high = 0;
        int last = 1;
        bool any = false;
        for (std::size_t i = 0; i < m_view->report.models.size(); ++i) {
            const TimedModel& model = m_view->report.models[i];
            QVector<double> x, y;
            for (std::size_t k = 0; k < model.milliseconds.size(); ++k) {
                const int at = k < model.order.size() ? model.order[k] : static_cast<int>(k);
                x << at + 1;
                y << model.milliseconds[k];
                low = any ? std::min(low, y.last()) : y.last();
                high = any ? std::max(high, y.last()) : y.last();
                any = true;
                last = std::max(last, at + 1);
                if (k < model.celsius.size() && model.celsius[k])
                    celsius[at + 1] = *model.celsius[k];
            }
            QCPGraph* dots = m_plot->addGraph();
            dots->setLineStyle(QCPGraph::lsNone);
            dots->setScatterStyle(lookOf(m_view->models[i].role, i, tokens).dots(5));
            dots->setData(x, y);
            description << tr("%1: %n pass(es)", nullptr, static_cast<int>(x.size())).arg(m_view->models[i].label());
        }
        const double room = std::max((high - low) * 0.08, high * 0.01);
        m_plot->yAxis->setRange(any ? low - room : 0, any ? high + room : 1);
        m_plot->xAxis->setRange(0, last + 1);
        m_hasTemperature = !celsius.empty();
        if (m_hasTemperature) {
            QVector<double> x, y;
            for (const auto& [at, value] : celsius) {
                x << at;
                y << value;
            }
            QCPGraph* line = m_plot->addGraph(m_plot->xAxis, m_plot->yAxis2);
            line->setPen(QPen(tokens.second, 1.3, Qt::DashLine));
            line->setData(x, y);
            const auto [coldest, hottest] = std::minmax_element(y.begin(), y.end());
            const double around = std::max(2.0, (*hottest - *coldest) * 0.6);
            m_plot->yAxis2->setRange(*coldest - around, *hottest + around);
            description << tr("temperature %1 to %2").arg(celsiusText(*coldest), celsiusText(*hottest));
        } else {
            description << tr("temperature not available");
        }
        addReservation(*m_plot, m_view->report.conditions, tokens);
    }
    m_plot->yAxis->setLabel(tr("ms per pass"));
    m_plot->yAxis2->setTicks(m_hasTemperature);
    m_plot->yAxis2->setTickLabels(m_hasTemperature);
    m_plot->yAxis2->setLabel(m_hasTemperature ? tr("°C, dashed") : QString());
    m_plot->yAxis2->grid()->setVisible(false);
    const std::size_t models = m_view ? m_view->models.size() : 0;
    const QString order = models > 1 ? tr("order of passes, %1").arg(orderText(models)) : tr("order of passes");
    m_plot->xAxis->setLabel(m_view && !m_hasTemperature ? tr("%1; temperature not available").arg(order) : order);
    m_plot->setAccessibleDescription(description.join(QStringLiteral("; ")));
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void OrderPlot::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        rebuild();
    QWidget::changeEvent(event);
}

} // namespace kintsugi

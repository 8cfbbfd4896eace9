#include "devices/distribution_plot.h"

#include "common/theme.h"
#include "common/wording.h"
#include "devices/device_wording.h"
#include "devices/model_look.h"
#include "plots/plot_theme.h"

#include <QEvent>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace kintsugi {

DistributionPlot::DistributionPlot(QWidget* parent) : QWidget(parent), m_plot(new QCustomPlot(this)) {
    m_plot->setAccessibleName(tr("Latency distribution"));
    m_plot->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_plot->axisRect()->setAutoMargins(QCP::msBottom);
    m_plot->axisRect()->setMargins(QMargins(14, 8, 14, 0));
    m_plot->xAxis->setTicker(QSharedPointer<NumberTicker>::create());
    m_plot->yAxis->setTicks(false);
    m_plot->yAxis->grid()->setVisible(false);
    m_plot->axisRect()->setupFullAxesBox();
    m_plot->xAxis2->setTicks(false);
    m_plot->yAxis2->setTicks(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    rebuild();
}

void DistributionPlot::show(const ReportViewPointer& view) {
    m_view = view;
    rebuild();
}

QStringList DistributionPlot::captionOf(const ModelFigures& model) const {
    QStringList lines{model.label()};
    if (!model.statistics) {
        lines << tr("no times");
        return lines;
    }
    const SampleStatistics& s = *model.statistics;
    if (model.isAccepted) {
        const QString median = tr("P50 %1").arg(msText(s.median)), count = tr("n %1, warm-up left out").arg(s.n);
        const QString tail = tr("P90 %1 · min %2").arg(msText(s.p90), msText(s.minimum));
        if (m_form == Form::Wide)
            lines << QStringLiteral("%1, %2").arg(median, intervalText(s))
                  << QStringLiteral("%1 · %2").arg(tail, count);
        else if (m_form == Form::Narrow)
            lines << median << intervalText(s) << tail << count;
        else
            lines << QStringLiteral("%1, %2").arg(median, tr("n %1").arg(s.n));
    } else {
        lines << (m_view->isRunning()        ? tr("n %1 so far").arg(s.n)
                  : !m_view->report.complete ? tr("n %1, incomplete: no result").arg(s.n)
                                             : tr("n %1, parity failed: no result").arg(s.n));
    }
    if (s.throttled)
        lines << tr("slower by %1 % at the end: throttled").arg(numberText(s.trendPercent, 1));
    return lines;
}

int DistributionPlot::captionWidth(const ModelFigures& model) const {
    QFont bold = font();
    bold.setPixelSize(12);
    bold.setBold(true);
    int width = 0;
    for (const QString& line : captionOf(model))
        width = std::max(width, QFontMetrics(bold).horizontalAdvance(line));
    return width + 24;
}

/// Leaves room for the captions beside the dots, in the fullest form that fits.
void DistributionPlot::fitRange() {
    struct Extent {
        double low, high;
    };
    std::vector<Extent> extents;
    double low = 0, high = 0;
    for (const TimedModel& model : m_view->report.models) {
        if (model.milliseconds.empty())
            continue;
        const auto [least, most] = std::minmax_element(model.milliseconds.begin(), model.milliseconds.end());
        low = extents.empty() ? *least : std::min(low, *least);
        high = extents.empty() ? *most : std::max(high, *most);
        extents.push_back({*least, *most});
    }
    if (extents.empty())
        return m_plot->xAxis->setRange(0, 1);
    const double room = std::max((high - low) * 0.06, high * 0.01);
    const QCPRange tight(low - room, high + room);
    const double pixels = std::max(60, width() - 28);
    const int line = QFontMetrics(font()).height(), lines = (height() - 50) / line;
    const int each = lines / static_cast<int>(m_view->models.size());
    for (const Form form : {Form::Wide, Form::Narrow, Form::Least}) {
        m_form = form;
        const int needed = form == Form::Wide ? 3 : form == Form::Narrow ? 5 : 2;
        if (each < needed && form != Form::Least)
            continue;
        int widest = 0;
        for (const ModelFigures& model : m_view->models)
            widest = std::max(widest, captionWidth(model));
        const bool fits = std::all_of(extents.begin(), extents.end(), [&](const Extent& extent) {
            return std::max(tight.upper - extent.high, extent.low - tight.lower) / tight.size() * pixels >= widest;
        });
        // Otherwise all captions go to the right of all dots, unless that takes half of the plot.
        if (!fits && widest > pixels / 2 && form != Form::Least)
            continue;
        const double share = std::max(0.3, 1 - widest / pixels);
        m_plot->xAxis->setRange(tight.lower, fits ? tight.upper : tight.lower + tight.size() / share);
        return;
    }
}

void DistributionPlot::addModel(std::size_t index, double y) {
    const ModelFigures& model = m_view->models[index];
    const ModelLook look = lookOf(model.role, index, tokensOf(this));
    const std::vector<double>& times = m_view->report.models[index].milliseconds;
    QVector<double> x, height;
    for (std::size_t i = 0; i < times.size(); ++i) {
        x << times[i];
        // Spread evenly and the same every time: the golden ratio's multiples.
        height << y + 0.08 + 0.26 * std::fmod(0.618034 * static_cast<double>(i + 1), 1.0);
    }
    QCPGraph* dots = m_plot->addGraph();
    dots->setLineStyle(QCPGraph::lsNone);
    dots->setScatterStyle(look.dots(5));
    dots->setData(x, height);

    if (model.isAccepted) {
        const SampleStatistics& s = *model.statistics;
        const double middle = y - 0.12;
        const auto line = [&](double x1, double y1, double x2, double y2, double wide) {
            auto* item = new QCPItemLine(m_plot);
            item->start->setCoords(x1, y1);
            item->end->setCoords(x2, y2);
            item->setPen(QPen(look.line, wide, Qt::SolidLine, Qt::FlatCap));
        };
        line(s.minimum, middle, model.lowerQuartile, middle, 1.2);
        line(model.upperQuartile, middle, s.p90, middle, 1.2);
        line(s.minimum, middle - 0.06, s.minimum, middle + 0.06, 1.2);
        line(s.p90, middle - 0.06, s.p90, middle + 0.06, 1.2);
        auto* box = new QCPItemRect(m_plot);
        box->topLeft->setCoords(model.lowerQuartile, middle + 0.09);
        box->bottomRight->setCoords(model.upperQuartile, middle - 0.09);
        box->setPen(QPen(look.line, 1.4));
        box->setBrush(model.role == ModelRole::A ? QBrush(tokensOf(this).aTint) : QBrush(tokensOf(this).base));
        auto* interval = new QCPItemRect(m_plot);
        interval->topLeft->setCoords(s.low95, middle + 0.09);
        interval->bottomRight->setCoords(s.high95, middle - 0.09);
        QColor tint = look.line;
        tint.setAlphaF(0.35f);
        interval->setPen(Qt::NoPen);
        interval->setBrush(tint);
        line(s.median, middle - 0.12, s.median, middle + 0.12, 2.4);
    }
    if (!times.empty()) {
        const auto [low, high] = std::minmax_element(times.begin(), times.end());
        addCaption(model, y, *low, *high);
    } else {
        addCaption(model, y, m_plot->xAxis->range().lower, m_plot->xAxis->range().lower);
    }
}

void DistributionPlot::addCaption(const ModelFigures& model, double y, double low, double high) {
    const ModelLook look = lookOf(model.role, 0, tokensOf(this));
    const QStringList lines = captionOf(model);
    m_captions << lines.join(QLatin1Char('\n'));
    QFont small = font(), bold = font();
    small.setPixelSize(11);
    bold.setPixelSize(12);
    bold.setBold(true);
    // On the side where there is more room.
    const QCPRange range = m_plot->xAxis->range();
    const bool right = range.upper - high >= low - range.lower;
    const double x = right ? high : low;
    const int away = right ? 12 : -12;
    const Qt::Alignment side = right ? Qt::AlignLeft : Qt::AlignRight;
    auto* anchor = new QCPItemTracer(m_plot);
    anchor->setStyle(QCPItemTracer::tsNone);
    anchor->position->setCoords(x, y + 0.04);
    const int height = QFontMetrics(small).height();
    int top = -static_cast<int>(lines.size()) * height / 2;
    for (const QString& line : lines) {
        auto* text = new QCPItemText(m_plot);
        const bool isFirst = line == lines.front();
        text->setText(line);
        text->setFont(isFirst ? bold : small);
        text->setColor(isFirst ? look.text : tokensOf(this).ink);
        QColor back = tokensOf(this).base;
        back.setAlphaF(0.8f);
        text->setBrush(back);
        text->setPositionAlignment(side | Qt::AlignTop);
        text->setTextAlignment(side);
        text->position->setParentAnchor(anchor->position);
        text->position->setCoords(away, top);
        text->setClipToAxisRect(false);
        top += height + (isFirst ? 2 : 0);
    }
}

void DistributionPlot::rebuild() {
    const Tokens& tokens = tokensOf(this);
    m_plot->clearGraphs();
    m_plot->clearItems();
    m_captions.clear();
    applyTokens(*m_plot, tokens);
    m_plot->xAxis->setLabel(tr("whole network, ms per pass"));
    if (m_view) {
        fitRange();
        const auto count = static_cast<int>(m_view->models.size());
        m_plot->yAxis->setRange(-0.5, count - 0.5);
        m_plot->xAxis->ticker()->setTickCount(std::max(3, width() / 90));
        for (int i = 0; i < count; ++i)
            addModel(static_cast<std::size_t>(i), count - 1 - i);
        addReservation(*m_plot, m_view->report.conditions, tokens);
    }
    m_plot->setAccessibleDescription(m_captions.join(QStringLiteral("; ")));
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void DistributionPlot::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    rebuild(); // captions follow the room
}

void DistributionPlot::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        rebuild();
    QWidget::changeEvent(event);
}

} // namespace kintsugi

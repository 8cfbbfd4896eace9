#include "plots/hypervolume_plot.h"

#include "common/theme.h"
#include "common/wording.h"
#include "plots/plot_theme.h"
#include "trials/front_tracker.h"
#include "trials/search_marks.h"
#include "trials/trial_model.h"

#include <QEvent>
#include <QLabel>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

namespace kintsugi {

HypervolumePlot::HypervolumePlot(TrialModel& trials, QWidget* parent)
    : QWidget(parent), m_trials(trials), m_title(new QLabel(this)), m_plot(new QCustomPlot(this)) {
    m_plot->setMinimumHeight(110);
    m_plot->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_plot->axisRect()->setAutoMargins(QCP::msLeft | QCP::msBottom);
    m_plot->axisRect()->setMargins(QMargins(0, 6, 8, 0));
    m_plot->xAxis->setTicker(QSharedPointer<NumberTicker>::create(true));
    m_plot->yAxis->setTicker(QSharedPointer<NumberTicker>::create());
    m_plot->xAxis->ticker()->setTickCount(4);
    m_plot->yAxis->ticker()->setTickCount(3);
    m_title->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metric::small);
    layout->addWidget(m_title);
    layout->addWidget(m_plot, 1);
    for (const auto signal : {&TrialModel::frontChanged, &TrialModel::costChanged, &TrialModel::searchesChanged})
        connect(&trials, signal, this, &HypervolumePlot::schedule);
    connect(&trials, &QAbstractItemModel::rowsInserted, this, &HypervolumePlot::schedule);
    connect(&trials, &QAbstractItemModel::modelReset, this, &HypervolumePlot::schedule);
    rebuild();
}

void HypervolumePlot::setReference(const std::optional<ReferencePoint>& reference) {
    m_given = reference;
    rebuild();
}

void HypervolumePlot::schedule() {
    if (m_scheduled)
        return;
    m_scheduled = true;
    QTimer::singleShot(100, this, &HypervolumePlot::rebuild);
}

void HypervolumePlot::rebuild() {
    m_scheduled = false;
    std::map<std::int64_t, std::vector<std::pair<std::int64_t, Objectives>>> points;
    double dearest = 0;
    for (int row = 0; row < m_trials.size(); ++row) {
        const TrialRow& trial = m_trials.trial(row);
        const auto cost = costOf(trial, m_trials.cost());
        if (!cost || trial.failed || !m_trials.isVisible(row))
            continue;
        dearest = std::max(dearest, *cost);
        points[trial.search].emplace_back(trial.index, Objectives{trial.loss, *cost});
    }
    m_reference = m_given.value_or(ReferencePoint{3, 1.01 * dearest});
    m_histories.clear();
    for (auto& [search, list] : points) {
        std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        std::vector<Objectives> objectives;
        for (const auto& entry : list)
            objectives.push_back(entry.second);
        m_histories[search] = hypervolumeHistory(objectives, m_reference);
    }

    const Tokens& tokens = tokensOf(this);
    applyTokens(*m_plot, tokens);
    QFont small = font();
    small.setPixelSize(11);
    m_plot->clearGraphs();
    m_plot->clearItems();
    double longest = 1, highest = 0, lowest = 0;
    for (const auto& [search, history] : m_histories) {
        const SearchMark mark = searchMark(m_trials.searchOrdinal(search), tokens);
        QCPGraph* graph = m_plot->addGraph();
        graph->setPen(QPen(mark.color, 1.4));
        graph->setLineStyle(QCPGraph::lsStepLeft);
        QVector<double> x, y;
        for (std::size_t i = 0; i < history.size(); ++i) {
            x << static_cast<double>(i + 1);
            y << history[i];
        }
        graph->setData(x, y, true);
        longest = std::max(longest, x.last());
        highest = std::max(highest, y.last());
        auto* end = new QCPItemEllipse(m_plot);
        end->setPen(Qt::NoPen);
        end->setBrush(mark.color);
        end->setClipToAxisRect(false);
        end->topLeft->setType(QCPItemPosition::ptAbsolute);
        end->bottomRight->setType(QCPItemPosition::ptAbsolute);
        auto* center = new QCPItemTracer(m_plot);
        center->setStyle(QCPItemTracer::tsNone);
        center->position->setCoords(x.last(), y.last());
        end->topLeft->setParentAnchor(center->position);
        end->bottomRight->setParentAnchor(center->position);
        end->topLeft->setCoords(-3, -3);
        end->bottomRight->setCoords(3, 3);
        auto* label = new QCPItemText(m_plot);
        label->setText(numberText(y.last(), y.last() < 10 ? 3 : y.last() < 1000 ? 1 : 0));
        label->setColor(mark.color);
        QFont bold = small;
        bold.setBold(true);
        label->setFont(bold);
        label->setClipToAxisRect(false);
        label->setPositionAlignment(Qt::AlignRight | Qt::AlignTop);
        label->position->setParentAnchor(center->position);
        label->position->setCoords(4, 5);
    }
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis})
        axis->setTickLabelFont(small);
    m_plot->xAxis->setRange(1, std::max(2.0, longest * 1.03));
    m_plot->yAxis->setRange(lowest, highest > 0 ? highest * 1.12 : 1);
    m_title->setText(
        dearest > 0
            ? tr("Reference %1 and %2").arg(costText(m_reference.cost, m_trials.cost()), decibels(m_reference.loss, 1))
            : tr("Appears with the first trials."));
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, tokens.second);
    m_title->setPalette(quiet);
    m_plot->setAccessibleName(tr("Hypervolume against trials"));
    QStringList values;
    for (const auto& [search, history] : m_histories)
        values << tr("search %1: %2 after %n trial(s)", nullptr, static_cast<int>(history.size()))
                      .arg(search)
                      .arg(numberText(history.back(), 3));
    setAccessibleDescription(values.join(QStringLiteral("; ")));
    setToolTip(values.join(QLatin1Char('\n')));
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void HypervolumePlot::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        schedule();
    QWidget::changeEvent(event);
}

} // namespace kintsugi

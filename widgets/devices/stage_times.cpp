#include "devices/stage_times.h"

#include "common/theme.h"
#include "common/wording.h"
#include "devices/device_wording.h"
#include "devices/fact_list.h"
#include "devices/model_look.h"
#include "devices/stage_time_model.h"

#include <QEvent>
#include <QFrame>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QTableView>
#include <QVBoxLayout>

namespace kintsugi {

void StageBarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Tokens& tokens = tokensOf(option.palette);
    const StageTimeModel::Row& row = m_times.rows()[static_cast<std::size_t>(index.row())];
    const QRect area = option.rect.adjusted(4, 0, -8, 0);
    const double scale = m_times.longest() > 0 ? area.width() / m_times.longest() : 0;
    const ReportView& view = *m_times.view();
    const auto lookAt = [&](int model) {
        return lookOf(view.models[static_cast<std::size_t>(model)].role, static_cast<std::size_t>(model), tokens);
    };
    painter->save();
    if (row.barA() && view.a >= 0) {
        QColor fill = lookAt(view.a).line;
        fill.setAlphaF(0.85f);
        painter->fillRect(QRectF(area.left(), area.top() + 3, *row.barA() * scale, 9), fill);
    }
    if (row.barB() && view.b >= 0) {
        painter->setPen(QPen(lookAt(view.b).line, 1));
        painter->drawRect(QRectF(area.left() + 0.5, area.top() + 13.5, *row.barB() * scale, 5));
    }
    if (row.predictedA) {
        painter->setPen(QPen(tokens.ink, 2));
        const double x = area.left() + *row.predictedA * scale;
        painter->drawLine(QPointF(x, area.top() + 1), QPointF(x, area.top() + 12));
    }
    if (row.aloneA && row.profiledA) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(tokens.ink, 1.2));
        painter->setBrush(tokens.base);
        painter->drawEllipse(QPointF(area.left() + *row.profiledA * scale, area.top() + 7.5), 2.8, 2.8);
    }
    painter->restore();
}

StageTimes::StageTimes(QWidget* parent)
    : QWidget(parent), m_model(new StageTimeModel(this)), m_table(new QTableView(this)), m_sums(new FactList(this)),
      m_empty(new QLabel(this)) {
    m_table->setModel(m_model);
    m_table->setItemDelegateForColumn(StageTimeModel::Bars, new StageBarDelegate(*m_model, m_table));
    m_table->setAccessibleName(tr("Measured time per stage"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(metric::row);
    m_table->verticalHeader()->setMinimumSectionSize(metric::row);
    QHeaderView* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setMinimumSectionSize(40);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(StageTimeModel::Bars, QHeaderView::Stretch);
    header->setDefaultAlignment(Qt::AlignVCenter);
    m_sums->setAccessibleName(tr("Sum of stages against the whole"));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setMargin(metric::large);
    auto* line = new QFrame(this);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_empty, 1);
    layout->addWidget(line);
    layout->addWidget(m_sums);
    show(nullptr);
}

void StageTimes::show(const ReportViewPointer& view) {
    m_view = view;
    m_model->show(view);
    const bool none = m_model->rows().empty();
    m_table->setVisible(!none);
    m_empty->setVisible(none);
    m_empty->setText(!view               ? tr("Nothing measured yet.")
                     : view->isRunning() ? tr("Stages are timed after the whole network.")
                                         : tr("This run has no times per stage; check “Time per stage” for them."));
    updateSums();
}

void StageTimes::updateSums() {
    std::vector<Fact> facts;
    if (m_view && m_view->a >= 0) {
        const ModelFigures& a = m_view->models[static_cast<std::size_t>(m_view->a)];
        const TimedModel& times = m_view->report.models[static_cast<std::size_t>(m_view->a)];
        const QString name = a.letter.isEmpty() ? a.name : a.letter;
        const auto share = [](double part, double whole) {
            return whole > 0 ? QStringLiteral("%1 %").arg(numberText(100 * part / whole, 1)) : notMeasured();
        };
        if (const auto sum = m_model->sumAloneA()) {
            facts.push_back({tr("Sum of stages alone, %1").arg(name), msText(sum), false, false, {}});
            if (a.isAccepted) {
                const double gap = a.statistics->median - *sum;
                facts.push_back({tr("Whole network, %1").arg(name), msText(a.statistics->median), true, false, {}});
                facts.push_back({tr("Whole − sum"),
                                 QStringLiteral("%1, %2").arg(msText(gap, true), share(gap, a.statistics->median)),
                                 false, false, tr("Rest of the network, cache and scheduling")});
            }
        }
        if (times.nodesSumMs && times.profiledWholeMs)
            facts.push_back({tr("Profiled nodes of the profiled pass"),
                             tr("%1 of %2, %3")
                                 .arg(msNumber(times.nodesSumMs), msText(times.profiledWholeMs),
                                      share(*times.nodesSumMs, *times.profiledWholeMs)),
                             false, false, tr("How much of the pass the nodes explain")});
    }
    m_sums->setVisible(!facts.empty());
    m_sums->setFacts(std::move(facts));
}

void StageTimes::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        m_table->viewport()->update();
    QWidget::changeEvent(event);
}

} // namespace kintsugi

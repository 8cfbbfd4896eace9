#include "trials/transformer_share.h"

#include "common/selection.h"
#include "common/theme.h"
#include "common/wording.h"
#include "trials/trial_model.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace kintsugi {

namespace {

constexpr int rowHeight = 18;

QString nameOf(StageId stage) {
    return QString::fromLatin1(stageName(stage).data(), int(stageName(stage).size()));
}

} // namespace

TransformerShare::TransformerShare(TrialModel& trials, Selection& selection, QWidget* parent)
    : QWidget(parent), m_trials(trials), m_selection(selection) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&trials, &TrialModel::frontChanged, this, &TransformerShare::recount);
    connect(&trials, &TrialModel::limitChanged, this, &TransformerShare::recount);
    connect(&selection, &Selection::spanChanged, this, [this] { update(); });
    recount();
}

void TransformerShare::recount() {
    m_counts.clear();
    m_members = 0;
    if (m_trials.stages()) {
        for (const StageInfo& stage : *m_trials.stages())
            m_counts.emplace_back(static_cast<std::size_t>(stage.blocks), 0);
        for (const int row : m_trials.front()) {
            if (m_trials.standing(row).aboveLimit)
                continue;
            ++m_members;
            for (const PlacedEdge& placed : m_trials.trial(row).architecture.placedEdges())
                if (placed.edge.isTeacher())
                    ++m_counts[static_cast<std::size_t>(indexOf(placed.span.stage))]
                              [static_cast<std::size_t>(placed.span.begin)];
        }
    }
    setAccessibleName(tr("Share of front members with a transformer, by block"));
    QStringList stages;
    for (std::size_t s = 0; s < m_counts.size(); ++s) {
        QStringList blocks;
        for (const int count : m_counts[s])
            blocks << (m_members ? QString::number(std::lround(100.0 * count / m_members)) : notMeasured());
        stages << tr("%1: %2 %").arg(nameOf(allStages[s]), blocks.join(QStringLiteral(", ")));
    }
    setAccessibleDescription(stages.join(QStringLiteral("; ")));
    updateGeometry();
    update();
    Q_EMIT changed();
}

std::optional<double> TransformerShare::share(StageId stage, int block) const {
    const auto s = static_cast<std::size_t>(indexOf(stage));
    if (m_members == 0 || s >= m_counts.size() || block < 0 || block >= static_cast<int>(m_counts[s].size()))
        return std::nullopt;
    return static_cast<double>(m_counts[s][static_cast<std::size_t>(block)]) / m_members;
}

int TransformerShare::labelWidth() const {
    return fontMetrics().horizontalAdvance(QStringLiteral("bottleneck")) + metric::medium;
}

QRect TransformerShare::cell(StageId stage, int block) const {
    std::size_t most = 1;
    for (const auto& counts : m_counts)
        most = std::max(most, counts.size());
    const int width = std::clamp((this->width() - labelWidth()) / static_cast<int>(most), 14, 26);
    return {labelWidth() + block * width, indexOf(stage) * rowHeight, width - 1, rowHeight - 1};
}

std::optional<Span> TransformerShare::blockAt(const QPoint& at) const {
    for (std::size_t s = 0; s < m_counts.size(); ++s)
        for (int block = 0; block < static_cast<int>(m_counts[s].size()); ++block)
            if (cell(allStages[s], block).contains(at))
                return Span{allStages[s], block, block + 1};
    return std::nullopt;
}

QString TransformerShare::cellText(const Span& block) const {
    const int count = m_counts[static_cast<std::size_t>(indexOf(block.stage))][static_cast<std::size_t>(block.begin)];
    return tr("%1: transformer in %2 of %n front member(s)", nullptr, m_members).arg(spanText(block)).arg(count);
}

QSize TransformerShare::sizeHint() const {
    return {labelWidth() + 8 * 24, m_counts.empty() ? 0 : stageCount * rowHeight};
}

QSize TransformerShare::minimumSizeHint() const {
    return {labelWidth() + 8 * 14, sizeHint().height()};
}

bool TransformerShare::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto block = blockAt(help->pos());
        if (block)
            QToolTip::showText(help->globalPos(), cellText(*block), this, cell(block->stage, block->begin));
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void TransformerShare::mousePressEvent(QMouseEvent* event) {
    if (const auto block = blockAt(event->pos()); block && event->button() == Qt::LeftButton)
        m_selection.setSpan(block);
    else
        QWidget::mousePressEvent(event);
}

void TransformerShare::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Tokens& tokens = tokensOf(this);
    QFont small = font();
    small.setPixelSize(11);
    for (std::size_t s = 0; s < m_counts.size(); ++s) {
        const StageId stage = allStages[s];
        painter.setFont(font());
        painter.setPen(tokens.ink);
        painter.drawText(QRect(0, cell(stage, 0).top(), labelWidth() - metric::medium, rowHeight - 1),
                         Qt::AlignRight | Qt::AlignVCenter, nameOf(stage));
        painter.setFont(small);
        for (int block = 0; block < static_cast<int>(m_counts[s].size()); ++block) {
            const QRect area = cell(stage, block);
            const double value = share(stage, block).value_or(0);
            // Towards the ink, so far that the ink stays readable on it.
            QColor fill = tokens.bars;
            fill.setAlphaF(float(0.10 + 0.65 * value));
            painter.fillRect(area, fill);
            painter.setPen(tokens.ink);
            painter.drawText(area, Qt::AlignCenter,
                             m_members ? QString::number(std::lround(100 * value)) : notMeasured());
            const auto& span = m_selection.span();
            if (span && span->stage == stage && span->begin <= block && block < span->end) {
                painter.setPen(QPen(tokens.a, 2));
                painter.drawRect(area.adjusted(1, 1, -1, -1));
            }
        }
    }
}

} // namespace kintsugi

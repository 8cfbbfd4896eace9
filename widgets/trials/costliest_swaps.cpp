#include "trials/costliest_swaps.h"

#include "common/selection.h"
#include "common/theme.h"
#include "common/wording.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <map>

namespace kintsugi {

namespace {
constexpr int rowHeight = 19, barHeight = 8;
}

CostliestSwaps::CostliestSwaps(Selection& selection, QWidget* parent) : QWidget(parent), m_selection(selection) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Costliest single swaps, dB lost"));
}

void CostliestSwaps::setEdges(const std::vector<EdgeChoice>& edges, int most) {
    std::map<Span, Swap> best;
    for (const EdgeChoice& edge : edges) {
        if (edge.placed.edge.isTeacher() || !edge.loss || edge.state != EdgeState::Ready)
            continue;
        const auto [found, isNew] = best.emplace(edge.placed.span, Swap{edge.placed, *edge.loss});
        if (!isNew && *edge.loss < found->second.loss)
            found->second = {edge.placed, *edge.loss};
    }
    const bool hasSingle =
        std::any_of(best.begin(), best.end(), [](const auto& entry) { return entry.first.length() == 1; });
    m_swaps.clear();
    for (const auto& [span, swap] : best)
        if (!hasSingle || span.length() == 1)
            m_swaps.push_back(swap);
    std::stable_sort(m_swaps.begin(), m_swaps.end(), [](const Swap& a, const Swap& b) { return a.loss > b.loss; });
    if (static_cast<int>(m_swaps.size()) > most)
        m_swaps.resize(static_cast<std::size_t>(most));
    QStringList words;
    for (const Swap& swap : m_swaps)
        words << QStringLiteral("%1 %2").arg(spanText(swap.placed.span), decibels(swap.loss, 3));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

QSize CostliestSwaps::sizeHint() const {
    return {220, std::max<int>(2, static_cast<int>(m_swaps.size())) * rowHeight};
}

QSize CostliestSwaps::minimumSizeHint() const {
    return {140, sizeHint().height()};
}

int CostliestSwaps::swapAt(const QPoint& at) const {
    const int row = at.y() / rowHeight;
    return at.y() >= 0 && row < static_cast<int>(m_swaps.size()) ? row : -1;
}

bool CostliestSwaps::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int row = swapAt(help->pos());
        if (row >= 0) {
            const Swap& swap = m_swaps[static_cast<std::size_t>(row)];
            QToolTip::showText(help->globalPos(), tr("%1: %2 loses %3 alone in the teacher")
                                                      .arg(spanText(swap.placed.span), edgeText(swap.placed.edge),
                                                           decibels(swap.loss, 3)));
        }
        return true;
    }
    return QWidget::event(event);
}

void CostliestSwaps::mousePressEvent(QMouseEvent* event) {
    if (const int row = swapAt(event->pos()); row >= 0 && event->button() == Qt::LeftButton)
        m_selection.setSpan(m_swaps[static_cast<std::size_t>(row)].placed.span);
    else
        QWidget::mousePressEvent(event);
}

void CostliestSwaps::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Tokens& tokens = tokensOf(this);
    painter.setPen(tokens.second);
    if (m_swaps.empty()) {
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                         tr("No surrogate has been scored alone yet."));
        return;
    }
    int label = 0, number = 0;
    for (const Swap& swap : m_swaps) {
        label = std::max(label, fontMetrics().horizontalAdvance(spanText(swap.placed.span)));
        number = std::max(number, fontMetrics().horizontalAdvance(numberText(swap.loss, 3)));
    }
    const int left = label + metric::large;
    const int space = std::max(10, width() - left - number - metric::large);
    const double most = std::max(1e-9, m_swaps.front().loss);
    painter.setPen(tokens.ink);
    for (std::size_t i = 0; i < m_swaps.size(); ++i) {
        const Swap& swap = m_swaps[i];
        const QRect row(0, static_cast<int>(i) * rowHeight, width(), rowHeight);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, spanText(swap.placed.span));
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, numberText(swap.loss, 3));
        const int length = static_cast<int>(space * std::clamp(swap.loss / most, 0.0, 1.0));
        painter.fillRect(left, row.center().y() - barHeight / 2 + 1, std::max(1, length), barHeight, tokens.bars);
    }
}

} // namespace kintsugi

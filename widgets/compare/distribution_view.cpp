#include "compare/distribution_view.h"

#include "common/theme.h"
#include "common/wording.h"
#include "compare/pane_painter.h"

#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <cmath>
#include <map>

namespace kintsugi {

namespace {

constexpr double left = 14, top = 26, plotHeight = 62, axisHeight = 18;

/// 0.1, 0.2, 0.3, 0.5, 1, 2, … so that a range has at most four steps.
double niceStep(double range) {
    for (double unit = 0.01; unit < 1e6; unit *= 10)
        for (const double factor : {1.0, 2.0, 3.0, 5.0})
            if (range <= 4 * unit * factor)
                return unit * factor;
    return range;
}

} // namespace

DistributionView::DistributionView(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Distribution of A − B over the images"));
}

void DistributionView::setRows(const std::vector<ImageRow>& rows) {
    m_dots.clear();
    for (const ImageRow& row : rows)
        if (row.difference)
            m_dots.push_back({row.id, row.name, *row.difference, {}});
    arrange();
    if (const auto numbers = summary())
        setAccessibleDescription(
            tr("Mean %1, worst %2").arg(decibels(numbers->mean, 2, true), decibels(numbers->worst, 2, true)));
}

void DistributionView::setCurrent(const QString& id) {
    m_current = id;
    update();
}

std::optional<DistributionView::Summary> DistributionView::summary() const {
    if (m_dots.empty())
        return std::nullopt;
    Summary result{int(m_dots.size()), 0.0, m_dots.front().difference, m_dots.front().name, 0};
    for (const Dot& dot : m_dots) {
        result.mean += dot.difference / double(m_dots.size());
        result.close += std::abs(dot.difference) <= closeDb;
        if (dot.difference < result.worst) {
            result.worst = dot.difference;
            result.worstName = dot.name;
        }
    }
    return result;
}

QPointF DistributionView::dotOf(const QString& id) const {
    for (const Dot& dot : m_dots)
        if (dot.id == id)
            return dot.middle;
    return {};
}

double DistributionView::toX(double difference) const { // 0 at the left, losses to the right
    return left + (m_high - difference) / (m_high - m_low) * (width() - 2 * left);
}

void DistributionView::arrange() {
    double low = 0.0, high = 0.0;
    for (const Dot& dot : m_dots) {
        low = std::min(low, dot.difference);
        high = std::max(high, dot.difference);
    }
    m_step = niceStep(std::max(high - low, 0.04));
    m_low = std::floor(low / m_step + 1e-9) * m_step;
    m_high = std::ceil(high / m_step - 1e-9) * m_step;
    if (m_low == m_high)
        m_low -= m_step;
    std::size_t highest = 1;
    for (m_radius = 4.0; m_radius >= 1.0; m_radius -= 0.5) {
        std::map<int, std::size_t> stacks;
        highest = 1;
        const double pitch = 2 * m_radius + 2;
        for (Dot& dot : m_dots) {
            const int bin = int(std::lround(toX(dot.difference) / pitch));
            const std::size_t place = stacks[bin]++;
            dot.middle = {bin * pitch, top + plotHeight - m_radius - 2 - double(place) * pitch};
            highest = std::max(highest, place + 1);
        }
        if (double(highest) * pitch <= plotHeight)
            break;
    }
    update();
}

const DistributionView::Dot* DistributionView::dotAt(const QPointF& position) const {
    for (const Dot& dot : m_dots)
        if ((dot.middle - position).manhattanLength() <= m_radius + 3)
            return &dot;
    return nullptr;
}

void DistributionView::paintEvent(QPaintEvent*) {
    const Tokens& tokens = tokensOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), tokens.panel);
    painter.setPen(tokens.line);
    painter.drawLine(0, 0, width(), 0);
    painter.setFont(sizedFont(font(), 11, true));
    painter.setPen(tokens.second);
    painter.drawText(QRectF(8, 4, width() - 16, 18), Qt::AlignLeft | Qt::AlignVCenter, tr("A − B over the set, dB"));
    if (m_dots.empty()) {
        painter.setFont(sizedFont(font(), 12));
        painter.drawText(QRectF(rect()).adjusted(12, 24, -12, -8), int(Qt::AlignCenter) | Qt::TextWordWrap,
                         tr("Appears when images are restored with A and B."));
        return;
    }
    const double base = top + plotHeight;
    painter.setPen(tokens.strongLine);
    painter.drawLine(QPointF(left - 6, base), QPointF(width() - left + 6, base));
    painter.setFont(sizedFont(font(), 11));
    const int decimals = m_step < 0.1 ? 2 : 1;
    for (double value = m_high; value >= m_low - 1e-9; value -= m_step) {
        const double x = toX(value);
        painter.setPen(tokens.strongLine);
        painter.drawLine(QPointF(x, base), QPointF(x, base + 3));
        painter.setPen(tokens.second);
        const double textLeft = std::clamp(x - 24, 0.0, std::max(0.0, width() - 48.0));
        painter.drawText(QRectF(textLeft, base + 3, 48, axisHeight - 3), Qt::AlignCenter, numberText(value, decimals));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (const Dot& dot : m_dots) {
        painter.setBrush(dot.id == m_current ? tokens.a : tokens.bars);
        painter.drawEllipse(dot.middle, m_radius, m_radius);
    }
    const Summary numbers = *summary();
    const auto line = [&](int place, const QString& name, const QString& value) {
        const QRectF row(8, base + axisHeight + 4 + place * 20, width() - 16, 18);
        painter.setFont(sizedFont(font(), 12, true));
        const int valueWidth = painter.fontMetrics().horizontalAdvance(value);
        painter.setPen(tokens.ink);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, value);
        painter.setFont(sizedFont(font(), 12));
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(name, Qt::ElideRight, int(row.width()) - valueWidth - 8));
    };
    line(0, tr("Mean"), numberText(numbers.mean, 2, true));
    line(1, tr("Worst, %1").arg(numbers.worstName), numberText(numbers.worst, 2, true));
    line(2, tr("Within %1 dB").arg(QLocale().toString(closeDb)), tr("%1 of %2").arg(numbers.close).arg(numbers.count));
}

void DistributionView::mousePressEvent(QMouseEvent* event) {
    if (const Dot* dot = dotAt(event->position()); dot && event->button() == Qt::LeftButton)
        Q_EMIT chosen(dot->id);
}

void DistributionView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

bool DistributionView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const Dot* dot = dotAt(help->pos()))
            QToolTip::showText(help->globalPos(), tr("%1: %2").arg(dot->name, decibels(dot->difference, 2, true)),
                               this);
        else
            QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        update();
    return QWidget::event(event);
}

} // namespace kintsugi

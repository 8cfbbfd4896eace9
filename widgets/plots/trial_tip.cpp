#include "plots/trial_tip.h"

#include "common/pattern_bar.h"
#include "common/theme.h"
#include "common/wording.h"
#include "trials/search_request.h"
#include "trials/trial_model.h"

#include <QPainter>
#include <algorithm>

namespace kintsugi {

namespace {
constexpr int margin = 10, textRow = 17, barHeight = 13;
}

TrialTip::TrialTip(const TrialModel& trials, QWidget* parent) : QWidget(parent), m_trials(trials) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void TrialTip::show(const std::optional<int>& row, const QPointF& at, const QString& device) {
    if (!row || !m_trials.stages()) {
        m_row = -1;
        hide();
        return;
    }
    m_row = *row;
    const TrialRow& trial = m_trials.trial(m_row);
    QString head = trial.number > 0 ? tr("trial %1").arg(trial.number) : tr("step %1").arg(trial.index + 1);
    QStringList about;
    if (!trial.method.isEmpty())
        about << methodText(trial.method);
    if (trial.number > 0 && trial.search > 0)
        about << tr("step %1").arg(trial.index + 1);
    if (const QString role = standingText(m_trials.standing(m_row)); !role.isEmpty())
        about << role;
    const QString loss = decibels(-trial.loss, 2);
    const QString cost = trial.predictedMs ? tr("%1 ms predicted").arg(numberText(trial.predictedMs, 0))
                                           : costText(trial.gmacs, TrialCost::Gmacs);
    const QString blocks = tr("T %1 · S %2").arg(trial.transformers).arg(trial.surrogateBlocks);
    QString measured;
    if (trial.measuredMs) {
        QString time = numberText(trial.measuredMs, 0);
        if (const auto& interval = trial.measuredMsInterval)
            time = QStringLiteral("%1 ± %2").arg(time, numberText((interval->high - interval->low) / 2, 0));
        measured = device.isEmpty() ? tr("%1 ms measured").arg(time) : tr("%1 ms measured, %2").arg(time, device);
    }
    m_lines = {head, about.join(QStringLiteral(", ")), loss, cost, blocks, measured};

    QFont bold = font();
    bold.setBold(true);
    const QFontMetrics plain = fontMetrics(), strong(bold);
    const int first = strong.horizontalAdvance(head) + 14 + plain.horizontalAdvance(m_lines[1]);
    const int second =
        strong.horizontalAdvance(loss) + 14 + plain.horizontalAdvance(cost) + 14 + plain.horizontalAdvance(blocks);
    const int third = strong.horizontalAdvance(loss) + 14 + plain.horizontalAdvance(measured);
    const int width = std::max({patternWidth(*m_trials.stages()) * 3 / 4, first, second, third}) + 2 * margin;
    const int height = 2 * margin + textRow + barHeight + 8 + textRow + (measured.isEmpty() ? 0 : textRow);
    const QSize room = parentWidget()->size();
    int x = static_cast<int>(at.x()) + 22, y = static_cast<int>(at.y()) - height - 16;
    if (x + width > room.width() - 4)
        x = static_cast<int>(at.x()) - 22 - width;
    if (y < 4)
        y = static_cast<int>(at.y()) + 20;
    x = std::clamp(x, 4, std::max(4, room.width() - width - 4));
    y = std::clamp(y, 4, std::max(4, room.height() - height - 4));
    setGeometry(x, y, width, height);
    update();
    QWidget::show();
    raise();
}

void TrialTip::paintEvent(QPaintEvent*) {
    if (m_row < 0 || m_row >= m_trials.size() || !m_trials.stages())
        return;
    QPainter painter(this);
    const Tokens& tokens = tokensOf(this);
    painter.setPen(QPen(tokens.strongLine, 1));
    painter.setBrush(tokens.panel);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    QFont bold = font();
    bold.setBold(true);
    const QFontMetrics strong(bold);
    const int left = margin, right = width() - margin;
    QRect line(left, margin - 2, right - left, textRow);
    painter.setPen(tokens.ink);
    painter.setFont(bold);
    painter.drawText(line, Qt::AlignVCenter, m_lines[0]);
    painter.setFont(font());
    painter.setPen(tokens.second);
    painter.drawText(line.adjusted(strong.horizontalAdvance(m_lines[0]) + 14, 0, 0, 0), Qt::AlignVCenter, m_lines[1]);
    const TrialRow& trial = m_trials.trial(m_row);
    paintPattern(painter, QRectF(left, line.bottom() + 3, right - left, barHeight), trial.architecture,
                 *m_trials.stages(), tokens);
    line.translate(0, textRow + barHeight + 8);
    const int indent = strong.horizontalAdvance(m_lines[2]) + 14;
    painter.setPen(tokens.ink);
    painter.setFont(bold);
    painter.drawText(line, Qt::AlignVCenter, m_lines[2]);
    painter.setFont(font());
    painter.drawText(line.adjusted(indent, 0, 0, 0), Qt::AlignVCenter, m_lines[3]);
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight, m_lines[4]);
    painter.drawText(line.adjusted(indent, 0, 0, 0).translated(0, textRow), Qt::AlignVCenter, m_lines[5]);
}

} // namespace kintsugi

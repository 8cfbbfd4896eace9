#include "devices/run_steps.h"

#include "common/theme.h"
#include "common/wording.h"
#include "devices/device_wording.h"

#include <QPainter>
#include <QStringList>
#include <algorithm>

namespace kintsugi {

namespace {

constexpr int rowHeight = 22, iconWidth = 16, barWidth = 84, gap = 10;

void paintIcon(QPainter& painter, const QPointF& at, StepState state, const Tokens& tokens) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    switch (state) {
    case StepState::Done:
        painter.setPen(QPen(tokens.ok, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPolyline(QPolygonF{at + QPointF(-3.5, 0.5), at + QPointF(-1, 3), at + QPointF(3.5, -3)});
        break;
    case StepState::Failed:
        painter.setPen(QPen(tokens.error, 1.5, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(at + QPointF(-3, -3), at + QPointF(3, 3));
        painter.drawLine(at + QPointF(-3, 3), at + QPointF(3, -3));
        break;
    case StepState::Active:
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens.ink);
        painter.drawEllipse(at, 4, 4);
        break;
    case StepState::Waiting:
        painter.setPen(QPen(tokens.strongLine, 1.4));
        painter.drawEllipse(at, 3.5, 3.5);
        break;
    case StepState::Skipped:
        painter.setPen(QPen(tokens.strongLine, 1.4));
        painter.drawLine(at + QPointF(-3.5, 0), at + QPointF(3.5, 0));
        break;
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace

RunSteps::RunSteps(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Steps of the run"));
}

void RunSteps::setProgress(const RunProgress& progress) {
    m_progress = progress;
    setAccessibleDescription(texts().join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

QString RunSteps::detailOf(const StepProgress& step) const {
    QString text = step.detail;
    if (step.total > 0 && step.state == StepState::Active) {
        const QString counts = tr("%1 of %2").arg(numberText(step.done, 0), numberText(step.total, 0));
        text = text.isEmpty() ? counts : QStringLiteral("%1, %2").arg(counts, text);
    }
    if (step.state == StepState::Skipped && text.isEmpty())
        text = stepStateText(step.state);
    return text;
}

QStringList RunSteps::texts() const {
    QStringList texts;
    for (const RunStep step : runSteps) {
        const StepProgress& progress = m_progress.at(step);
        texts << QStringLiteral("%1 %2 %3")
                     .arg(stepText(step), stepStateText(progress.state),
                          progress.state == StepState::Skipped ? QString() : detailOf(progress))
                     .trimmed();
    }
    if (m_progress.isRunning && m_progress.secondsLeft)
        texts << timeLeftText(*m_progress.secondsLeft);
    return texts;
}

int RunSteps::place(int width, QPainter* painter) const {
    const Tokens& tokens = tokensOf(this);
    QFont bold = font();
    bold.setBold(true);
    const QFontMetrics plainText(font()), boldText(bold);
    int x = 0, y = 0;
    for (const RunStep step : runSteps) {
        const StepProgress& progress = m_progress.at(step);
        const bool isActive = progress.state == StepState::Active;
        const bool strong = isActive || progress.state == StepState::Done || progress.state == StepState::Failed;
        const QString name = stepText(step), detail = detailOf(progress);
        const QString left = isActive && m_progress.secondsLeft ? timeLeftText(*m_progress.secondsLeft) : QString();
        const bool hasBar = isActive && progress.total > 0;
        const int nameWidth = (strong ? boldText : plainText).horizontalAdvance(name);
        const int detailWidth = detail.isEmpty() ? 0 : plainText.horizontalAdvance(detail) + 5;
        const int leftWidth = left.isEmpty() ? 0 : plainText.horizontalAdvance(left) + gap;
        const int whole = iconWidth + nameWidth + detailWidth + (hasBar ? barWidth + gap : 0) + leftWidth;
        if (x > 0 && x + whole > width) {
            x = 0;
            y += rowHeight;
        }
        if (painter) {
            const int middle = y + rowHeight / 2;
            paintIcon(*painter, QPointF(x + 5, middle), progress.state, tokens);
            const auto word = [&](int at, int wide, const QString& text, const QFont& font, const QColor& color) {
                painter->setFont(font);
                painter->setPen(color);
                painter->drawText(QRect(at, y, wide + 2, rowHeight), Qt::AlignLeft | Qt::AlignVCenter, text);
            };
            const QColor color = progress.state == StepState::Done     ? tokens.ok
                                 : progress.state == StepState::Failed ? tokens.error
                                 : isActive                            ? tokens.ink
                                                                       : tokens.second;
            int at = x + iconWidth;
            word(at, nameWidth, name, strong ? bold : font(), color);
            at += nameWidth;
            if (!detail.isEmpty())
                word(at + 5, detailWidth, detail, font(), tokens.second);
            at += detailWidth;
            if (hasBar) {
                const QRect bar(at + gap, middle - 3, barWidth, 6);
                painter->fillRect(bar, tokens.line);
                const double share = std::clamp(double(progress.done) / progress.total, 0.0, 1.0);
                painter->fillRect(QRectF(bar.topLeft(), QSizeF(bar.width() * share, bar.height())), tokens.ink);
                at += gap + barWidth;
            }
            if (!left.isEmpty())
                word(at + gap, leftWidth, left, font(), tokens.second);
        }
        x += whole + 2 * gap;
    }
    return y + rowHeight;
}

void RunSteps::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    place(width(), &painter);
}

} // namespace kintsugi

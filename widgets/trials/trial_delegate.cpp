#include "trials/trial_delegate.h"

#include "common/pattern_bar.h"
#include "trials/run_chip.h"
#include "trials/trial_model.h"

#include <QAbstractProxyModel>
#include <QPainter>

namespace kintsugi {

namespace {
constexpr int margin = 6;
}

int sourceRow(const QModelIndex& index) {
    QModelIndex at = index;
    while (const auto* proxy = qobject_cast<const QAbstractProxyModel*>(at.model()))
        at = proxy->mapToSource(at);
    return at.row();
}

TrialDelegate::TrialDelegate(const TrialModel& trials, QObject* parent)
    : QStyledItemDelegate(parent), m_trials(trials) {}

void TrialDelegate::setMarks(const std::optional<int>& a, const std::optional<int>& b) {
    m_a = a;
    m_b = b;
}

QSize TrialDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    if (index.column() == TrialModel::Pattern)
        return {m_trials.stages() ? patternWidth(*m_trials.stages()) * 3 / 4 : 150, metric::row};
    const int extra = index.column() == TrialModel::State ? 26 : index.column() == TrialModel::Number ? 18 : 0;
    const int text = option.fontMetrics.horizontalAdvance(index.data().toString());
    return {text + 2 * margin + extra, metric::row};
}

void TrialDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Tokens& tokens = tokensOf(option.palette);
    const int row = sourceRow(index);
    const bool isA = m_a == row;
    painter->save();
    if (isA)
        painter->fillRect(option.rect, tokens.aTint);
    else if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, tokens.window);
    if (isA && index.column() == TrialModel::Number)
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), tokens.a);
    painter->setPen(tokens.line);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());

    const TrialRow& trial = m_trials.trial(row);
    const QString text = index.data().toString();
    const QRect area = option.rect.adjusted(margin, 0, -margin, -1);
    painter->setPen(tokens.ink);
    switch (index.column()) {
    case TrialModel::Number:
        paintNumber(*painter, option, index, row);
        break;
    case TrialModel::Pattern:
        if (trial.failed) {
            painter->setPen(tokens.second);
            painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft,
                              option.fontMetrics.elidedText(trial.message, Qt::ElideRight, area.width()));
        } else if (m_trials.stages()) {
            paintPattern(*painter, QRectF(area).adjusted(0, 5, 0, -4), trial.architecture, *m_trials.stages(), tokens);
        }
        break;
    case TrialModel::State:
        paintState(*painter, option, text, row);
        break;
    default:
        if (index.column() == TrialModel::Method ||
            (index.column() == TrialModel::Role && !m_trials.standing(row).front && !m_trials.standing(row).reference))
            painter->setPen(tokens.second);
        painter->drawText(area, index.data(Qt::TextAlignmentRole).toInt(),
                          option.fontMetrics.elidedText(text, Qt::ElideRight, area.width()));
    }
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(tokens.ink, 1));
        painter->drawRect(option.rect.adjusted(0, 0, -1, -2));
    }
    painter->restore();
}

void TrialDelegate::paintNumber(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                                int row) const {
    const QRect area = option.rect.adjusted(margin, 0, -margin, -1);
    const QString text = index.data().toString();
    painter.drawText(area, Qt::AlignVCenter | Qt::AlignRight, text);
    const QString mark = m_a == row ? tr("A") : m_b == row ? tr("B") : QString();
    if (mark.isEmpty())
        return;
    QFont bold = option.font;
    bold.setBold(true);
    painter.setFont(bold);
    painter.drawText(area.adjusted(0, 0, -option.fontMetrics.horizontalAdvance(text) - 5, 0),
                     Qt::AlignVCenter | Qt::AlignRight, mark);
}

void TrialDelegate::paintState(QPainter& painter, const QStyleOptionViewItem& option, const QString& text,
                               int row) const {
    const TrialRow& trial = m_trials.trial(row);
    const ChipTone tone = trial.failed ? ChipTone::Error : trial.measuredMs ? ChipTone::Ok : ChipTone::Neutral;
    const QRect area = option.rect.adjusted(margin, 2, -margin, -3);
    paintChip(painter, area, tone, text, option.font, tokensOf(option.palette));
}

} // namespace kintsugi

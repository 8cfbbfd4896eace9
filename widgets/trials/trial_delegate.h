#pragma once

#include "common/theme.h"

#include <QStyledItemDelegate>
#include <optional>

namespace kintsugi {

class TrialModel;

/// Draws a TrialModel's cells, seen through any proxies: patterns as bars, states as icon and word on a tint, the row
/// of A tinted with its edge and letter, that of B with its letter.
class TrialDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit TrialDelegate(const TrialModel& trials, QObject* parent = nullptr);
    /// Rows of the TrialModel.
    void setMarks(const std::optional<int>& a, const std::optional<int>& b);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintNumber(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index, int row) const;
    void paintState(QPainter& painter, const QStyleOptionViewItem& option, const QString& text, int row) const;

    const TrialModel& m_trials;
    std::optional<int> m_a, m_b;
};

/// The row of the model beneath all proxies.
int sourceRow(const QModelIndex& index);

} // namespace kintsugi

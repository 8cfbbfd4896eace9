#pragma once

#include "library/failed_row_delegate.h"

namespace kintsugi {

/// Draws a state as a chip, a percentage as a bar.
class StateDelegate : public FailedRowDelegate {
    Q_OBJECT

public:
    using FailedRowDelegate::FailedRowDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace kintsugi

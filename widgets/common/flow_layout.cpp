#include "common/flow_layout.h"

#include <QWidget>
#include <algorithm>

namespace kintsugi {

FlowLayout::~FlowLayout() {
    qDeleteAll(m_items);
}

QLayoutItem* FlowLayout::takeAt(int index) {
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

QSize FlowLayout::sizeHint() const {
    int width = 0, height = 0;
    for (const QLayoutItem* item : m_items) {
        width += item->sizeHint().width() + (width > 0 ? spacing() : 0);
        height = std::max(height, item->sizeHint().height());
    }
    const QMargins around = contentsMargins();
    return {width + around.left() + around.right(), height + around.top() + around.bottom()};
}

QSize FlowLayout::minimumSize() const {
    QSize size;
    for (const QLayoutItem* item : m_items)
        size = size.expandedTo(item->minimumSize());
    const QMargins around = contentsMargins();
    return {size.width() + around.left() + around.right(), size.height() + around.top() + around.bottom()};
}

void FlowLayout::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    place(rect, true);
}

int FlowLayout::place(const QRect& rect, bool move) const {
    const QMargins around = contentsMargins();
    const QRect inside = rect.marginsRemoved(around);
    int x = inside.x(), y = inside.y(), lineHeight = 0;
    QList<std::pair<QLayoutItem*, QPoint>> line;
    const auto finishLine = [&] {
        for (const auto& [item, at] : line)
            if (move)
                item->setGeometry(
                    QRect(QPoint(at.x(), at.y() + (lineHeight - item->sizeHint().height()) / 2), item->sizeHint()));
        line.clear();
    };
    for (QLayoutItem* item : m_items) {
        const QSize size = item->sizeHint();
        if (item->isEmpty())
            continue;
        if (x > inside.x() && x + size.width() > inside.x() + inside.width()) {
            finishLine();
            x = inside.x();
            y += lineHeight + spacing();
            lineHeight = 0;
        }
        line.append({item, QPoint(x, y)});
        x += size.width() + spacing();
        lineHeight = std::max(lineHeight, size.height());
    }
    finishLine();
    return y + lineHeight - rect.y() + around.bottom();
}

} // namespace kintsugi

#include "common/flow_layout.h"

#include <QWidget>
#include <algorithm>

namespace kintsugi {

FlowLayout::FlowLayout(int horizontalSpacing, int verticalSpacing, QWidget* parent)
    : QLayout(parent), m_horizontal(horizontalSpacing), m_vertical(verticalSpacing) {}

FlowLayout::~FlowLayout() {
    qDeleteAll(m_items);
}

QLayoutItem* FlowLayout::takeAt(int index) {
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

QSize FlowLayout::minimumSize() const {
    QSize size;
    for (const QLayoutItem* item : m_items)
        if (!item->isEmpty())
            size = size.expandedTo(item->minimumSize());
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

QSize FlowLayout::sizeHint() const {
    int width = 0, height = 0;
    for (const QLayoutItem* item : m_items)
        if (!item->isEmpty()) {
            width += item->sizeHint().width() + (width > 0 ? m_horizontal : 0);
            height = std::max(height, item->sizeHint().height());
        }
    const QMargins margins = contentsMargins();
    return QSize(width, height) + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

void FlowLayout::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    place(rect, true);
}

int FlowLayout::place(const QRect& rect, bool move) const {
    const QRect area = rect.marginsRemoved(contentsMargins());
    int x = area.left(), y = area.top();
    QList<std::pair<QLayoutItem*, QRect>> line;
    int height = 0;
    const auto finishLine = [&] {
        for (auto& [item, place] : line) {
            place.moveTop(y + (height - place.height()) / 2);
            if (move)
                item->setGeometry(place);
        }
        line.clear();
    };
    for (QLayoutItem* item : m_items) {
        if (item->isEmpty())
            continue;
        QSize size = item->sizeHint();
        size.setWidth(std::min(size.width(), std::max(area.width(), item->minimumSize().width())));
        if (!line.isEmpty() && x + size.width() > area.right() + 1) {
            finishLine();
            y += height + m_vertical;
            x = area.left();
            height = 0;
        }
        line << std::pair(item, QRect(QPoint(x, y), size));
        x += size.width() + m_horizontal;
        height = std::max(height, size.height());
    }
    finishLine();
    return y + height - rect.top() + contentsMargins().bottom();
}

} // namespace kintsugi

#include "grid/front_share.h"

#include "common/theme.h"
#include "common/wording.h"

#include <QPainter>

namespace kintsugi {

FrontShare::FrontShare(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    choose();
}

void FrontShare::setShares(const std::vector<BlockShare>& shares) {
    m_all = shares;
    choose();
}

void FrontShare::setSpan(const std::optional<Span>& span) {
    m_span = span;
    choose();
}

void FrontShare::choose() {
    m_shown.clear();
    QStringList words;
    for (const BlockShare& share : m_all) {
        if (!m_span || share.block.stage != m_span->stage || share.block.begin < m_span->begin ||
            share.block.end > m_span->end)
            continue;
        m_shown.push_back(share);
        words << tr("%1: %2 of %3").arg(spanText(share.block)).arg(share.used).arg(share.of);
    }
    setAccessibleName(words.isEmpty() ? tr("No front yet") : words.join(tr(", ", "between blocks")));
    updateGeometry();
    update();
}

QSize FrontShare::sizeHint() const {
    const int rows = 1 + std::max<int>(1, int(m_shown.size()));
    return {200, rows * metric::gridPitch + 2 * metric::medium};
}

void FrontShare::paintEvent(QPaintEvent*) {
    const Tokens& tokens = tokensOf(this);
    QPainter painter(this);
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(tokens.ink);
    const int left = metric::medium, right = width() - metric::medium;
    int y = metric::medium;
    const auto line = [&](int from, int to, int alignment, const QString& text) {
        painter.drawText(QRect(from, y, to - from, metric::gridPitch), alignment | Qt::AlignVCenter, text);
    };
    line(left, right, Qt::AlignLeft,
         QFontMetrics(bold).elidedText(tr("Front with a transformer here"), Qt::ElideRight, right - left));
    y += metric::gridPitch;
    painter.setFont(font());
    if (m_shown.empty()) {
        painter.setPen(tokens.second);
        line(left, right, Qt::AlignLeft, m_all.empty() ? tr("No search has finished yet.") : tr("Select blocks."));
        return;
    }
    const int nameWidth = fontMetrics().horizontalAdvance(QStringLiteral("bottleneck.88")) + metric::small;
    const int countWidth = fontMetrics().horizontalAdvance(tr("%1 of %2").arg(888).arg(888));
    for (const BlockShare& share : m_shown) {
        painter.setPen(tokens.ink);
        line(left, left + nameWidth, Qt::AlignLeft, spanText(share.block));
        line(right - countWidth, right, Qt::AlignRight, tr("%1 of %2").arg(share.used).arg(share.of));
        const QRect track(left + nameWidth, y + metric::gridPitch / 2 - 3, right - countWidth - left - nameWidth - 8,
                          6);
        painter.fillRect(track, tokens.line);
        if (share.of > 0)
            painter.fillRect(QRect(track.topLeft(), QSize(track.width() * share.used / share.of, 6)), tokens.bars);
        y += metric::gridPitch;
    }
}

} // namespace kintsugi

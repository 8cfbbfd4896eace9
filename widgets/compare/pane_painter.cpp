#include "compare/pane_painter.h"

#include "common/wording.h"

#include <QLocale>
#include <QPaintDevice>
#include <QTextOption>
#include <cmath>

namespace kintsugi {

namespace {

constexpr double gridFrom = 24.0, numbersFrom = 44.0; ///< device-independent pixels per image pixel
constexpr double narrowest = 22.0;                    ///< patch that still gets its number

QString emptyText(Slot slot) {
    switch (slot) {
    case Slot::Degraded:
        return PanePainter::tr("No degraded image.");
    case Slot::A:
        return PanePainter::tr("A is not restored yet.");
    case Slot::B:
        return PanePainter::tr("B is not restored yet.");
    case Slot::Truth:
        return PanePainter::tr("This image has no ground truth.");
    case Slot::Error:
        return PanePainter::tr("There is no error map yet.");
    }
    return {};
}

} // namespace

QFont sizedFont(const QFont& font, int size, bool bold) {
    QFont result = font;
    result.setPixelSize(size);
    result.setBold(bold);
    return result;
}

PanePainter::PanePainter(QPainter& painter, Comparison& comparison, const Tokens& tokens, double scaleFactor)
    : m_painter(painter), m_comparison(comparison), m_tokens(tokens), m_factor(scaleFactor),
      m_dpr(painter.device()->devicePixelRatioF()), m_font(sizedFont(painter.font(), 12)) {}

QPointF PanePainter::physicalOrigin(Slot slot, const QRectF& rect) const {
    return rect.center() * m_dpr - m_comparison.transform().center(slot) * physicalScale(slot);
}

QRectF PanePainter::toPane(const ViewTransform& transform, Slot slot, const QRectF& image, const QRectF& pane,
                           double dpr) {
    return {pane.center() + transform.toPane(image.topLeft(), slot) / dpr, image.size() * transform.scale(slot) / dpr};
}

void PanePainter::paintImage(Slot slot, const QRectF& rect, const QRectF& clip) {
    const SlotContent& content = m_comparison.images().content(slot);
    m_painter.fillRect(clip, m_tokens.panel);
    if (content.isEmpty()) {
        paintEmpty(slot, clip);
    } else {
        m_painter.save();
        m_painter.scale(1.0 / m_dpr, 1.0 / m_dpr);
        content.picture->paint(m_painter, physicalOrigin(slot, rect), physicalScale(slot),
                               {clip.topLeft() * m_dpr, clip.size() * m_dpr});
        m_painter.restore();
        if (physicalScale(slot) / m_dpr >= gridFrom)
            paintPixels(slot, rect, clip);
    }
    paintProgress(content, clip);
}

void PanePainter::paintEmpty(Slot slot, const QRectF& clip) {
    const SlotContent& content = m_comparison.images().content(slot);
    const QString sentence = !content.problem.isEmpty() ? content.problem
                             : content.loading          ? QString()
                             : slot == Slot::Error      ? m_comparison.analysis().unavailable()
                                                        : emptyText(slot);
    m_painter.setFont(sizedFont(m_font, 13));
    m_painter.setPen(content.problem.isEmpty() ? m_tokens.second : m_tokens.error);
    QTextOption option(Qt::AlignCenter);
    option.setWrapMode(QTextOption::WordWrap);
    m_painter.drawText(clip.adjusted(metric::large, 40, -metric::large, -40), sentence, option);
}

void PanePainter::paintProgress(const SlotContent& content, const QRectF& clip) {
    if (!content.loading)
        return;
    const QRectF bar(clip.left(), clip.top(), clip.width(), 3);
    m_painter.fillRect(bar, m_tokens.line);
    if (content.percent >= 0)
        m_painter.fillRect(QRectF(bar.topLeft(), QSizeF(bar.width() * content.percent / 100.0, 3)), m_tokens.second);
    else
        m_painter.fillRect(bar, QBrush(m_tokens.second, Qt::BDiagPattern));
}

void PanePainter::paintPixels(Slot slot, const QRectF& rect, const QRectF& clip) {
    const QImage& image = m_comparison.images().content(slot).picture->image();
    const double pixel = physicalScale(slot) / m_dpr;
    const QPointF physical = physicalOrigin(slot, rect);
    const QPointF origin = QPointF(std::round(physical.x()), std::round(physical.y())) / m_dpr;
    const QRect shown = QRectF((clip.topLeft() - origin) / pixel, clip.size() / pixel).toAlignedRect() & image.rect();
    m_painter.save();
    m_painter.setClipRect(clip, Qt::IntersectClip);
    m_painter.setRenderHint(QPainter::Antialiasing, false);
    QColor gridColor = m_tokens.strongLine;
    gridColor.setAlpha(150);
    m_painter.setPen(QPen(gridColor, 0));
    for (int x = shown.left(); x <= shown.right() + 1; ++x)
        m_painter.drawLine(QLineF(origin.x() + x * pixel, clip.top(), origin.x() + x * pixel, clip.bottom()));
    for (int y = shown.top(); y <= shown.bottom() + 1; ++y)
        m_painter.drawLine(QLineF(clip.left(), origin.y() + y * pixel, clip.right(), origin.y() + y * pixel));
    if (pixel >= numbersFrom) {
        m_painter.setFont(sizedFont(m_font, 11));
        for (int y = shown.top(); y <= shown.bottom(); ++y)
            for (int x = shown.left(); x <= shown.right(); ++x) {
                const QRgb value = image.pixel(x, y);
                m_painter.setPen(qGray(value) < 128 ? Qt::white : Qt::black);
                m_painter.drawText(QRectF(origin + QPointF(x, y) * pixel, QSizeF(pixel, pixel)), Qt::AlignCenter,
                                   QStringLiteral("%1\n%2\n%3").arg(qRed(value)).arg(qGreen(value)).arg(qBlue(value)));
            }
    }
    m_painter.restore();
}

void PanePainter::paintPatches(Slot slot, const QRectF& rect, const QRectF& clip) {
    const QRect selected = m_comparison.selection().patch();
    const auto& patches = m_comparison.analysis().patches();
    const int selectedIndex = m_comparison.patchIndex();
    m_painter.save();
    m_painter.setClipRect(clip, Qt::IntersectClip);
    const auto paintOne = [&](const QRect& patch, int number, bool isSelected) {
        const QRectF box = toPane(m_comparison.transform(), slot, patch, rect, m_dpr / m_factor);
        if (!box.intersects(clip))
            return;
        m_painter.setBrush(Qt::NoBrush);
        m_painter.setPen(QPen(QColor(0, 0, 0, 140), isSelected ? 4 : 3));
        m_painter.drawRect(box);
        m_painter.setPen(QPen(isSelected ? m_tokens.a : QColor(Qt::white), isSelected ? 2.5 : 1.2));
        m_painter.drawRect(box);
        if (number <= 0 || (!isSelected && box.width() < narrowest))
            return;
        m_painter.setFont(sizedFont(m_font, 11, true));
        const QString digits = QLocale().toString(number);
        const double width = std::max(16.0, m_painter.fontMetrics().horizontalAdvance(digits) + 8.0);
        const QRectF flag(box.left(), box.top() - 17, width, 16);
        m_painter.fillRect(flag, isSelected ? m_tokens.a : m_tokens.base);
        m_painter.setPen(isSelected ? m_tokens.base : m_tokens.ink);
        m_painter.drawText(flag, Qt::AlignCenter, digits);
    };
    for (int i = static_cast<int>(patches.size()) - 1; i >= 0; --i)
        if (i != selectedIndex)
            paintOne(Comparison::rectOf(patches[static_cast<std::size_t>(i)]), i + 1, false);
    if (!selected.isNull())
        paintOne(selected, selectedIndex + 1, true);
    m_painter.restore();
}

QRectF PanePainter::paintLabel(Slot slot, const QRectF& rect, Qt::Corner corner) {
    const SlotContent& content = m_comparison.images().content(slot);
    const bool isStale = !content.stale.isEmpty();
    const bool isA = slot == Slot::A && !isStale;
    QList<TextPart> parts;
    if (slot == Slot::A || slot == Slot::B) {
        parts << TextPart{slotText(slot), TextPart::Strong};
        if (!content.caption.isEmpty())
            parts << TextPart{content.caption, isStale ? TextPart::Quiet : TextPart::Normal};
    } else {
        parts << TextPart{m_comparison.images().label(slot), isStale ? TextPart::Quiet : TextPart::Normal};
    }
    if (content.psnr && slot != Slot::Truth && slot != Slot::Error)
        parts << TextPart{decibels(content.psnr), isStale ? TextPart::Quiet : TextPart::Strong};
    if (isStale)
        parts << TextPart{PanePainter::tr("stale"), TextPart::Warning};
    if (content.loading)
        parts << TextPart{content.percent >= 0 ? PanePainter::tr("%1 %").arg(content.percent)
                                               : PanePainter::tr("loading"),
                          isA ? TextPart::Normal : TextPart::Quiet};
    return paintBox(parts, rect, corner, isA);
}

QRectF PanePainter::paintBox(const QList<TextPart>& parts, const QRectF& rect, Qt::Corner corner, bool isA) {
    constexpr double gap = 7, padding = 8, height = 22;
    const QFont normal = sizedFont(m_font, 12), strong = sizedFont(m_font, 12, true);
    const auto fontOf = [&](const TextPart& part) { return part.style == TextPart::Strong ? strong : normal; };
    double width = 2 * padding - gap;
    for (const TextPart& part : parts)
        width += QFontMetricsF(fontOf(part)).horizontalAdvance(part.text) + gap;
    const QRectF room = rect.adjusted(10, 9, -10, -9);
    if (width > room.width() || height > room.height())
        return {};
    QRectF box(0, 0, std::ceil(width), height);
    if (corner == Qt::TopLeftCorner || corner == Qt::BottomLeftCorner)
        box.moveLeft(std::round(room.left()));
    else
        box.moveRight(std::round(room.right()));
    if (corner == Qt::TopLeftCorner || corner == Qt::TopRightCorner)
        box.moveTop(std::round(room.top()));
    else
        box.moveBottom(std::round(room.bottom()));
    m_painter.save();
    QColor background = isA ? m_tokens.a : m_tokens.base;
    background.setAlpha(isA ? 255 : 235);
    m_painter.setPen(QPen(isA ? m_tokens.a : m_tokens.line, 1));
    m_painter.setBrush(background);
    m_painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
    double x = box.left() + padding;
    for (const TextPart& part : parts) {
        m_painter.setFont(fontOf(part));
        const double advance = QFontMetricsF(fontOf(part)).horizontalAdvance(part.text);
        m_painter.setPen(isA                               ? m_tokens.base
                         : part.style == TextPart::Quiet   ? m_tokens.hint
                         : part.style == TextPart::Warning ? m_tokens.warn
                                                           : m_tokens.ink);
        m_painter.drawText(QRectF(x, box.top(), advance + 2, height), Qt::AlignVCenter | Qt::AlignLeft, part.text);
        x += advance + gap;
    }
    m_painter.restore();
    return box;
}

} // namespace kintsugi

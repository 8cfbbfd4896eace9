#include "compare/view_transform.h"

#include <algorithm>
#include <cmath>

namespace kintsugi {

namespace {

constexpr std::array steps{1.0 / 64, 1.0 / 32, 1.0 / 16, 1.0 / 8, 1.0 / 6, 0.25, 1.0 / 3, 0.5,
                           2.0 / 3,  1.0,      1.5,      2.0,     3.0,     4.0,  6.0,     8.0,
                           12.0,     16.0,     24.0,     32.0,    48.0,    64.0, 96.0,    128.0};

bool isSame(double a, double b) {
    return std::abs(a - b) < 1e-6 * b;
}

} // namespace

ViewTransform::ViewTransform(QObject* parent) : QObject(parent) {}

void ViewTransform::setImageSize(const QSize& size) {
    if (size == m_imageSize)
        return;
    m_imageSize = size;
    m_fitted = true;
    m_apart = {};
    refit();
    Q_EMIT changed();
}

void ViewTransform::setViewport(const QSizeF& physical) {
    if (physical == m_viewport)
        return;
    m_viewport = physical;
    refit();
    Q_EMIT changed();
}

QRectF ViewTransform::visibleRect() const {
    const QSizeF size = m_viewport / m_scale;
    return {m_center - QPointF(size.width() / 2, size.height() / 2), size};
}

void ViewTransform::zoomBy(double factor, const QPointF& fromMiddle, Slot slot) {
    const double before = scale(slot), after = before * factor;
    const bool passesOne = (before < 1.0 && after > 1.0) || (before > 1.0 && after < 1.0);
    setScale(passesOne && !isSame(before, 1.0) ? 1.0 : after, fromMiddle, slot);
}

void ViewTransform::setScale(double wanted, const QPointF& fromMiddle, Slot slot) {
    Apart& apart = m_apart[at(slot)];
    const double before = scale(slot), after = std::clamp(wanted, smallestScale, largestScale);
    if (after == before)
        return;
    const QPointF shift = fromMiddle / before - fromMiddle / after;
    if (m_linked) {
        m_scale = after / apart.factor;
        m_center = kept(m_center + shift);
    } else {
        apart.factor = after / m_scale;
        apart.offset += shift;
    }
    m_fitted = false;
    Q_EMIT changed();
}

void ViewTransform::stepZoom(int direction, const QPointF& fromMiddle, Slot slot) {
    const double now = scale(slot);
    if (direction > 0) {
        const auto next =
            std::find_if(steps.begin(), steps.end(), [&](double s) { return s > now && !isSame(s, now); });
        setScale(next == steps.end() ? largestScale : *next, fromMiddle, slot);
    } else {
        const auto next =
            std::find_if(steps.rbegin(), steps.rend(), [&](double s) { return s < now && !isSame(s, now); });
        setScale(next == steps.rend() ? smallestScale : *next, fromMiddle, slot);
    }
}

void ViewTransform::panBy(const QPointF& physical, Slot slot) {
    const QPointF shift = -physical / scale(slot);
    if (m_linked)
        m_center = kept(m_center + shift);
    else
        m_apart[at(slot)].offset += shift;
    m_fitted = false;
    Q_EMIT changed();
}

void ViewTransform::setCenter(const QPointF& image) {
    if (kept(image) == m_center)
        return;
    m_center = kept(image);
    m_fitted = false;
    Q_EMIT changed();
}

void ViewTransform::fit() {
    m_fitted = true;
    m_apart = {};
    refit();
    Q_EMIT changed();
}

void ViewTransform::reveal(const QRectF& rect) {
    if (!rect.isEmpty() && !visibleRect().contains(rect))
        setCenter(rect.center());
}

void ViewTransform::setLinked(bool linked) {
    if (linked == m_linked)
        return;
    m_linked = linked;
    Q_EMIT linkedChanged(linked);
}

bool ViewTransform::isAligned() const {
    return std::all_of(m_apart.begin(), m_apart.end(), [](const Apart& apart) { return apart == Apart(); });
}

void ViewTransform::align() {
    if (isAligned())
        return;
    m_apart = {};
    Q_EMIT changed();
}

double ViewTransform::fittingScale() const {
    if (m_imageSize.isEmpty() || m_viewport.isEmpty())
        return 1.0;
    return std::clamp(std::min(m_viewport.width() / m_imageSize.width(), m_viewport.height() / m_imageSize.height()),
                      smallestScale, largestScale);
}

void ViewTransform::refit() {
    if (!m_fitted)
        return;
    m_scale = fittingScale();
    m_center = QPointF(m_imageSize.width(), m_imageSize.height()) / 2;
}

QPointF ViewTransform::kept(const QPointF& center) const {
    return {std::clamp(center.x(), 0.0, double(m_imageSize.width())),
            std::clamp(center.y(), 0.0, double(m_imageSize.height()))};
}

} // namespace kintsugi

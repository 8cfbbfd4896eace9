#pragma once

#include "imaging/image.h"

#include <QImage>
#include <QPointF>
#include <QRectF>
#include <stop_token>
#include <vector>

class QPainter;

namespace kintsugi {

/// An 8-bit RGB picture at full size and at halves of it, so that a large one is drawn small without reading all of it.
/// Never changes; shared between threads.
class ImagePyramid {
public:
    /// Throws Interrupted when @p stop asks.
    explicit ImagePyramid(const QImage& image, std::stop_token stop = {});

    const QImage& image() const { return m_levels.front(); }
    QSize size() const { return image().size(); }
    int levelCount() const { return static_cast<int>(m_levels.size()); }
    /// Level n has one pixel for 2^n x 2^n of the image; those at the right and bottom side may cover fewer.
    const QImage& level(int n) const { return m_levels[static_cast<std::size_t>(n)]; }
    /// The level that is drawn at @p scale: the smallest that need not be enlarged.
    int levelFor(double scale) const;

    /// Draws the part that @p clip shows, everything in the painter's device pixels: @p origin is where the top left
    /// corner of the image lies. Whole pixels stay sharp at 1:1 and above.
    void paint(QPainter& painter, const QPointF& origin, double scale, const QRectF& clip) const;

private:
    std::vector<QImage> m_levels;
};

/// Rounded to 8 bits as toBytes does; grey becomes RGB.
QImage toQImage(const Image& image);
/// Three channels, value / 255, of the part @p rect of an 8-bit picture.
Image toFloatRgb(const QImage& image, const QRect& rect);
ByteImage toByteRgb(const QImage& image);

} // namespace kintsugi

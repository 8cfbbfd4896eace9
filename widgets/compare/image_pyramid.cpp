#include "compare/image_pyramid.h"

#include "base/error.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace kintsugi {

namespace {

constexpr int smallestSide = 64;

QRgb mean(QRgb a, QRgb b, QRgb c, QRgb d) {
    const auto channel = [&](int shift) {
        const unsigned sum = ((a >> shift) & 255) + ((b >> shift) & 255) + ((c >> shift) & 255) + ((d >> shift) & 255);
        return ((sum + 2) / 4) << shift;
    };
    return 0xFF000000u | channel(16) | channel(8) | channel(0);
}

QImage halved(const QImage& image) {
    QImage half((image.width() + 1) / 2, (image.height() + 1) / 2, QImage::Format_RGB32);
    for (int y = 0; y < half.height(); ++y) {
        const auto* upper = reinterpret_cast<const QRgb*>(image.constScanLine(2 * y));
        const auto* lower = reinterpret_cast<const QRgb*>(image.constScanLine(std::min(2 * y + 1, image.height() - 1)));
        auto* to = reinterpret_cast<QRgb*>(half.scanLine(y));
        for (int x = 0; x < half.width(); ++x) {
            const int left = 2 * x, right = std::min(left + 1, image.width() - 1);
            to[x] = mean(upper[left], upper[right], lower[left], lower[right]);
        }
    }
    return half;
}

} // namespace

ImagePyramid::ImagePyramid(const QImage& image, std::stop_token stop) {
    m_levels.push_back(image.convertToFormat(QImage::Format_RGB32));
    m_levels.front().setDevicePixelRatio(1.0);
    while (std::max(m_levels.back().width(), m_levels.back().height()) > smallestSide) {
        if (stop.stop_requested())
            throw Interrupted("The picture is no longer wanted.");
        m_levels.push_back(halved(m_levels.back()));
    }
}

int ImagePyramid::levelFor(double scale) const {
    int level = 0;
    while (level + 1 < levelCount() && scale * std::exp2(level + 1) <= 1.0)
        ++level;
    return level;
}

void ImagePyramid::paint(QPainter& painter, const QPointF& origin, double scale, const QRectF& clip) const {
    const int index = levelFor(scale);
    const QImage& picture = level(index);
    const double pixel = scale * std::exp2(index);
    const QPointF start(std::round(origin.x()), std::round(origin.y()));
    const QRectF shown = QRectF((clip.topLeft() - start) / pixel, clip.size() / pixel);
    const QRect source = shown.toAlignedRect().adjusted(-1, -1, 1, 1) & picture.rect();
    if (source.isEmpty())
        return;
    const QRectF target(start + QPointF(source.topLeft()) * pixel, QSizeF(source.size()) * pixel);
    painter.save();
    painter.setClipRect(clip, Qt::IntersectClip);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, pixel < 1.0);
    painter.drawImage(target, picture, source);
    painter.restore();
}

QImage toQImage(const Image& image) {
    const ByteImage bytes = toRgb(toBytes(image));
    QImage result(bytes.width, bytes.height, QImage::Format_RGB32);
    const std::uint8_t* from = bytes.values.data();
    for (int y = 0; y < result.height(); ++y) {
        auto* to = reinterpret_cast<QRgb*>(result.scanLine(y));
        for (int x = 0; x < result.width(); ++x, from += 3)
            to[x] = qRgb(from[0], from[1], from[2]);
    }
    return result;
}

Image toFloatRgb(const QImage& image, const QRect& rect) {
    const QImage rgb = image.convertToFormat(QImage::Format_RGB32);
    Image result(3, rect.height(), rect.width());
    for (int y = 0; y < rect.height(); ++y) {
        const auto* from = reinterpret_cast<const QRgb*>(rgb.constScanLine(rect.y() + y)) + rect.x();
        float *red = result.row(0, y), *green = result.row(1, y), *blue = result.row(2, y);
        for (int x = 0; x < rect.width(); ++x) {
            red[x] = static_cast<float>(qRed(from[x])) / 255.0f;
            green[x] = static_cast<float>(qGreen(from[x])) / 255.0f;
            blue[x] = static_cast<float>(qBlue(from[x])) / 255.0f;
        }
    }
    return result;
}

ByteImage toByteRgb(const QImage& image) {
    const QImage rgb = image.convertToFormat(QImage::Format_RGB32);
    ByteImage result(rgb.height(), rgb.width(), 3);
    std::uint8_t* to = result.values.data();
    for (int y = 0; y < rgb.height(); ++y) {
        const auto* from = reinterpret_cast<const QRgb*>(rgb.constScanLine(y));
        for (int x = 0; x < rgb.width(); ++x, to += 3) {
            to[0] = static_cast<std::uint8_t>(qRed(from[x]));
            to[1] = static_cast<std::uint8_t>(qGreen(from[x]));
            to[2] = static_cast<std::uint8_t>(qBlue(from[x]));
        }
    }
    return result;
}

} // namespace kintsugi

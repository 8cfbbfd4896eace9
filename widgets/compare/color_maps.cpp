#include "compare/color_maps.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace kintsugi {

namespace {

constexpr std::array<QRgb, 10> cividis{0xFF00224E, 0xFF123570, 0xFF3B496C, 0xFF575D6D, 0xFF707173,
                                       0xFF8A8678, 0xFFA59C74, 0xFFC3B369, 0xFFE1CC55, 0xFFFEE838};
constexpr std::array<QRgb, 7> blueWhiteBrown{0xFF08408E, 0xFF3D7FC4, 0xFFA9CBEA, 0xFFFFFFFF,
                                             0xFFEBC39A, 0xFFC47A2C, 0xFF7F3B08};

QRgb mixed(QRgb a, QRgb b, double share) {
    const auto channel = [&](int from, int to) { return int(std::lround(from + share * (to - from))); };
    return qRgb(channel(qRed(a), qRed(b)), channel(qGreen(a), qGreen(b)), channel(qBlue(a), qBlue(b)));
}

template <std::size_t N> QRgb between(const std::array<QRgb, N>& points, double t) {
    const double position = std::clamp(t, 0.0, 1.0) * (N - 1);
    const std::size_t left = std::min(static_cast<std::size_t>(position), N - 2);
    return mixed(points[left], points[left + 1], position - static_cast<double>(left));
}

constexpr int lookupSize = 512;

/// Colour and strength (0 to 1) of a map's values.
class Lookup {
public:
    explicit Lookup(const MapScale& scale) : m_scale(scale), m_colors(lookupSize + 1) {
        for (int i = 0; i <= lookupSize; ++i)
            m_colors[static_cast<std::size_t>(i)] = mapColor(scale.kind, double(i) / lookupSize);
    }
    double strength(float value) const {
        return std::abs(value) < m_scale.threshold ? 0.0 : std::min(1.0, std::abs(value) * m_scale.gain);
    }
    QRgb color(float value) const {
        const double size = strength(value);
        const double t = m_scale.kind != ErrorKind::Signed ? size : value < 0 ? 0.5 - size / 2 : 0.5 + size / 2;
        return m_colors[static_cast<std::size_t>(std::lround(t * lookupSize))];
    }

private:
    MapScale m_scale;
    std::vector<QRgb> m_colors;
};

} // namespace

QRgb mapColor(ErrorKind kind, double t) {
    return kind == ErrorKind::Signed ? between(blueWhiteBrown, t) : between(cividis, t);
}

QImage coloredMap(const Image& map, const MapScale& scale) {
    const Lookup lookup(scale);
    QImage result(map.width, map.height, QImage::Format_RGB32);
    for (int y = 0; y < map.height; ++y) {
        auto* to = reinterpret_cast<QRgb*>(result.scanLine(y));
        for (int x = 0; x < map.width; ++x)
            to[x] = lookup.color(map.row(0, y)[x]);
    }
    return result;
}

QImage coloredMap(const Image& map, const MapScale& scale, const QImage& under) {
    const Lookup lookup(scale);
    QImage result = under.convertToFormat(QImage::Format_RGB32);
    for (int y = 0; y < std::min(map.height, result.height()); ++y) {
        auto* pixels = reinterpret_cast<QRgb*>(result.scanLine(y));
        for (int x = 0; x < std::min(map.width, result.width()); ++x) {
            const int gray = qGray(pixels[x]);
            const float value = map.row(0, y)[x];
            pixels[x] = mixed(qRgb(gray, gray, gray), lookup.color(value), std::sqrt(lookup.strength(value)));
        }
    }
    return result;
}

} // namespace kintsugi

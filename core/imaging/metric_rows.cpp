#include "imaging/metric_rows.h"

#include "base/error.h"

#include <cmath>
#include <fmt/format.h>

namespace kintsugi {

MetricRows::MetricRows(const ByteImage& a, const ByteImage& b, PsnrKind kind, int cropBorder, int smallest)
    : m_a(a), m_b(b), m_kind(a.channels == 3 ? kind : PsnrKind::Direct), m_border(cropBorder),
      m_channels(m_kind == PsnrKind::Direct ? a.channels : 1), m_height(a.height - 2 * cropBorder),
      m_width(a.width - 2 * cropBorder) {
    a.check();
    b.check();
    if (!a.sameShape(b))
        throw InputError(fmt::format(
            "Images of {} x {} x {} and {} x {} x {} (width, height, channels) cannot be compared; give two "
            "of the same shape.",
            a.width, a.height, a.channels, b.width, b.height, b.channels));
    if (cropBorder < 0 || m_height < smallest || m_width < smallest)
        throw InputError(fmt::format(
            "An image of {} x {} pixels is too small to be measured with a border of {}; at least {} rows and "
            "columns must remain.",
            a.width, a.height, cropBorder, smallest));
}

void MetricRows::read(int channel, int y, std::vector<double>& a, std::vector<double>& b) const {
    readOne(m_a, channel, y, a);
    readOne(m_b, channel, y, b);
}

void MetricRows::readOne(const ByteImage& image, int channel, int y, std::vector<double>& values) const {
    values.resize(static_cast<std::size_t>(m_width));
    const std::size_t step = static_cast<std::size_t>(image.channels);
    const std::uint8_t* pixel =
        image.values.data() + (static_cast<std::size_t>(y + m_border) * static_cast<std::size_t>(image.width) +
                               static_cast<std::size_t>(m_border)) *
                                  step;
    if (m_kind == PsnrKind::Direct) {
        for (std::size_t x = 0; x < values.size(); ++x)
            values[x] = pixel[x * step + static_cast<std::size_t>(channel)];
        return;
    }
    for (std::size_t x = 0; x < values.size(); ++x, pixel += step)
        values[x] = (65.481 * pixel[0] + 128.553 * pixel[1] + 24.966 * pixel[2]) / 255.0 + 16.0;
    if (m_kind == PsnrKind::LumaU8)
        for (double& value : values)
            value = std::nearbyint(value);
}

} // namespace kintsugi

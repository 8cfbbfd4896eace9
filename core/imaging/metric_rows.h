#pragma once

#include "imaging/metrics.h"

#include <vector>

namespace kintsugi {

/// Two images of one shape, read row by row in the numbers that a metric is defined on (0..255 or luma).
class MetricRows {
public:
    /// Throws InputError when the shapes differ or fewer than @p smallest rows or columns remain inside the border.
    MetricRows(const ByteImage& a, const ByteImage& b, PsnrKind kind, int cropBorder, int smallest);

    int channels() const { return m_channels; }
    int height() const { return m_height; }
    int width() const { return m_width; }
    /// Fills width() numbers of row @p y inside the border.
    void read(int channel, int y, std::vector<double>& a, std::vector<double>& b) const;

private:
    void readOne(const ByteImage& image, int channel, int y, std::vector<double>& values) const;

    const ByteImage& m_a;
    const ByteImage& m_b;
    PsnrKind m_kind;
    int m_border;
    int m_channels;
    int m_height;
    int m_width;
};

} // namespace kintsugi

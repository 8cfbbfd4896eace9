// One strip of a plane under a 3 x 3 filter, forward and backward. Included once per instruction set, hence no plain
// include guard.
#if defined(KINTSUGI_KERNELS_DEPTHWISE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef KINTSUGI_KERNELS_DEPTHWISE_INL
#undef KINTSUGI_KERNELS_DEPTHWISE_INL
#else
#define KINTSUGI_KERNELS_DEPTHWISE_INL
#endif

#include "kernels/strip_rows.h"

#include <algorithm>
#include <hwy/cache_control.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace kintsugi::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Full = hn::CappedTag<float, 16>;
using Narrow = hn::CappedTag<float, 4>;

/// Which neighbours of a vector lie outside the row.
enum Edge { kInner = 0, kLeft = 1, kRight = 2, kBoth = 3 };

template <class D, class V = hn::Vec<D>> HWY_INLINE V shiftUp(D d, V v) {
    const hn::RebindToSigned<D> di;
    const auto lane = hn::Iota(di, 0);
    const auto from = hn::Max(hn::Sub(lane, hn::Set(di, 1)), hn::Zero(di));
    const auto outside = hn::RebindMask(d, hn::Eq(lane, hn::Zero(di)));
    return hn::IfThenZeroElse(outside, hn::TableLookupLanes(v, hn::IndicesFromVec(d, from)));
}

template <class D, class V = hn::Vec<D>> HWY_INLINE V shiftDown(D d, V v) {
    const hn::RebindToSigned<D> di;
    const auto lane = hn::Iota(di, 0);
    const auto last = hn::Set(di, static_cast<std::int32_t>(hn::Lanes(d)) - 1);
    const auto from = hn::Min(hn::Add(lane, hn::Set(di, 1)), last);
    const auto outside = hn::RebindMask(d, hn::Eq(lane, last));
    return hn::IfThenZeroElse(outside, hn::TableLookupLanes(v, hn::IndicesFromVec(d, from)));
}

/// The vector at p with its neighbours one pixel to the left and to the right; never reads outside the row.
template <int kEdge, class D, class V = hn::Vec<D>> HWY_INLINE void loadThree(D d, const float* p, V& l, V& c, V& r) {
    c = hn::LoadU(d, p);
    if constexpr ((kEdge & kLeft) != 0)
        l = shiftUp(d, c);
    else
        l = hn::LoadU(d, p - 1);
    if constexpr ((kEdge & kRight) != 0)
        r = shiftDown(d, c);
    else
        r = hn::LoadU(d, p + 1);
}

template <class V> HWY_INLINE V addRow(V sum, V l, V c, V r, V w0, V w1, V w2) {
    return hn::MulAdd(r, w2, hn::MulAdd(c, w1, hn::MulAdd(l, w0, sum)));
}

/// Fetches ahead what four rows of one vector at column j take of consecutive memory.
template <class D> HWY_INLINE void fetchAhead(D d, const float* p, std::int64_t j) {
    constexpr std::int64_t kLine = 16;
    for (std::int64_t k = 0; k < kStrip * static_cast<std::int64_t>(hn::Lanes(d)); k += kLine)
        hwy::Prefetch(p + kStrip * j + k);
}

/// One vector of each of the four rows of a strip: six rows are loaded once, three sums are alive at a time.
template <int kEdge, class D, class V = hn::Vec<D>>
HWY_INLINE void convolveAt(D d, const Rows& rows, std::int64_t j, V b, V w0, V w1, V w2, V w3, V w4, V w5, V w6, V w7,
                           V w8) {
    fetchAhead(d, rows.nextIn, j);
    fetchAhead(d, rows.nextOut, j);
    V l, c, r;
    loadThree<kEdge>(d, rows.in[0] + j, l, c, r);
    V s0 = addRow(b, l, c, r, w0, w1, w2);
    loadThree<kEdge>(d, rows.in[1] + j, l, c, r);
    s0 = addRow(s0, l, c, r, w3, w4, w5);
    V s1 = addRow(b, l, c, r, w0, w1, w2);
    loadThree<kEdge>(d, rows.in[2] + j, l, c, r);
    hn::StoreU(addRow(s0, l, c, r, w6, w7, w8), d, rows.out[0] + j);
    s1 = addRow(s1, l, c, r, w3, w4, w5);
    V s2 = addRow(b, l, c, r, w0, w1, w2);
    loadThree<kEdge>(d, rows.in[3] + j, l, c, r);
    hn::StoreU(addRow(s1, l, c, r, w6, w7, w8), d, rows.out[1] + j);
    s2 = addRow(s2, l, c, r, w3, w4, w5);
    V s3 = addRow(b, l, c, r, w0, w1, w2);
    loadThree<kEdge>(d, rows.in[4] + j, l, c, r);
    hn::StoreU(addRow(s2, l, c, r, w6, w7, w8), d, rows.out[2] + j);
    s3 = addRow(s3, l, c, r, w3, w4, w5);
    loadThree<kEdge>(d, rows.in[5] + j, l, c, r);
    hn::StoreU(addRow(s3, l, c, r, w6, w7, w8), d, rows.out[3] + j);
}

template <class D>
HWY_INLINE void convolveStrip(D d, const Rows& rows, std::int64_t width, const float* w, float bias) {
    const std::int64_t n = static_cast<std::int64_t>(hn::Lanes(d));
    const auto w0 = hn::Set(d, w[0]), w1 = hn::Set(d, w[1]), w2 = hn::Set(d, w[2]);
    const auto w3 = hn::Set(d, w[3]), w4 = hn::Set(d, w[4]), w5 = hn::Set(d, w[5]);
    const auto w6 = hn::Set(d, w[6]), w7 = hn::Set(d, w[7]), w8 = hn::Set(d, w[8]);
    const auto b = hn::Set(d, bias);
    if (width == n) {
        convolveAt<kBoth>(d, rows, 0, b, w0, w1, w2, w3, w4, w5, w6, w7, w8);
        return;
    }
    convolveAt<kLeft>(d, rows, 0, b, w0, w1, w2, w3, w4, w5, w6, w7, w8);
    for (std::int64_t j = n; j + n < width; j += n)
        convolveAt<kInner>(d, rows, j, b, w0, w1, w2, w3, w4, w5, w6, w7, w8);
    // The last vector ends with the row and may write some pixels a second time.
    convolveAt<kRight>(d, rows, width - n, b, w0, w1, w2, w3, w4, w5, w6, w7, w8);
}

HWY_INLINE void convolveScalar(const Rows& rows, std::int64_t width, const float* w, float bias) {
    for (std::int64_t k = 0; k < kStrip; ++k) {
        for (std::int64_t j = 0; j < width; ++j) {
            float sum = bias;
            for (std::int64_t u = 0; u < 3; ++u) {
                for (std::int64_t v = std::max<std::int64_t>(0, 1 - j); v < std::min<std::int64_t>(3, width + 1 - j);
                     ++v)
                    sum += w[3 * u + v] * rows.in[k + u][j + v - 1];
            }
            rows.out[k][j] = sum;
        }
    }
}

HWY_INLINE void convolveRows(const Rows& rows, std::int64_t width, const float* w, float bias) {
    if (width >= static_cast<std::int64_t>(hn::Lanes(Full())))
        convolveStrip(Full(), rows, width, w, bias);
    else if (width >= static_cast<std::int64_t>(hn::Lanes(Narrow())))
        convolveStrip(Narrow(), rows, width, w, bias);
    else
        convolveScalar(rows, width, w, bias);
}

/// Adds to sums[9][16] what a strip gives to the gradient of the weights:
///   dWeight[u,v] = sum over i, j of x[i,j] * dy[i+1-u,j+1-v]
/// so that, as in the convolution, only dy is read at shifted places. The first `skip` lanes of x count as zero.
template <int kEdge, class D, class V = hn::Vec<D>>
HWY_INLINE void correlateAt(D d, const float* const* x, const float* const* dy, std::int64_t width, std::int64_t j,
                            std::int64_t skip, V& g0, V& g1, V& g2, V& g3, V& g4, V& g5, V& g6, V& g7, V& g8) {
    const auto load = [&](const float* p) HWY_ATTR {
        if constexpr (kEdge == kRight)
            return hn::IfThenZeroElse(hn::FirstN(d, static_cast<std::size_t>(skip)), hn::LoadU(d, p));
        else
            return hn::LoadU(d, p);
    };
    const auto above = [&](V v, V l, V c, V r) HWY_ATTR { // dy one row below x
        g0 = hn::MulAdd(v, r, g0);
        g1 = hn::MulAdd(v, c, g1);
        g2 = hn::MulAdd(v, l, g2);
    };
    const auto same = [&](V v, V l, V c, V r) HWY_ATTR {
        g3 = hn::MulAdd(v, r, g3);
        g4 = hn::MulAdd(v, c, g4);
        g5 = hn::MulAdd(v, l, g5);
    };
    const auto below = [&](V v, V l, V c, V r) HWY_ATTR {
        g6 = hn::MulAdd(v, r, g6);
        g7 = hn::MulAdd(v, c, g7);
        g8 = hn::MulAdd(v, l, g8);
    };
    fetchAhead(d, x[kStrip - 1] + width, j);
    V l, c, r;
    const V x0 = load(x[0] + j);
    loadThree<kEdge>(d, dy[0] + j, l, c, r);
    below(x0, l, c, r);
    const V x1 = load(x[1] + j);
    loadThree<kEdge>(d, dy[1] + j, l, c, r);
    same(x0, l, c, r);
    below(x1, l, c, r);
    const V x2 = load(x[2] + j);
    loadThree<kEdge>(d, dy[2] + j, l, c, r);
    above(x0, l, c, r);
    same(x1, l, c, r);
    below(x2, l, c, r);
    const V x3 = load(x[3] + j);
    loadThree<kEdge>(d, dy[3] + j, l, c, r);
    above(x1, l, c, r);
    same(x2, l, c, r);
    below(x3, l, c, r);
    loadThree<kEdge>(d, dy[4] + j, l, c, r);
    above(x2, l, c, r);
    same(x3, l, c, r);
    loadThree<kEdge>(d, dy[5] + j, l, c, r);
    above(x3, l, c, r);
}

template <class D, class V = hn::Vec<D>> HWY_INLINE void addTo(D d, float* sum, V v) {
    hn::StoreU(hn::Add(hn::LoadU(d, sum), v), d, sum);
}

template <class D>
HWY_INLINE void correlateStrip(D d, const float* const* x, const float* const* dy, std::int64_t width,
                               float (*sums)[16]) {
    const std::int64_t n = static_cast<std::int64_t>(hn::Lanes(d));
    auto g0 = hn::Zero(d), g1 = g0, g2 = g0, g3 = g0, g4 = g0, g5 = g0, g6 = g0, g7 = g0, g8 = g0;
    if (width == n) {
        correlateAt<kBoth>(d, x, dy, width, 0, 0, g0, g1, g2, g3, g4, g5, g6, g7, g8);
    } else {
        correlateAt<kLeft>(d, x, dy, width, 0, 0, g0, g1, g2, g3, g4, g5, g6, g7, g8);
        std::int64_t j = n;
        for (; j + n < width; j += n)
            correlateAt<kInner>(d, x, dy, width, j, 0, g0, g1, g2, g3, g4, g5, g6, g7, g8);
        correlateAt<kRight>(d, x, dy, width, width - n, j + n - width, g0, g1, g2, g3, g4, g5, g6, g7, g8);
    }
    addTo(d, sums[0], g0);
    addTo(d, sums[1], g1);
    addTo(d, sums[2], g2);
    addTo(d, sums[3], g3);
    addTo(d, sums[4], g4);
    addTo(d, sums[5], g5);
    addTo(d, sums[6], g6);
    addTo(d, sums[7], g7);
    addTo(d, sums[8], g8);
}

HWY_INLINE void correlateScalar(const float* const* x, const float* const* dy, std::int64_t width, float (*sums)[16]) {
    for (std::int64_t k = 0; k < kStrip; ++k) {
        for (std::int64_t j = 0; j < width; ++j) {
            for (std::int64_t u = 0; u < 3; ++u) {
                for (std::int64_t v = std::max<std::int64_t>(0, j + 2 - width); v < std::min<std::int64_t>(3, j + 2);
                     ++v)
                    sums[3 * u + v][0] += x[k][j] * dy[k + 2 - u][j + 1 - v];
            }
        }
    }
}

HWY_INLINE void correlateRows(const float* const* x, const float* const* dy, std::int64_t width, float (*sums)[16]) {
    if (width >= static_cast<std::int64_t>(hn::Lanes(Full())))
        correlateStrip(Full(), x, dy, width, sums);
    else if (width >= static_cast<std::int64_t>(hn::Lanes(Narrow())))
        correlateStrip(Narrow(), x, dy, width, sums);
    else
        correlateScalar(x, dy, width, sums);
}

/// Adds to sum[16] the values of one row.
HWY_INLINE void sumRow(const float* row, std::int64_t width, float* sum) {
    const Full d;
    const std::int64_t n = static_cast<std::int64_t>(hn::Lanes(d));
    auto total = hn::Zero(d);
    std::int64_t j = 0;
    for (; j + n <= width; j += n)
        total = hn::Add(total, hn::LoadU(d, row + j));
    addTo(d, sum, total);
    for (; j < width; ++j)
        sum[j % n] += row[j];
}

HWY_INLINE double sumLanes(const float* lanes, std::int64_t used) {
    double sum = 0;
    for (std::int64_t i = 0; i < used; ++i)
        sum += static_cast<double>(lanes[i]);
    return sum;
}

} // namespace HWY_NAMESPACE
} // namespace kintsugi::kernels
HWY_AFTER_NAMESPACE();

#endif

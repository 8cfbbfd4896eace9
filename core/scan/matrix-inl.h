// Small dense matrix products on zero-padded scratch. Included once for every instruction set.
#if defined(KINTSUGI_SCAN_MATRIX_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef KINTSUGI_SCAN_MATRIX_INL_H
#undef KINTSUGI_SCAN_MATRIX_INL_H
#else
#define KINTSUGI_SCAN_MATRIX_INL_H
#endif

#include "scan/pack-inl.h"

HWY_BEFORE_NAMESPACE();
namespace kintsugi::scan::HWY_NAMESPACE {

/// A row-major matrix whose rows are padded with zeros to whole vectors.
struct Matrix {
    float* data = nullptr;
    std::int64_t stride = 0;

    float* row(std::int64_t i) const { return data + i * stride; }
};

/// Lower, Upper: the triangle where the left factor is not zero. LowerResult: only that triangle of the result is
/// wanted.
enum class Shape { Full, Lower, Upper, LowerResult };

template <int rows, int vectors>
HWY_INLINE void productBlock(const float* left, std::int64_t leftStride, const Matrix& right, std::int64_t column,
                             std::int64_t begin, std::int64_t end, float* out, std::int64_t outStride, bool add) {
    Vec sum[rows * vectors];
    for (int r = 0; r < rows; ++r)
        for (int v = 0; v < vectors; ++v)
            sum[r * vectors + v] = add ? hn::Load(kFloats, out + r * outStride + v * kLanes) : hn::Zero(kFloats);
    for (std::int64_t k = begin; k < end; ++k) {
        Vec in[vectors];
        for (int v = 0; v < vectors; ++v)
            in[v] = hn::Load(kFloats, right.row(k) + column + v * kLanes);
        for (int r = 0; r < rows; ++r) {
            const Vec factor = splat(left[r * leftStride + k]);
            for (int v = 0; v < vectors; ++v)
                sum[r * vectors + v] = hn::MulAdd(factor, in[v], sum[r * vectors + v]);
        }
    }
    for (int r = 0; r < rows; ++r)
        for (int v = 0; v < vectors; ++v)
            hn::Store(sum[r * vectors + v], kFloats, out + r * outStride + v * kLanes);
}

/// out = left * right, or out += left * right. `left` is rows x inner, `right` inner x width (whole vectors).
HWY_INLINE void product(const Matrix& left, const Matrix& right, const Matrix& out, std::int64_t rows,
                        std::int64_t inner, std::int64_t width, Shape shape, bool add) {
    constexpr int kRows = 4;
    for (std::int64_t i = 0; i < rows;) {
        const bool whole = i + kRows <= rows;
        const std::int64_t lastRow = whole ? i + kRows : i + 1;
        const std::int64_t begin = shape == Shape::Upper ? i : 0;
        const std::int64_t end = shape == Shape::Lower && lastRow < inner ? lastRow : inner;
        const std::int64_t reach = roundUp(lastRow, kLanes);
        const std::int64_t columns = shape == Shape::LowerResult && reach < width ? reach : width;
        std::int64_t column = 0;
        for (; column + 2 * kLanes <= columns; column += 2 * kLanes) {
            if (whole)
                productBlock<kRows, 2>(left.row(i), left.stride, right, column, begin, end, out.row(i) + column,
                                       out.stride, add);
            else
                productBlock<1, 2>(left.row(i), left.stride, right, column, begin, end, out.row(i) + column, out.stride,
                                   add);
        }
        for (; column < columns; column += kLanes) {
            if (whole)
                productBlock<kRows, 1>(left.row(i), left.stride, right, column, begin, end, out.row(i) + column,
                                       out.stride, add);
            else
                productBlock<1, 1>(left.row(i), left.stride, right, column, begin, end, out.row(i) + column, out.stride,
                                   add);
        }
        i = lastRow;
    }
}

/// out = transpose of `in`, which is rows x columns; the padding of `out` becomes zero.
HWY_INLINE void transpose(const Matrix& in, std::int64_t rows, std::int64_t columns, const Matrix& out) {
    std::int64_t c = 0;
#if HWY_TARGET != HWY_SCALAR
    for (; c + 4 <= columns; c += 4) {
        std::int64_t r = 0;
        for (; r + 4 <= rows; r += 4) {
            auto q0 = hn::LoadU(kQuad, in.row(r) + c);
            auto q1 = hn::LoadU(kQuad, in.row(r + 1) + c);
            auto q2 = hn::LoadU(kQuad, in.row(r + 2) + c);
            auto q3 = hn::LoadU(kQuad, in.row(r + 3) + c);
            transposeQuad(q0, q1, q2, q3);
            hn::StoreU(q0, kQuad, out.row(c) + r);
            hn::StoreU(q1, kQuad, out.row(c + 1) + r);
            hn::StoreU(q2, kQuad, out.row(c + 2) + r);
            hn::StoreU(q3, kQuad, out.row(c + 3) + r);
        }
        for (std::int64_t k = 0; k < 4; ++k) {
            for (std::int64_t rest = r; rest < rows; ++rest)
                out.row(c + k)[rest] = in.row(rest)[c + k];
            for (std::int64_t rest = rows; rest < out.stride; ++rest)
                out.row(c + k)[rest] = 0.0f;
        }
    }
#endif
    for (; c < columns; ++c) {
        for (std::int64_t r = 0; r < rows; ++r)
            out.row(c)[r] = in.row(r)[c];
        for (std::int64_t r = rows; r < out.stride; ++r)
            out.row(c)[r] = 0.0f;
    }
}

/// out[i][:] = in[i][:] * factors[i].
HWY_INLINE void scaleRows(const Matrix& in, const float* factors, std::int64_t rows, const Matrix& out) {
    for (std::int64_t i = 0; i < rows; ++i) {
        const Vec factor = splat(factors[i]);
        for (std::int64_t j = 0; j < in.stride; j += kLanes)
            hn::Store(hn::Mul(factor, hn::Load(kFloats, in.row(i) + j)), kFloats, out.row(i) + j);
    }
}

/// out[i][j] = in[i][j] * factors[j].
HWY_INLINE void scaleColumns(const Matrix& in, const float* factors, std::int64_t rows, const Matrix& out) {
    for (std::int64_t i = 0; i < rows; ++i)
        for (std::int64_t j = 0; j < in.stride; j += kLanes)
            hn::Store(hn::Mul(hn::Load(kFloats, factors + j), hn::Load(kFloats, in.row(i) + j)), kFloats,
                      out.row(i) + j);
}

} // namespace kintsugi::scan::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

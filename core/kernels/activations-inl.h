// Vector exp, Phi, gelu and silu. Included once per instruction set, hence no plain include guard.
#if defined(KINTSUGI_KERNELS_ACTIVATIONS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef KINTSUGI_KERNELS_ACTIVATIONS_INL
#undef KINTSUGI_KERNELS_ACTIVATIONS_INL
#else
#define KINTSUGI_KERNELS_ACTIVATIONS_INL
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace kintsugi::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// exp(x), relative error below 2e-7; x is limited to [-87, 88].
template <class D, class V = hn::Vec<D>> HWY_INLINE V expOf(D d, V x) {
    const hn::RebindToSigned<D> di;
    x = hn::Min(hn::Max(x, hn::Set(d, -87.0f)), hn::Set(d, 88.0f));
    const V n = hn::Round(hn::Mul(x, hn::Set(d, 1.44269504f)));
    // ln 2 in two parts, the first with few enough bits that n times it is exact.
    V r = hn::NegMulAdd(n, hn::Set(d, 0.693359375f), x);
    r = hn::NegMulAdd(n, hn::Set(d, -2.12194440e-4f), r);
    // (exp(r) - 1 - r) / r^2, minimax on [-ln 2 / 2, ln 2 / 2].
    V p = hn::Set(d, 0.001381446615f);
    p = hn::MulAdd(p, r, hn::Set(d, 0.008368780487f));
    p = hn::MulAdd(p, r, hn::Set(d, 0.04166839423f));
    p = hn::MulAdd(p, r, hn::Set(d, 0.1666652011f));
    p = hn::MulAdd(p, r, hn::Set(d, 0.4999999341f));
    p = hn::Add(hn::MulAdd(p, hn::Mul(r, r), r), hn::Set(d, 1.0f));
    const auto power = hn::ShiftLeft<23>(hn::Add(hn::ConvertTo(di, n), hn::Set(di, 127)));
    return hn::Mul(p, hn::BitCast(d, power));
}

/// The normal distribution function (1 + erf(x / sqrt(2))) / 2, absolute error below 2e-7, exactly 0 and 1 in the tails.
template <class D, class V = hn::Vec<D>> HWY_INLINE V phi(D d, V x) {
    const V limit = hn::Set(d, 5.5f);
    const V c = hn::Min(hn::Max(x, hn::Neg(limit)), limit);
    const V t = hn::Mul(c, c);
    // (Phi(x) - 1/2) / x as a quotient of two polynomials in x^2, minimax on [-5.5, 5.5].
    V p = hn::MulAdd(hn::Set(d, 2.274907261e-08f), t, hn::Set(d, 6.352116875e-06f));
    V q = hn::MulAdd(hn::Set(d, 1.197495212e-06f), t, hn::Set(d, 7.364825924e-05f));
    p = hn::MulAdd(p, t, hn::Set(d, 0.0001688283922f));
    q = hn::MulAdd(q, t, hn::Set(d, 0.001884460677f));
    p = hn::MulAdd(p, t, hn::Set(d, 0.004677277561f));
    q = hn::MulAdd(q, t, hn::Set(d, 0.02864603369f));
    p = hn::MulAdd(p, t, hn::Set(d, 0.03385293319f));
    q = hn::MulAdd(q, t, hn::Set(d, 0.251522638f));
    p = hn::MulAdd(p, t, hn::Set(d, 0.3989422346f));
    q = hn::MulAdd(q, t, hn::Set(d, 1.0f));
    const V value = hn::MulAdd(c, hn::Div(p, q), hn::Set(d, 0.5f));
    return hn::IfThenElseZero(hn::Gt(c, hn::Neg(limit)), hn::Min(hn::Max(value, hn::Zero(d)), hn::Set(d, 1.0f)));
}

template <class D, class V = hn::Vec<D>> HWY_INLINE V geluOf(D d, V x) { return hn::Mul(x, phi(d, x)); }

/// gelu(x) in `value`, gelu'(x) = Phi(x) + x * exp(-x^2 / 2) / sqrt(2 pi) in `slope`.
template <class D, class V = hn::Vec<D>> HWY_INLINE void geluWithSlope(D d, V x, V& value, V& slope) {
    const V distribution = phi(d, x);
    const V density =
        hn::Mul(expOf(d, hn::Mul(hn::Mul(x, x), hn::Set(d, -0.5f))), hn::Set(d, 0.398942280f));
    value = hn::Mul(x, distribution);
    slope = hn::MulAdd(x, density, distribution);
}

template <class D, class V = hn::Vec<D>> HWY_INLINE V sigmoidOf(D d, V x) {
    const V one = hn::Set(d, 1.0f);
    return hn::Div(one, hn::Add(one, expOf(d, hn::Neg(x))));
}

template <class D, class V = hn::Vec<D>> HWY_INLINE V siluOf(D d, V x) { return hn::Mul(x, sigmoidOf(d, x)); }

template <class D, class V = hn::Vec<D>> HWY_INLINE void siluWithSlope(D d, V x, V& value, V& slope) {
    const V one = hn::Set(d, 1.0f);
    const V e = expOf(d, hn::Neg(x));
    const V sigmoid = hn::Div(one, hn::Add(one, e));
    value = hn::Mul(x, sigmoid);
    // e * sigmoid is 1 - sigmoid without its rounding error, which a large x would multiply.
    slope = hn::Mul(sigmoid, hn::MulAdd(x, hn::Mul(e, sigmoid), one));
}

} // namespace HWY_NAMESPACE
} // namespace kintsugi::kernels
HWY_AFTER_NAMESPACE();

#endif

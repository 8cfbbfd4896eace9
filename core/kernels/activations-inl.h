// Vector exp, gelu and silu. Included once per instruction set, hence no plain include guard.
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

/// exp(x) for x in [-87, 88], relative error below 2e-7.
template <class D, class V = hn::Vec<D>> HWY_INLINE V expWithin(D d, V x) {
    const hn::RebindToSigned<D> di;
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

/// exp(-x), x limited to [-88, 87].
template <class D, class V = hn::Vec<D>> HWY_INLINE V expOfMinus(D d, V x) {
    return expWithin(d, hn::Neg(hn::Min(hn::Max(x, hn::Set(d, -88.0f)), hn::Set(d, 87.0f))));
}

/// The lower tail of the normal distribution: t = min(|x|, 13), density exp(-t^2 / 2), tail Phi(-t) as density times a
/// quotient of two polynomials in t (relative error below 3e-7 for t <= 9.5; what lies beyond is below 1e-20).
template <class D, class V = hn::Vec<D>> HWY_INLINE void normalTail(D d, V x, V& t, V& density, V& tail) {
    t = hn::Min(hn::Abs(x), hn::Set(d, 13.0f));
    density = expWithin(d, hn::Mul(hn::Mul(t, t), hn::Set(d, -0.5f)));
    V p = hn::MulAdd(hn::Set(d, 0.01556356081f), t, hn::Set(d, 0.1131569704f));
    V q = hn::MulAdd(hn::Set(d, 0.03902162627f), t, hn::Set(d, 0.2833231934f));
    p = hn::MulAdd(p, t, hn::Set(d, 0.350679826f));
    q = hn::MulAdd(q, t, hn::Set(d, 0.922615974f));
    p = hn::MulAdd(p, t, hn::Set(d, 0.4999999035f));
    q = hn::MulAdd(q, t, hn::Set(d, 1.499234009f));
    q = hn::MulAdd(q, t, hn::Set(d, 1.0f));
    tail = hn::Mul(density, hn::Div(p, q));
}

/// x * Phi(x) = max(x, 0) - |x| * Phi(-|x|), accurate also where it is small.
template <class D, class V = hn::Vec<D>> HWY_INLINE V geluOf(D d, V x) {
    V t, density, tail;
    normalTail(d, x, t, density, tail);
    return hn::NegMulAdd(t, tail, hn::Max(hn::Zero(d), x)); // in this order x86 keeps a NaN of x
}

/// gelu(x) in `value`, gelu'(x) = Phi(x) + x * exp(-x^2 / 2) / sqrt(2 pi) in `slope`.
template <class D, class V = hn::Vec<D>> HWY_INLINE void geluWithSlope(D d, V x, V& value, V& slope) {
    V t, density, tail;
    normalTail(d, x, t, density, tail);
    value = hn::NegMulAdd(t, tail, hn::Max(hn::Zero(d), x));
    const V below = hn::NegMulAdd(hn::Mul(t, hn::Set(d, 0.398942280f)), density, tail); // gelu'(-t)
    slope = hn::IfThenElse(hn::Gt(x, hn::Zero(d)), hn::Sub(hn::Set(d, 1.0f), below), below);
}

template <class D, class V = hn::Vec<D>> HWY_INLINE V sigmoidOf(D d, V x) {
    const V one = hn::Set(d, 1.0f);
    return hn::Div(one, hn::Add(one, expOfMinus(d, x)));
}

template <class D, class V = hn::Vec<D>> HWY_INLINE V siluOf(D d, V x) { return hn::Mul(x, sigmoidOf(d, x)); }

template <class D, class V = hn::Vec<D>> HWY_INLINE void siluWithSlope(D d, V x, V& value, V& slope) {
    const V one = hn::Set(d, 1.0f);
    const V e = expOfMinus(d, x);
    const V sigmoid = hn::Div(one, hn::Add(one, e));
    value = hn::Mul(x, sigmoid);
    // e * sigmoid is 1 - sigmoid without its rounding error, which a large x would multiply.
    slope = hn::Mul(sigmoid, hn::MulAdd(x, hn::Mul(e, sigmoid), one));
}

} // namespace HWY_NAMESPACE
} // namespace kintsugi::kernels
HWY_AFTER_NAMESPACE();

#endif

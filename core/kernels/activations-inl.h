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

/// 2^x for x in [-125, 126], relative error below 2e-7. Exponent arithmetic is done on integers, which the units for
/// multiplication do not have to share.
template <class D, class V = hn::Vec<D>> HWY_INLINE V exp2Within(D d, V x) {
    const hn::RebindToSigned<D> di;
    // Adding 3 * 2^22 leaves the nearest integer in the low bits of the mantissa.
    const V magic = hn::Set(d, 12582912.0f);
    const V shifted = hn::Add(x, magic);
    const V f = hn::Sub(x, hn::Sub(shifted, magic));
    // 2^f on [-1/2, 1/2], minimax, relative error 1e-7.
    V p = hn::MulAdd(hn::Set(d, 0.001326467237f), f, hn::Set(d, 0.009671555192f));
    p = hn::MulAdd(p, f, hn::Set(d, 0.05550734259f));
    p = hn::MulAdd(p, f, hn::Set(d, 0.2402224144f));
    p = hn::MulAdd(p, f, hn::Set(d, 0.6931469771f));
    p = hn::MulAdd(p, f, hn::Set(d, 1.0f));
    return hn::BitCast(d, hn::Add(hn::BitCast(di, p), hn::ShiftLeft<23>(hn::BitCast(di, shifted))));
}

/// exp(-x), x limited to [-86, 86].
template <class D, class V = hn::Vec<D>> HWY_INLINE V expOfMinus(D d, V x) {
    const V y = hn::Mul(x, hn::Set(d, -1.44269504f));
    return exp2Within(d, hn::Min(hn::Max(y, hn::Set(d, -124.0f)), hn::Set(d, 124.0f)));
}

/// The lower tail of the normal distribution: t = min(|x|, 13), density exp(-t^2 / 2), tail Phi(-t) as density times a
/// quotient of two polynomials in t (relative error below 3e-7 for t <= 9.5; what lies beyond is below 1e-20).
template <class D, class V = hn::Vec<D>> HWY_INLINE void normalTail(D d, V x, V& t, V& density, V& tail) {
    t = hn::Min(hn::Abs(x), hn::Set(d, 13.0f));
    density = exp2Within(d, hn::Mul(t, hn::Mul(t, hn::Set(d, -0.721347520f))));
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

template <class D, class V = hn::Vec<D>> HWY_INLINE V siluOf(D d, V x) {
    return hn::Div(x, hn::Add(hn::Set(d, 1.0f), expOfMinus(d, x)));
}

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

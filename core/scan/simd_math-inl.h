// Exponentials and what is made of them. Included once for every instruction set.
#if defined(KINTSUGI_SCAN_SIMD_MATH_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef KINTSUGI_SCAN_SIMD_MATH_INL_H
#undef KINTSUGI_SCAN_SIMD_MATH_INL_H
#else
#define KINTSUGI_SCAN_SIMD_MATH_INL_H
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace kintsugi::scan::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::ScalableTag<float>;
using Vec = hn::Vec<Floats>;
inline constexpr Floats kFloats{};
inline constexpr hn::RebindToSigned<Floats> kInts{};
inline constexpr int kLanes = static_cast<int>(hn::MaxLanes(kFloats));

inline constexpr float kLog2E = 1.44269502f;
inline constexpr float kLog2ERest = 1.92596299e-8f;
inline constexpr float kLn2 = 0.693147181f;
/// Exponents of two beyond these would leave the normal floats.
inline constexpr float kLowestExponent = -125.0f;
inline constexpr float kHighestExponent = 127.0f;
/// Adding 1.5 * 2^23 rounds to an integer and leaves it in the low bits.
inline constexpr float kRounder = 12582912.0f;

HWY_INLINE Vec splat(float value) {
    return hn::Set(kFloats, value);
}

/// 2^(whole + fraction) for |fraction| <= 0.5 and `shifted` = whole + kRounder. Minimax polynomial with the first two
/// coefficients exact, so that slow decays do not drift; relative error 1.1e-7 before rounding.
HWY_INLINE Vec scaledExp2(Vec fraction, Vec shifted) {
    Vec p = hn::MulAdd(splat(0.0013300264f), fraction, splat(0.0096697084f));
    p = hn::MulAdd(p, fraction, splat(0.0555055999f));
    p = hn::MulAdd(p, fraction, splat(0.240222816f));
    p = hn::MulAdd(p, fraction, splat(kLn2));
    p = hn::MulAdd(p, fraction, splat(1.0f));
    const auto exponent = hn::ShiftLeft<23>(hn::BitCast(kInts, shifted));
    return hn::BitCast(kFloats, hn::Add(hn::BitCast(kInts, p), exponent));
}

/// 2^(a * b). Without `limited` the product must lie within the exponents above.
template <bool limited> HWY_INLINE Vec exp2Product(Vec a, Vec b) {
    if constexpr (limited) {
        // The order of the operands lets a NaN through on x86.
        const Vec product = hn::Min(splat(kHighestExponent), hn::Max(splat(kLowestExponent), hn::Mul(a, b)));
        const Vec shifted = hn::Add(product, splat(kRounder));
        return scaledExp2(hn::Sub(product, hn::Sub(shifted, splat(kRounder))), shifted);
    } else {
        const Vec shifted = hn::MulAdd(a, b, splat(kRounder));
        return scaledExp2(hn::MulSub(a, b, hn::Sub(shifted, splat(kRounder))), shifted);
    }
}

/// e^-|x|, down to e^-86.
HWY_INLINE Vec expNegativeAbs(Vec x) {
    const Vec a = hn::Max(splat(kLowestExponent * kLn2), hn::Neg(hn::Abs(x)));
    const Vec shifted = hn::MulAdd(a, splat(kLog2E), splat(kRounder));
    Vec fraction = hn::MulSub(a, splat(kLog2E), hn::Sub(shifted, splat(kRounder)));
    fraction = hn::MulAdd(a, splat(kLog2ERest), fraction);
    return scaledExp2(fraction, shifted);
}

/// Logistic function, given e^-|x|.
HWY_INLINE Vec sigmoid(Vec x, Vec expNegative) {
    const Vec inverse = hn::Div(splat(1.0f), hn::Add(splat(1.0f), expNegative));
    return hn::IfThenElse(hn::Lt(x, hn::Zero(kFloats)), hn::Mul(expNegative, inverse), inverse);
}

/// log(1 + e^x) = max(x, 0) + log1p(e^-|x|), with log1p(w) = 2 atanh(w / (2 + w)); accurate relative to the result.
HWY_INLINE Vec softplus(Vec x, Vec expNegative) {
    const Vec s = hn::Div(expNegative, hn::Add(splat(2.0f), expNegative));
    const Vec square = hn::Mul(s, s);
    Vec p = hn::MulAdd(splat(0.281783353f), square, splat(0.279606027f));
    p = hn::MulAdd(p, square, splat(0.400249103f));
    p = hn::MulAdd(p, square, splat(0.666663147f));
    p = hn::MulAdd(p, square, splat(2.0f));
    return hn::MulAdd(p, s, hn::Max(hn::Zero(kFloats), x));
}

} // namespace kintsugi::scan::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

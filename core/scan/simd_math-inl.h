// Exponentials and what is made of them. Included once for every instruction set.
#if defined(KINTSUGI_SCAN_SIMD_MATH_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef KINTSUGI_SCAN_SIMD_MATH_INL_H
#undef KINTSUGI_SCAN_SIMD_MATH_INL_H
#else
#define KINTSUGI_SCAN_SIMD_MATH_INL_H
#endif

#include <bit>
#include <cstdint>
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
    // Estrin's order: the chains of several steps must fit into the processor's window.
    const Vec square = hn::Mul(fraction, fraction);
    const Vec high = hn::MulAdd(splat(0.0013300264f), fraction, splat(0.0096697084f));
    const Vec middle = hn::MulAdd(splat(0.0555055999f), fraction, splat(0.240222816f));
    const Vec low = hn::MulAdd(splat(kLn2), fraction, splat(1.0f));
    const Vec p = hn::MulAdd(hn::MulAdd(high, square, middle), square, low);
    const auto exponent = hn::ShiftLeft<23>(hn::BitCast(kInts, shifted));
    return hn::BitCast(kFloats, hn::Add(hn::BitCast(kInts, p), exponent));
}

#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX3_DL
// One instruction of these looks up a whole vector by the low bits of every lane and ignores the others.
inline constexpr bool kHasTable = true;
inline constexpr int kTableBits = kLanes == 16 ? 4 : 3;

struct Exp2Table {
    alignas(64) std::int32_t bits[kLanes];
};
/// The bits of 2^(j / kLanes), less what j itself adds to them in tableExp2().
inline constexpr Exp2Table kExp2Table = [] {
    constexpr float roots[16] = {1.0f,        1.04427373f, 1.09050775f, 1.13878858f, 1.18920708f, 1.24185777f,
                                 1.29683959f, 1.35425556f, 1.41421354f, 1.47682619f, 1.54221082f, 1.61049032f,
                                 1.68179286f, 1.75625217f, 1.8340081f,  1.91520655f};
    Exp2Table table{};
    for (int j = 0; j < kLanes; ++j)
        table.bits[j] = std::bit_cast<std::int32_t>(roots[j * 16 / kLanes]) - (j << (23 - kTableBits));
    return table;
}();

/// 2^(whole + j / kLanes + fraction) for |fraction| <= 0.5 / kLanes and `shifted` = whole + j / kLanes +
/// kRounder / kLanes. Relative error 3e-8 before rounding.
HWY_INLINE Vec tableExp2(Vec fraction, Vec shifted) {
    auto index = hn::BitCast(kInts, shifted);
    const auto exponent = hn::ShiftLeft<23 - kTableBits>(index);
#if HWY_IS_DEBUG_BUILD
    index = hn::And(index, hn::Set(kInts, kLanes - 1)); // Highway checks the range there
#endif
    const auto table = hn::Load(kInts, kExp2Table.bits);
    const auto root = hn::TableLookupLanes(table, hn::IndicesFromVec(kInts, index));
    const Vec scale = hn::BitCast(kFloats, hn::Add(root, exponent));
    Vec p = hn::MulAdd(splat(0.0555042f), fraction, splat(kLanes == 16 ? 0.240234292f : 0.240257487f));
    p = hn::MulAdd(p, fraction, splat(kLn2));
    return hn::MulAdd(hn::Mul(scale, fraction), p, scale);
}
#else
inline constexpr bool kHasTable = false;
HWY_INLINE Vec tableExp2(Vec fraction, Vec) {
    return fraction;
}
#endif

/// 2^(a * b). Without `limited` the product must lie within the exponents above.
template <bool limited> HWY_INLINE Vec exp2Product(Vec a, Vec b) {
    Vec product = hn::Mul(a, b);
    if constexpr (limited) // the order of the operands lets a NaN through on x86
        product = hn::Min(splat(kHighestExponent), hn::Max(splat(kLowestExponent), product));
    const float rounder = kHasTable ? kRounder / kLanes : kRounder;
    const Vec shifted = hn::Add(product, splat(rounder));
    const Vec fraction = hn::Sub(product, hn::Sub(shifted, splat(rounder)));
    return kHasTable ? tableExp2(fraction, shifted) : scaledExp2(fraction, shifted);
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
    const Vec fourth = hn::Mul(square, square);
    const Vec high = hn::MulAdd(splat(0.281783353f), square, splat(0.279606027f));
    const Vec low = hn::MulAdd(splat(0.400249103f), square, splat(0.666663147f));
    Vec p = hn::MulAdd(high, fourth, low);
    p = hn::MulAdd(p, square, splat(2.0f));
    return hn::MulAdd(p, s, hn::Max(hn::Zero(kFloats), x));
}

} // namespace kintsugi::scan::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

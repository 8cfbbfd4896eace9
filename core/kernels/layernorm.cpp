#include "kernels/layernorm.h"

#include "kernels/scratch.h"
#include "kernels/split.h"

#include <algorithm>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/layernorm.cpp"
#include <hwy/cache_control.h>
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef KINTSUGI_KERNELS_LAYERNORM_ONCE
#define KINTSUGI_KERNELS_LAYERNORM_ONCE
namespace kintsugi::kernels {
namespace {

struct ForwardArgs {
    LayerNormKind kind;
    ConstPlanes x;
    const float* weight;
    const float* bias;
    Planes y;
    float* mean;
    float* rstd;
    PixelShape shape;
    std::int64_t tile;
};

struct BackwardArgs {
    LayerNormKind kind;
    ConstPlanes x;
    const float* weight;
    const float* mean;
    const float* rstd;
    ConstPlanes dy;
    Planes dx;
    double* partial; ///< (chunks, 2, channels): dWeight and dBias of each chunk
    PixelShape shape;
    std::int64_t tile;
    std::int64_t chunks;
};

/// Tiles are copied together before they are worked on: planes whose size is a power of two would otherwise share few
/// sets of the caches. Tile lengths are multiples of 64, which all vectors divide.
constexpr std::int64_t kTileStep = 64;
constexpr std::int64_t kTileFloats = 32768; // 128 KiB, twice that in the backward pass: within the second cache

std::int64_t tileLength(std::int64_t channels) {
    return std::clamp<std::int64_t>(kTileFloats / channels / kTileStep * kTileStep, kTileStep, 1024);
}

/// A tile takes a short piece of every plane, which the processor does not foresee; the piece of a channel soon to come
/// is fetched ahead, be it to read or to write.
constexpr std::int64_t kAhead = 2;

inline void fetchAhead(const float* p, std::int64_t count) {
    constexpr std::int64_t kLine = 16;
    for (std::int64_t j = 0; j < count; j += kLine)
        hwy::Prefetch(p + j);
}

/// Copies n values and fills up to `padded` with zeros.
inline void copyPadded(const float* from, float* to, std::int64_t n, std::int64_t padded) {
    std::copy_n(from, n, to);
    std::fill_n(to + n, padded - n, 0.0f);
}

} // namespace
} // namespace kintsugi::kernels
#endif

HWY_BEFORE_NAMESPACE();
namespace kintsugi::kernels {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Tag = hn::CappedTag<float, 16>;

/// Mean and 1 / sqrt(variance + epsilon) of four vectors of pixels: two passes, and the mean set right by the second.
HWY_INLINE void statistics(const float* tile, std::int64_t stride, std::int64_t channels, float* mean, float* rstd) {
    const Tag d;
    const std::int64_t n = static_cast<std::int64_t>(hn::Lanes(d));
    const auto perChannel = hn::Set(d, 1.0f / static_cast<float>(channels));
    auto s0 = hn::Zero(d), s1 = s0, s2 = s0, s3 = s0;
    const float* p = tile;
    for (std::int64_t c = 0; c < channels; ++c, p += stride) {
        s0 = hn::Add(s0, hn::Load(d, p));
        s1 = hn::Add(s1, hn::Load(d, p + n));
        s2 = hn::Add(s2, hn::Load(d, p + 2 * n));
        s3 = hn::Add(s3, hn::Load(d, p + 3 * n));
    }
    const auto m0 = hn::Mul(s0, perChannel), m1 = hn::Mul(s1, perChannel);
    const auto m2 = hn::Mul(s2, perChannel), m3 = hn::Mul(s3, perChannel);
    s0 = s1 = s2 = s3 = hn::Zero(d);
    auto q0 = s0, q1 = s0, q2 = s0, q3 = s0;
    p = tile;
    for (std::int64_t c = 0; c < channels; ++c, p += stride) {
        const auto e0 = hn::Sub(hn::Load(d, p), m0), e1 = hn::Sub(hn::Load(d, p + n), m1);
        const auto e2 = hn::Sub(hn::Load(d, p + 2 * n), m2), e3 = hn::Sub(hn::Load(d, p + 3 * n), m3);
        s0 = hn::Add(s0, e0);
        s1 = hn::Add(s1, e1);
        s2 = hn::Add(s2, e2);
        s3 = hn::Add(s3, e3);
        q0 = hn::MulAdd(e0, e0, q0);
        q1 = hn::MulAdd(e1, e1, q1);
        q2 = hn::MulAdd(e2, e2, q2);
        q3 = hn::MulAdd(e3, e3, q3);
    }
    const auto finish = [&](auto m, auto s, auto q, std::int64_t at) HWY_ATTR {
        const auto shift = hn::Mul(s, perChannel);
        const auto variance = hn::Max(hn::Mul(hn::NegMulAdd(shift, s, q), perChannel), hn::Zero(d));
        hn::Store(hn::Add(m, shift), d, mean + at);
        hn::Store(hn::Div(hn::Set(d, 1.0f), hn::Sqrt(hn::Add(variance, hn::Set(d, kLayerNormEpsilon)))), d, rstd + at);
    };
    finish(m0, s0, q0, 0);
    finish(m1, s1, q1, n);
    finish(m2, s2, q2, 2 * n);
    finish(m3, s3, q3, 3 * n);
}

/// Tiles [begin, end) of all samples.
void forwardTiles(const ForwardArgs& args, std::int64_t begin, std::int64_t end) {
    const Tag d;
    const std::int64_t n = static_cast<std::int64_t>(hn::Lanes(d));
    const auto [batch, channels, pixels] = args.shape;
    const std::int64_t tiles = (pixels + args.tile - 1) / args.tile;
    float* mean = threadScratch(static_cast<std::size_t>((channels + 3) * args.tile));
    float* rstd = mean + args.tile;
    float* row = rstd + args.tile;
    float* packed = row + args.tile;
    const bool withBias = args.kind == LayerNormKind::WithBias;
    for (std::int64_t item = begin; item < end; ++item) {
        const std::int64_t b = item / tiles, first = item % tiles * args.tile;
        const std::int64_t count = std::min(args.tile, pixels - first);
        const std::int64_t padded = (count + 4 * n - 1) / (4 * n) * 4 * n;
        const float* x = args.x.sample(b, channels * pixels) + first;
        float* y = args.y.sample(b, channels * pixels) + first;
        for (std::int64_t c = 0; c < channels; ++c) {
            fetchAhead(x + (c + kAhead) * pixels, count);
            copyPadded(x + c * pixels, packed + c * padded, count, padded);
        }
        for (std::int64_t j = 0; j < padded; j += 4 * n)
            statistics(packed + j, padded, channels, mean + j, rstd + j);
        if (args.mean != nullptr)
            std::copy_n(mean, count, args.mean + b * pixels + first);
        if (args.rstd != nullptr)
            std::copy_n(rstd, count, args.rstd + b * pixels + first);
        for (std::int64_t c = 0; c < channels; ++c) {
            const float* from = packed + c * padded;
            float* to = count == padded ? y + c * pixels : row;
            fetchAhead(y + (c + kAhead) * pixels, count);
            const auto w = hn::Set(d, args.weight[c]);
            if (withBias) {
                const auto shift = hn::Set(d, args.bias[c]);
                for (std::int64_t j = 0; j < padded; j += n) {
                    const auto xhat =
                        hn::Mul(hn::Sub(hn::Load(d, from + j), hn::Load(d, mean + j)), hn::Load(d, rstd + j));
                    hn::StoreU(hn::MulAdd(xhat, w, shift), d, to + j);
                }
            } else {
                for (std::int64_t j = 0; j < padded; j += n)
                    hn::StoreU(hn::Mul(hn::Mul(hn::Load(d, from + j), hn::Load(d, rstd + j)), w), d, to + j);
            }
            if (to == row)
                std::copy_n(row, count, y + c * pixels);
        }
    }
}

/// With g = dy * weight, xhat = (x - mean) * rstd and z = xhat (WithBias) or x * rstd (BiasFree), both kinds have
///   dx = rstd * (g - m1 - xhat * m2), m2 = average of g * z, m1 = average of g (WithBias) or 0; dWeight = sum of dy *
///   z.
template <bool kWithBias>
HWY_INLINE void backwardTile(const BackwardArgs& args, std::int64_t b, std::int64_t first, std::int64_t count,
                             float* scratch, float* lanes) {
    const Tag d;
    const std::int64_t n = static_cast<std::int64_t>(hn::Lanes(d));
    const auto [batch, channels, pixels] = args.shape;
    const std::int64_t padded = (count + n - 1) / n * n;
    const float* x = args.x.sample(b, channels * pixels) + first;
    const float* dy = args.dy.sample(b, channels * pixels) + first;
    float* mean = scratch;
    float* rstd = mean + args.tile;
    float* m1 = rstd + args.tile;
    float* m2 = m1 + args.tile;
    float* rowX = m2 + args.tile;
    float* rowDy = rowX + args.tile;
    float* xhats = rowDy + args.tile;
    float* gs = xhats + channels * args.tile;
    copyPadded(args.mean + b * pixels + first, mean, count, padded);
    copyPadded(args.rstd + b * pixels + first, rstd, count, padded);
    std::fill_n(m1, padded, 0.0f);
    std::fill_n(m2, padded, 0.0f);
    for (std::int64_t c = 0; c < channels; ++c) {
        const float* fromX = x + c * pixels;
        const float* fromDy = dy + c * pixels;
        fetchAhead(fromX + kAhead * pixels, count);
        fetchAhead(fromDy + kAhead * pixels, count);
        if (count != padded) {
            copyPadded(fromX, rowX, count, padded);
            copyPadded(fromDy, rowDy, count, padded);
            fromX = rowX;
            fromDy = rowDy;
        }
        float* xhatRow = xhats + c * padded;
        float* gRow = gs + c * padded;
        const auto w = hn::Set(d, args.weight[c]);
        auto weightSum = hn::Zero(d), biasSum = hn::Zero(d);
        for (std::int64_t j = 0; j < padded; j += n) {
            const auto v = hn::LoadU(d, fromX + j);
            const auto slope = hn::LoadU(d, fromDy + j);
            const auto scale = hn::Load(d, rstd + j);
            const auto xhat = hn::Mul(hn::Sub(v, hn::Load(d, mean + j)), scale);
            const auto z = kWithBias ? xhat : hn::Mul(v, scale);
            const auto g = hn::Mul(slope, w);
            weightSum = hn::MulAdd(slope, z, weightSum);
            hn::Store(xhat, d, xhatRow + j);
            hn::Store(g, d, gRow + j);
            hn::Store(hn::MulAdd(g, z, hn::Load(d, m2 + j)), d, m2 + j);
            if constexpr (kWithBias) {
                biasSum = hn::Add(biasSum, slope);
                hn::Store(hn::Add(hn::Load(d, m1 + j), g), d, m1 + j);
            }
        }
        float* sums = lanes + 2 * c * n;
        hn::Store(hn::Add(hn::Load(d, sums), weightSum), d, sums);
        hn::Store(hn::Add(hn::Load(d, sums + n), biasSum), d, sums + n);
    }
    if (args.dx.data == nullptr)
        return;
    float* dx = args.dx.sample(b, channels * pixels) + first;
    const auto perChannel = hn::Set(d, 1.0f / static_cast<float>(channels));
    for (std::int64_t j = 0; j < padded; j += n) {
        hn::Store(hn::Mul(hn::Load(d, m1 + j), perChannel), d, m1 + j);
        hn::Store(hn::Mul(hn::Load(d, m2 + j), perChannel), d, m2 + j);
    }
    for (std::int64_t c = 0; c < channels; ++c) {
        const float* xhatRow = xhats + c * padded;
        const float* gRow = gs + c * padded;
        float* to = count == padded ? dx + c * pixels : rowX;
        fetchAhead(dx + (c + kAhead) * pixels, count);
        for (std::int64_t j = 0; j < padded; j += n) {
            auto g = hn::Load(d, gRow + j);
            if constexpr (kWithBias)
                g = hn::Sub(g, hn::Load(d, m1 + j));
            g = hn::NegMulAdd(hn::Load(d, xhatRow + j), hn::Load(d, m2 + j), g);
            hn::StoreU(hn::Mul(g, hn::Load(d, rstd + j)), d, to + j);
        }
        if (to == rowX)
            std::copy_n(rowX, count, dx + c * pixels);
    }
}

/// Chunks [begin, end) of the tiles; which tiles a chunk has depends on the shape alone.
void backwardChunks(const BackwardArgs& args, std::int64_t begin, std::int64_t end) {
    const std::int64_t n = static_cast<std::int64_t>(hn::Lanes(Tag()));
    const auto [batch, channels, pixels] = args.shape;
    const std::int64_t tiles = (pixels + args.tile - 1) / args.tile;
    const std::int64_t items = batch * tiles;
    float* lanes = threadScratch(static_cast<std::size_t>(2 * channels * n + (2 * channels + 6) * args.tile));
    float* scratch = lanes + 2 * channels * n;
    for (std::int64_t chunk = begin; chunk < end; ++chunk) {
        std::fill_n(lanes, 2 * channels * n, 0.0f);
        for (std::int64_t item = chunk * items / args.chunks; item < (chunk + 1) * items / args.chunks; ++item) {
            const std::int64_t b = item / tiles, first = item % tiles * args.tile;
            const std::int64_t count = std::min(args.tile, pixels - first);
            if (args.kind == LayerNormKind::WithBias)
                backwardTile<true>(args, b, first, count, scratch, lanes);
            else
                backwardTile<false>(args, b, first, count, scratch, lanes);
        }
        double* sums = args.partial + chunk * 2 * channels;
        for (std::int64_t c = 0; c < channels; ++c) {
            double weightSum = 0, biasSum = 0;
            for (std::int64_t k = 0; k < n; ++k) {
                weightSum += static_cast<double>(lanes[2 * c * n + k]);
                biasSum += static_cast<double>(lanes[(2 * c + 1) * n + k]);
            }
            sums[c] = weightSum;
            sums[channels + c] = biasSum;
        }
    }
}

} // namespace
} // namespace HWY_NAMESPACE
} // namespace kintsugi::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kintsugi::kernels {
namespace {

HWY_EXPORT(forwardTiles);
HWY_EXPORT(backwardChunks);

void addChunks(const std::vector<double>& partial, std::int64_t offset, std::int64_t chunks, std::int64_t channels,
               float* out) {
    for (std::int64_t c = 0; c < channels; ++c) {
        double sum = 0;
        for (std::int64_t chunk = 0; chunk < chunks; ++chunk)
            sum += partial[static_cast<std::size_t>(chunk * 2 * channels + offset + c)];
        out[c] = static_cast<float>(sum);
    }
}

} // namespace

void layerNormForward(LayerNormKind kind, ConstPlanes x, const float* weight, const float* bias, Planes y, float* mean,
                      float* rstd, const PixelShape& shape, const ParallelFor& parallelFor) {
    const std::int64_t tile = tileLength(shape.channels);
    const ForwardArgs args{kind, x, weight, bias, y, mean, rstd, shape, tile};
    split(parallelFor, shape.batch * ((shape.pixels + tile - 1) / tile), [&](std::int64_t begin, std::int64_t end) {
        HWY_DYNAMIC_DISPATCH(forwardTiles)(args, begin, end);
    });
}

void layerNormBackward(LayerNormKind kind, ConstPlanes x, const float* weight, const float* mean, const float* rstd,
                       ConstPlanes dy, Planes dx, float* dWeight, float* dBias, const PixelShape& shape,
                       const ParallelFor& parallelFor) {
    const std::int64_t tile = tileLength(shape.channels);
    const std::int64_t chunks = std::min<std::int64_t>(shape.batch * ((shape.pixels + tile - 1) / tile), 32);
    std::vector<double> partial(static_cast<std::size_t>(chunks * 2 * shape.channels));
    const BackwardArgs args{kind, x, weight, mean, rstd, dy, dx, partial.data(), shape, tile, chunks};
    split(parallelFor, chunks, [&](std::int64_t begin, std::int64_t end) {
        HWY_DYNAMIC_DISPATCH(backwardChunks)(args, begin, end);
    });
    if (dWeight != nullptr)
        addChunks(partial, 0, chunks, shape.channels, dWeight);
    if (dBias != nullptr && kind == LayerNormKind::WithBias)
        addChunks(partial, shape.channels, chunks, shape.channels, dBias);
}

} // namespace kintsugi::kernels
#endif

#include "kernels/depthwise.h"

#include "kernels/scratch.h"
#include "kernels/split.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/depthwise.cpp"
#include <hwy/cache_control.h>
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "kernels/activations-inl.h"
#include "kernels/depthwise-inl.h"

#ifndef KINTSUGI_KERNELS_DEPTHWISE_ONCE
#define KINTSUGI_KERNELS_DEPTHWISE_ONCE
namespace kintsugi::kernels {
namespace {

enum class Gate { Gelu, Product, Silu };

struct ForwardArgs {
    ConstPlanes x;
    const float* weight;
    const float* bias;
    Planes y;
    ImageShape shape;
    Gate gate = Gate::Gelu;
};

struct BackwardArgs {
    ConstPlanes x;
    const float* weight;
    ConstPlanes dy;
    Planes dx;
    float* dWeight;
    float* dBias;
    ImageShape shape;
};

} // namespace
} // namespace kintsugi::kernels
#endif

HWY_BEFORE_NAMESPACE();
namespace kintsugi::kernels {
namespace HWY_NAMESPACE {
namespace {

/// Planes [begin, end) of all batch * channels.
void forwardPlanes(const ForwardArgs& args, std::int64_t begin, std::int64_t end) {
    const auto [batch, channels, height, width] = args.shape;
    const std::int64_t plane = height * width;
    float* zeros = threadScratch(static_cast<std::size_t>(2 * width));
    float* dump = zeros + width;
    std::fill_n(zeros, width, 0.0f);
    Rows rows;
    for (std::int64_t item = begin; item < end; ++item) {
        const std::int64_t b = item / channels, c = item % channels;
        const float* x = args.x.sample(b, channels * plane) + c * plane;
        float* y = args.y.sample(b, channels * plane) + c * plane;
        const float bias = args.bias != nullptr ? args.bias[c] : 0.0f;
        for (std::int64_t i = 0; i < height; i += kStrip) {
            gatherRows(rows, x, y, i, height, width, zeros, dump);
            convolveRows(rows, width, args.weight + 9 * c, bias);
        }
    }
}

template <class F> HWY_INLINE void gateRow(float* y, const float* b, std::int64_t width, const F& gate) {
    const Full d;
    const std::int64_t n = static_cast<std::int64_t>(hn::Lanes(d));
    std::int64_t j = 0;
    for (; j + n <= width; j += n)
        hn::StoreU(gate(d, hn::LoadU(d, y + j), hn::LoadU(d, b + j)), d, y + j);
    if (j < width) {
        HWY_ALIGN float tail[2 * 16] = {};
        std::copy(y + j, y + width, tail);
        std::copy(b + j, b + width, tail + 16);
        hn::Store(gate(d, hn::Load(d, tail), hn::Load(d, tail + 16)), d, tail);
        std::copy(tail, tail + (width - j), y + j);
    }
}

struct GeluTimes {
    template <class D, class V> HWY_INLINE V operator()(D d, V a, V b) const { return hn::Mul(geluOf(d, a), b); }
};
struct Times {
    template <class D, class V> HWY_INLINE V operator()(D, V a, V b) const { return hn::Mul(a, b); }
};
struct SiluOnly {
    template <class D, class V> HWY_INLINE V operator()(D d, V a, V) const { return siluOf(d, a); }
};

/// As forwardPlanes, but a strip is gated while it is in the first cache.
void gatedPlanes(const ForwardArgs& args, std::int64_t begin, std::int64_t end) {
    const auto [batch, channels, height, width] = args.shape;
    const std::int64_t plane = height * width;
    const bool paired = args.gate != Gate::Silu;
    const std::int64_t inputs = paired ? 2 * channels : channels;
    float* zeros = threadScratch(static_cast<std::size_t>((2 + kStrip) * width));
    float* dump = zeros + width;
    float* second = zeros + 2 * width;
    std::fill_n(zeros, width, 0.0f);
    Rows rows;
    for (std::int64_t item = begin; item < end; ++item) {
        const std::int64_t b = item / channels, c = item % channels;
        const float* x = args.x.sample(b, inputs * plane) + c * plane;
        float* y = args.y.sample(b, channels * plane) + c * plane;
        for (std::int64_t i = 0; i < height; i += kStrip) {
            gatherRows(rows, x, y, i, height, width, zeros, dump);
            convolveRows(rows, width, args.weight + 9 * c, args.bias != nullptr ? args.bias[c] : 0.0f);
            const std::int64_t count = std::min(kStrip, height - i) * width;
            if (paired) {
                const std::int64_t other = c + channels;
                gatherRows(rows, x + channels * plane, y, i, height, width, zeros, dump);
                for (std::int64_t k = 0; k < kStrip; ++k)
                    rows.out[k] = second + k * width;
                convolveRows(rows, width, args.weight + 9 * other, args.bias != nullptr ? args.bias[other] : 0.0f);
            }
            float* out = y + i * width;
            if (args.gate == Gate::Gelu)
                gateRow(out, second, count, GeluTimes());
            else if (args.gate == Gate::Product)
                gateRow(out, second, count, Times());
            else
                gateRow(out, out, count, SiluOnly());
        }
    }
}

/// Channels [begin, end), every sample of them, so that the sums over the batch need no second step.
void backwardChannels(const BackwardArgs& args, std::int64_t begin, std::int64_t end) {
    const auto [batch, channels, height, width] = args.shape;
    const std::int64_t plane = height * width;
    const std::int64_t used = static_cast<std::int64_t>(hn::Lanes(Full()));
    float* zeros = threadScratch(static_cast<std::size_t>(2 * width));
    float* dump = zeros + width;
    std::fill_n(zeros, width, 0.0f);
    Rows rows;
    for (std::int64_t c = begin; c < end; ++c) {
        float flipped[9] = {};
        if (args.dx.data != nullptr)
            std::reverse_copy(args.weight + 9 * c, args.weight + 9 * (c + 1), flipped);
        double weightSums[9] = {};
        double biasSum = 0;
        for (std::int64_t b = 0; b < batch; ++b) {
            const float* dy = args.dy.sample(b, channels * plane) + c * plane;
            float* dx = args.dx.data != nullptr ? args.dx.sample(b, channels * plane) + c * plane : nullptr;
            const float* x = args.dWeight != nullptr ? args.x.sample(b, channels * plane) + c * plane : nullptr;
            HWY_ALIGN float lanes[10][16];
            if (x != nullptr || args.dBias != nullptr)
                std::fill_n(lanes[0], 10 * 16, 0.0f);
            for (std::int64_t i = 0; i < height; i += kStrip) {
                gatherRows(rows, dy, dx, i, height, width, zeros, dump);
                if (dx != nullptr)
                    convolveRows(rows, width, flipped, 0.0f);
                if (x != nullptr) {
                    const float* xRows[kStrip];
                    for (std::int64_t k = 0; k < kStrip; ++k)
                        xRows[k] = i + k < height ? x + (i + k) * width : zeros;
                    correlateRows(xRows, rows.in, width, lanes);
                }
                if (args.dBias != nullptr)
                    sumRow(dy + i * width, std::min(kStrip, height - i) * width, lanes[9]);
            }
            if (x != nullptr) {
                for (int k = 0; k < 9; ++k)
                    weightSums[k] += sumLanes(lanes[k], used);
            }
            if (args.dBias != nullptr)
                biasSum += sumLanes(lanes[9], used);
        }
        if (args.dWeight != nullptr) {
            for (int k = 0; k < 9; ++k)
                args.dWeight[9 * c + k] = static_cast<float>(weightSums[k]);
        }
        if (args.dBias != nullptr)
            args.dBias[c] = static_cast<float>(biasSum);
    }
}

} // namespace
} // namespace HWY_NAMESPACE
} // namespace kintsugi::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kintsugi::kernels {
namespace {

HWY_EXPORT(forwardPlanes);
HWY_EXPORT(gatedPlanes);
HWY_EXPORT(backwardChannels);

void gated(Gate gate, ConstPlanes x, const float* weight, const float* bias, Planes y, const ImageShape& shape,
           const ParallelFor& parallelFor) {
    const ForwardArgs args{x, weight, bias, y, shape, gate};
    split(parallelFor, shape.batch * shape.channels, [&](std::int64_t begin, std::int64_t end) {
        HWY_DYNAMIC_DISPATCH(gatedPlanes)(args, begin, end);
    });
}

} // namespace

void depthwise3x3Forward(ConstPlanes x, const float* weight, const float* bias, Planes y, const ImageShape& shape,
                         const ParallelFor& parallelFor) {
    const ForwardArgs args{x, weight, bias, y, shape};
    split(parallelFor, shape.batch * shape.channels, [&](std::int64_t begin, std::int64_t end) {
        HWY_DYNAMIC_DISPATCH(forwardPlanes)(args, begin, end);
    });
}

void depthwise3x3Backward(ConstPlanes x, const float* weight, ConstPlanes dy, Planes dx, float* dWeight, float* dBias,
                          const ImageShape& shape, const ParallelFor& parallelFor) {
    const BackwardArgs args{x, weight, dy, dx, dWeight, dBias, shape};
    split(parallelFor, shape.channels, [&](std::int64_t begin, std::int64_t end) {
        HWY_DYNAMIC_DISPATCH(backwardChannels)(args, begin, end);
    });
}

void depthwise3x3GeluGate(ConstPlanes x, const float* weight, const float* bias, Planes y, const ImageShape& shape,
                          const ParallelFor& parallelFor) {
    gated(Gate::Gelu, x, weight, bias, y, shape, parallelFor);
}

void depthwise3x3SimpleGate(ConstPlanes x, const float* weight, const float* bias, Planes y, const ImageShape& shape,
                            const ParallelFor& parallelFor) {
    gated(Gate::Product, x, weight, bias, y, shape, parallelFor);
}

void depthwise3x3Silu(ConstPlanes x, const float* weight, const float* bias, Planes y, const ImageShape& shape,
                      const ParallelFor& parallelFor) {
    gated(Gate::Silu, x, weight, bias, y, shape, parallelFor);
}

} // namespace kintsugi::kernels
#endif

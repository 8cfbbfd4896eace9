#include "reference/pointwise.h"

#include <algorithm>
#include <cmath>

namespace kintsugi::reference {

namespace {

/// One run along the innermost dimension. The usual steps have loops of their own, which compilers make into vectors.
template <typename Op>
void combineRow(const Broadcast::Dimension& along, const float* a, const float* b, float* y, std::int64_t count,
                const Op& op) {
    if (along.stepA == 1 && along.stepB == 1) {
        for (std::int64_t i = 0; i < count; ++i)
            y[i] = op(a[i], b[i]);
    } else if (along.stepA == 1 && along.stepB == 0) {
        const float one = *b;
        for (std::int64_t i = 0; i < count; ++i)
            y[i] = op(a[i], one);
    } else if (along.stepA == 0 && along.stepB == 1) {
        const float one = *a;
        for (std::int64_t i = 0; i < count; ++i)
            y[i] = op(one, b[i]);
    } else {
        for (std::int64_t i = 0; i < count; ++i)
            y[i] = op(a[i * along.stepA], b[i * along.stepB]);
    }
}

template <typename Op>
void combineAll(const Broadcast& plan, const float* a, const float* b, float* y, const ParallelFor& parallel,
                const Op& op) {
    const Broadcast::Dimension along = plan.dimensions.back();
    constexpr std::int64_t longest = 1 << 14;
    const std::int64_t pieces = std::max<std::int64_t>(1, (along.extent + longest - 1) / longest);
    std::int64_t rows = 1;
    for (std::size_t i = 0; i + 1 < plan.dimensions.size(); ++i)
        rows *= plan.dimensions[i].extent;
    parallel(rows * pieces, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t task = begin; task < end; ++task) {
            std::int64_t rest = task / pieces, fromA = 0, fromB = 0;
            for (std::size_t i = plan.dimensions.size() - 1; i-- > 0;) {
                const Broadcast::Dimension& outer = plan.dimensions[i];
                fromA += rest % outer.extent * outer.stepA;
                fromB += rest % outer.extent * outer.stepB;
                rest /= outer.extent;
            }
            const std::int64_t first = task % pieces * longest, count = std::min(longest, along.extent - first);
            combineRow(along, a + fromA + first * along.stepA, b + fromB + first * along.stepB,
                       y + task / pieces * along.extent + first, count, op);
        }
    });
}

} // namespace

void reciprocalOf(const float* x, float* y, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
        y[i] = 1.0f / x[i];
}

void rootOf(const float* x, float* y, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
        y[i] = std::sqrt(x[i]);
}

void reluOf(const float* x, float* y, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
        y[i] = x[i] < 0.0f ? 0.0f : x[i]; // a NaN stays one
}

Broadcast Broadcast::of(const Shape& a, const Shape& b) {
    Broadcast plan;
    const std::size_t rank = std::max(a.size(), b.size());
    const auto padded = [&](const Shape& shape) {
        Shape full(rank - shape.size(), 1);
        full.insert(full.end(), shape.begin(), shape.end());
        return full;
    };
    const Shape wideA = padded(a), wideB = padded(b);
    std::int64_t stepA = 1, stepB = 1;
    for (std::size_t i = rank; i-- > 0;) {
        if (wideA[i] != wideB[i] && wideA[i] != 1 && wideB[i] != 1)
            return plan;
        const std::int64_t extent = wideA[i] == 1 ? wideB[i] : wideA[i];
        plan.shape.insert(plan.shape.begin(), extent);
        Dimension next{extent, wideA[i] == 1 ? 0 : stepA, wideB[i] == 1 ? 0 : stepB};
        stepA *= wideA[i];
        stepB *= wideB[i];
        if (extent == 1)
            continue;
        if (!plan.dimensions.empty()) {
            Dimension& last = plan.dimensions.front();
            if (next.stepA == last.stepA * last.extent && next.stepB == last.stepB * last.extent) {
                last.extent *= extent; // both go on where they were
                continue;
            }
        }
        plan.dimensions.insert(plan.dimensions.begin(), next);
    }
    if (plan.dimensions.empty())
        plan.dimensions.push_back({1, 0, 0});
    plan.fits = true;
    return plan;
}

void combine(Pointwise operation, const Broadcast& plan, const float* a, const float* b, float* y,
             const ParallelFor& parallel) {
    switch (operation) {
    case Pointwise::Add:
        return combineAll(plan, a, b, y, parallel, [](float p, float q) { return p + q; });
    case Pointwise::Subtract:
        return combineAll(plan, a, b, y, parallel, [](float p, float q) { return p - q; });
    case Pointwise::Multiply:
        return combineAll(plan, a, b, y, parallel, [](float p, float q) { return p * q; });
    case Pointwise::Divide:
        return combineAll(plan, a, b, y, parallel, [](float p, float q) { return p / q; });
    case Pointwise::Maximum:
        return combineAll(plan, a, b, y, parallel, [](float p, float q) { return p < q || q != q ? q : p; });
    }
}

} // namespace kintsugi::reference

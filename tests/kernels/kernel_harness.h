#pragma once

#include "kernels/planes.h"

#include <hwy/highway.h>

#include <QString>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <thread>
#include <vector>

/// What the tests of the kernels share: tensors in memory of exactly their size (sanitizers watch the ends), comparison
/// with references in double, threads, and the choice of the instruction set.
namespace kintsugi::harness {

using Floats = std::vector<float>;
using Doubles = std::vector<double>;

inline Floats randomFloats(std::mt19937& random, std::int64_t count, float scale = 1.0f, float shift = 0.0f) {
    std::normal_distribution<float> normal;
    Floats values(static_cast<std::size_t>(count));
    for (float& value : values)
        value = shift + scale * normal(random);
    return values;
}

inline Doubles toDouble(const Floats& values) {
    return {values.begin(), values.end()};
}

constexpr float kUnwritten = 12345.0f;

/// `batch` samples of `size` values, `gap` untouched values between them and none after the last.
struct Spread {
    Floats data;
    std::int64_t batch, size, stride;

    Spread(std::int64_t batchCount, std::int64_t sampleSize, std::int64_t gap)
        : data(static_cast<std::size_t>(batchCount * (sampleSize + gap) - gap), kUnwritten), batch(batchCount),
          size(sampleSize), stride(sampleSize + gap) {}
    Spread(const Floats& packed, std::int64_t batchCount, std::int64_t gap)
        : Spread(batchCount, static_cast<std::int64_t>(packed.size()) / batchCount, gap) {
        for (std::int64_t b = 0; b < batch; ++b)
            std::copy_n(packed.begin() + b * size, size, data.begin() + b * stride);
    }

    kernels::Planes planes() { return {data.data(), stride}; }
    kernels::ConstPlanes constPlanes() const { return {data.data(), stride}; }
    Floats packed() const {
        Floats values;
        for (std::int64_t b = 0; b < batch; ++b)
            values.insert(values.end(), data.begin() + b * stride, data.begin() + b * stride + size);
        return values;
    }
    bool gapsUntouched() const {
        for (std::int64_t i = 0; i < static_cast<std::int64_t>(data.size()); ++i) {
            if (i % stride >= size && data[static_cast<std::size_t>(i)] != kUnwritten)
                return false;
        }
        return true;
    }
};

/// Empty when |got - wanted| <= absolute + relative * |wanted| everywhere, else where it is worst.
template <typename T>
QString difference(const Floats& got, const std::vector<T>& wanted, double absolute, double relative) {
    if (got.size() != wanted.size())
        return QStringLiteral("%1 values instead of %2").arg(got.size()).arg(wanted.size());
    double worst = 0;
    std::size_t where = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        const double want = static_cast<double>(wanted[i]);
        const double excess = std::abs(static_cast<double>(got[i]) - want) / (absolute + relative * std::abs(want));
        if (!(excess <= worst)) {
            worst = excess;
            where = i;
        }
    }
    if (worst <= 1)
        return {};
    return QStringLiteral("element %1 is %2 instead of %3, %4 times the tolerance")
        .arg(where)
        .arg(static_cast<double>(got[where]), 0, 'g', 9)
        .arg(static_cast<double>(wanted[where]), 0, 'g', 9)
        .arg(worst);
}

/// A plain pool: thread t takes the items t, t + threads, ... one by one.
inline ParallelFor threads(int count) {
    return [count](std::int64_t items, const ParallelBody& body) {
        std::vector<std::thread> team;
        for (int t = 0; t < count; ++t) {
            team.emplace_back([&, t] {
                for (std::int64_t i = t; i < items; i += count)
                    body(i, i + 1);
            });
        }
        for (std::thread& thread : team)
            thread.join();
    };
}

/// Calls check(name) once for every instruction set that the processor has and the kernels were built for.
template <typename Check> void forEachInstructionSet(const Check& check) {
    const std::int64_t supported = hwy::SupportedTargets() & (HWY_TARGETS);
    for (std::int64_t left = supported; left != 0; left &= left - 1) {
        hwy::SetSupportedTargetsForTest(left & -left);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
        check(hwy::TargetName(left & -left));
    }
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

} // namespace kintsugi::harness

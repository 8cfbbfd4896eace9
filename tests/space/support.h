#pragma once

#include "base/error.h"
#include "base/random.h"
#include "space/restormer_config.h"

#include <QString>
#include <functional>

/// What the message of an InputError says, or nothing when there was none.
inline QString inputErrorOf(const std::function<void()>& work) {
    try {
        work();
    } catch (const kintsugi::InputError& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

/// A valid Restormer configuration, different for every draw.
inline kintsugi::RestormerConfig randomConfig(kintsugi::RandomStream& random) {
    const auto between = [&random](int low, int high) {
        return low + static_cast<int>(random.below(static_cast<std::uint64_t>(high - low + 1)));
    };
    kintsugi::RestormerConfig config;
    config.dim = 8 * between(1, 8);
    for (int& blocks : config.numBlocks)
        blocks = between(1, 9);
    config.numRefinementBlocks = between(1, 9);
    for (int& heads : config.heads)
        heads = 1 << between(0, 3);
    config.ffnExpansionFactor = between(100, 400) / 100.0;
    config.bias = between(0, 1) == 1;
    config.layerNormType = between(0, 1) == 1 ? kintsugi::NormType::BiasFree : kintsugi::NormType::WithBias;
    config.dualPixelTask = between(0, 1) == 1;
    config.outChannels = between(1, 3);
    config.inpChannels = config.dualPixelTask ? 6 : config.outChannels;
    return config;
}
